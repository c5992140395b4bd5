package dev.rethread.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Recognises what a path holds by its first bytes, or a directory by the files in it.
 *
 * <p>One thing only the name tells: a file that begins as an RDB is an RDB, unless it is called {@code *.aof}. Whether
 * commands follow its EOF record would take reading all of it; an RDB whose preamble's commands matter but which was
 * renamed shows up as damage behind the EOF record.
 */
public final class Sniffer {
    private static final int HEAD = 64;
    private static final int SMALLEST_DOCUMENT = 5;
    private static final Pattern RDB = Pattern.compile("(?s)(REDIS\\d{4}|VALKEY\\d{3}).*");
    private static final Pattern AOF = Pattern.compile("(?s)(\\*\\d+\r\n\\$\\d|#TS:\\d).*");

    private Sniffer() {}

    /**
     * The kind of what lies at {@code path}.
     *
     * @throws SourceException if nothing does, or it is an empty file
     */
    public static SourceKind sniff(Path path) {
        if (Files.isDirectory(path)) {
            return directory(path);
        }
        try (SourceFile file = SourceFile.open(path)) {
            return file(file);
        }
    }

    private static SourceKind file(SourceFile file) {
        byte[] head = new byte[(int) Math.min(HEAD, file.size())];
        int read = file.read(0, head, 0, head.length);
        String text = new String(head, 0, read, StandardCharsets.ISO_8859_1);
        if (RDB.matcher(text).matches()) {
            return isCalled(file.path(), ".aof") ? SourceKind.AOF : SourceKind.RDB;
        }
        if (AOF.matcher(text).matches()) {
            return SourceKind.AOF;
        }
        return isDocument(file, head) ? SourceKind.BSON : SourceKind.UNKNOWN;
    }

    /** A document begins with its own length, little-endian, and ends with a zero. */
    private static boolean isDocument(SourceFile file, byte[] head) {
        if (head.length < SMALLEST_DOCUMENT) {
            return false;
        }
        int length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt();
        byte[] last = {1};
        return length >= SMALLEST_DOCUMENT
                && length <= file.size()
                && file.read(length - 1L, last, 0, 1) == 1
                && last[0] == 0;
    }

    private static SourceKind directory(Path path) {
        List<Path> children = children(path);
        if (children.stream().anyMatch(child -> isCalled(child, ".manifest"))) {
            return SourceKind.AOF_DIRECTORY;
        }
        boolean collections = Stream.concat(
                        children.stream(),
                        children.stream().filter(Files::isDirectory).flatMap(child -> children(child).stream()))
                .anyMatch(child -> isCalled(child, ".bson"));
        return collections ? SourceKind.MONGODUMP : SourceKind.UNKNOWN;
    }

    private static List<Path> children(Path directory) {
        try (Stream<Path> children = Files.list(directory)) {
            return children.sorted().toList();
        } catch (IOException e) {
            throw new SourceException(directory + ": cannot be listed: " + e, "Check that you may read it.", e);
        }
    }

    private static boolean isCalled(Path path, String suffix) {
        return path.getFileName() != null
                && path.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(suffix);
    }
}
