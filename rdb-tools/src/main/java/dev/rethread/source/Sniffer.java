package dev.rethread.source;

import java.io.IOException;
import java.io.UncheckedIOException;
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
 * <p>A file that begins as an RDB is an AOF with a preamble where its AUX field {@code aof-preamble} says so (Redis 4.0
 * to 6.2 wrote it into every RDB), or where it is called {@code *.aof}. Later servers keep the two apart; whether
 * commands follow an EOF record would take reading all of the file, and those of a renamed file show up as damage
 * behind it.
 *
 * <p>A directory is an append-only directory by its manifest or, where that is lost, by its parts.
 */
public final class Sniffer {
    /** The AUX fields of a server lie in here. */
    private static final int HEAD = 512;

    private static final int SMALLEST_DOCUMENT = 5;
    private static final Pattern RDB = Pattern.compile("(?s)(REDIS\\d{4}|VALKEY\\d{3}).*");
    /** AUX, a name of 12 bytes, an int8 of 1. */
    private static final String PREAMBLE = "\u00fa\u000caof-preamble\u00c0\u0001";

    private static final Pattern PART = Pattern.compile("(?i).*\\.(manifest|base\\.rdb|base\\.aof|incr\\.aof)");
    private static final Pattern AOF = Pattern.compile("(?s)(\\*\\d+\r\n\\$\\d|#TS:\\d).*");

    private Sniffer() {}

    /**
     * The kind of what lies at {@code path}.
     *
     * @throws SourceException if nothing does, it is an empty file or it cannot be read
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
            boolean preamble = text.contains(PREAMBLE) || isCalled(file.path(), ".aof");
            return preamble ? SourceKind.AOF : SourceKind.RDB;
        }
        if (AOF.matcher(text).matches()) {
            return SourceKind.AOF;
        }
        return isDocument(file, head) ? SourceKind.BSON : SourceKind.UNKNOWN;
    }

    /** A document begins with its own length, little-endian, then an element's type or its end; it ends with a zero. */
    private static boolean isDocument(SourceFile file, byte[] head) {
        if (head.length < SMALLEST_DOCUMENT) {
            return false;
        }
        int length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt();
        byte[] last = {1};
        return length >= SMALLEST_DOCUMENT
                && length <= file.size()
                && (length == SMALLEST_DOCUMENT || isElementType(head[4]))
                && file.read(length - 1L, last, 0, 1) == 1
                && last[0] == 0;
    }

    private static boolean isElementType(byte type) {
        return (type >= 0x01 && type <= 0x13) || type == 0x7f || type == (byte) 0xff;
    }

    private static SourceKind directory(Path path) {
        List<Path> children = children(path);
        if (children.stream().anyMatch(child -> PART.matcher(child.toString()).matches())) {
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
        } catch (IOException | UncheckedIOException e) {
            throw new SourceException(directory + ": cannot be listed: " + e, "Check that you may read it.", e);
        }
    }

    private static boolean isCalled(Path path, String suffix) {
        return path.getFileName() != null
                && path.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(suffix);
    }
}
