package dev.rethread.engine;

import dev.rethread.aof.AofManifest;
import dev.rethread.aof.AofPart;
import dev.rethread.aof.Stop;
import dev.rethread.source.SourceException;
import dev.rethread.source.SourceFile;
import dev.rethread.source.SourceFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Copies an AOF, up to a stop, to where a server finds it. The originals are never given to a server, which appends. */
final class AofCopy {
    static final String FILE = "appendonly.aof";
    static final String DIRECTORY = "appendonlydir";
    private static final int CHUNK = 1 << 20;

    private AofCopy() {}

    /** The parts of a directory; empty for one file. */
    static List<AofPart> parts(Path path) {
        return SourceFolder.is(path) ? AofManifest.read(path).loaded() : List.of();
    }

    /** Returns how many bytes were copied. */
    static long copy(Path path, List<AofPart> parts, Stop stop, Path into, ServerVersion version) throws IOException {
        if (!SourceFolder.is(path)) {
            return copy(path, stop.offset(), into.resolve(FILE));
        }
        if (!version.readsDirectories()) {
            throw new SourceException(
                    path + ": an AOF of several files, which " + version + " does not read",
                    "Name a redis-server of version 7.0 or later with --engine FILE.");
        }
        return directory(path, parts, stop, Files.createDirectory(into.resolve(DIRECTORY)));
    }

    private static long directory(Path path, List<AofPart> parts, Stop stop, Path into) throws IOException {
        StringBuilder manifest = new StringBuilder();
        long bytes = 0;
        int number = 0;
        for (AofPart part : parts) {
            number++;
            boolean last = stop.part().endsWith("/" + part.file());
            String name = FILE + "." + number + (part.type() == AofPart.Type.BASE ? ".base.aof" : ".incr.aof");
            if (!last || stop.offset() > 0) {
                bytes += copy(
                        SourceFolder.find(path, part.file()),
                        last ? stop.offset() : Long.MAX_VALUE,
                        into.resolve(name));
                manifest.append("file ").append(name).append(" seq ").append(number);
                manifest.append(part.type() == AofPart.Type.BASE ? " type b\n" : " type i\n");
            }
            if (last) {
                break;
            }
        }
        requireSome(path, stop, bytes);
        Files.writeString(into.resolve(FILE + ".manifest"), manifest);
        return bytes;
    }

    /** History files that end before a resync would have to be laid out otherwise; Java reads them. */
    private static void requireSome(Path path, Stop stop, long bytes) {
        if (bytes == 0 || stop.reason() == Stop.Reason.RESYNC) {
            throw new SourceException(
                    path + ": what was there before " + stop + " lies in history files, which a server is not given",
                    "Copy them to a directory with a manifest of their own, or read without --engine redis.");
        }
    }

    private static long copy(Path from, long most, Path to) throws IOException {
        try (SourceFile source = SourceFile.openPart(from);
                OutputStream out = Files.newOutputStream(to)) {
            byte[] chunk = new byte[CHUNK];
            long end = Math.min(most, source.size());
            long at = 0;
            while (at < end) {
                int read = source.read(at, chunk, 0, (int) Math.min(chunk.length, end - at));
                if (read == 0) {
                    break;
                }
                out.write(chunk, 0, read);
                at += read;
            }
            return at;
        }
    }
}
