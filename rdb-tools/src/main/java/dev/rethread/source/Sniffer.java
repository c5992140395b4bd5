package dev.rethread.source;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Recognises what a path holds by its first bytes, or a directory by the files in it.
 *
 * <p>A file that begins as an RDB is an AOF with a preamble where its AUX field {@code aof-preamble} says so (Redis 4.0
 * to 6.2 wrote it into every RDB), or where it is called {@code *.aof}. Later servers keep the two apart; whether
 * commands follow an EOF record would take reading all of the file, and those of a renamed file show up as damage
 * behind it.
 *
 * <p>An RDB whose header is destroyed, or stands behind something else, is still one where {@link DamagedHeader} says so.
 *
 * <p>A directory is an append-only directory by its manifest or, where that is lost, by its parts. So is an archive.
 */
public final class Sniffer {
    /** The AUX fields of a server lie in here. */
    private static final int HEAD = 512;

    /** Folders in folders that are looked through for sources. */
    private static final int DEEPEST = 8;

    private static final int MOST_LISTED = 20;
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
        if (SourceFolder.is(path)) {
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
        if (isDocument(file, head)) {
            return SourceKind.BSON;
        }
        return DamagedHeader.isRdb(file) ? SourceKind.RDB : SourceKind.UNKNOWN;
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
        List<Path> children = SourceFolder.children(path);
        if (children.stream()
                .anyMatch(child -> PART.matcher(SourceFolder.plainName(child)).matches())) {
            return SourceKind.AOF_DIRECTORY;
        }
        boolean collections = Stream.concat(
                        children.stream(),
                        children.stream()
                                .filter(SourceFolder::is)
                                .flatMap(child -> SourceFolder.children(child).stream()))
                .anyMatch(child -> isCalled(child, ".bson"));
        return collections ? SourceKind.MONGODUMP : SourceKind.UNKNOWN;
    }

    /**
     * As {@code path}, or the only source in the archive that it is.
     *
     * @throws SourceException if it is missing or empty, or nothing that Rethread reads; where it is a folder or an
     *     archive, with what it holds
     */
    public static Path locate(Path path) {
        if (sniff(path) != SourceKind.UNKNOWN) {
            return path;
        }
        List<Path> inside = SourceFolder.is(path) ? inside(path, 0) : List.of();
        if (inside.size() == 1 && SourceFolder.isArchive(path)) {
            return inside.get(0);
        }
        String hint = inside.isEmpty()
                ? "Look at its first bytes, and for another copy."
                : "Name what you mean of what it holds: " + listed(inside) + ".";
        throw new SourceException(path + ": neither an RDB nor an AOF nor a mongodump", hint);
    }

    private static String listed(List<Path> sources) {
        String all = sources.stream()
                .limit(MOST_LISTED)
                .map(source -> source + " (" + sniff(source).label() + ")")
                .collect(Collectors.joining(", "));
        return sources.size() > MOST_LISTED ? all + " and " + (sources.size() - MOST_LISTED) + " more" : all;
    }

    private static List<Path> inside(Path folder, int depth) {
        List<Path> found = new ArrayList<>();
        for (Path child : SourceFolder.children(folder)) {
            if (known(child)) {
                found.add(child);
            } else if (depth < DEEPEST && SourceFolder.is(child)) {
                found.addAll(inside(child, depth + 1));
            }
        }
        return found;
    }

    /** What cannot be opened is no source. */
    private static boolean known(Path child) {
        try {
            return sniff(child) != SourceKind.UNKNOWN;
        } catch (SourceException unreadable) {
            return false;
        }
    }

    private static boolean isCalled(Path path, String suffix) {
        return SourceFolder.plainName(path).toLowerCase(Locale.ROOT).endsWith(suffix);
    }
}
