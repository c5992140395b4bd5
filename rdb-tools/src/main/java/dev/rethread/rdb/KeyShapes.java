package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import java.util.HashSet;
import java.util.Set;

/**
 * What the keys of a file look like, learned from its sound records: how likely is it that some bytes behind damage are
 * a key? A key's shape is its beginning up to the first colon, or the classes of its characters in order ({@code topic12}
 * is letters, digits). Binary keys are as good as any other once the file has shown some.
 */
final class KeyShapes {
    /** The points of a key with a shape seen before. */
    static final int KNOWN = 3;
    /** The points of a key that has only characters seen before. */
    static final int SIMILAR = 1;

    private static final int ENOUGH = 50;
    private static final int PLENTY = 10_000;
    private static final int MOST_SHAPES = 1 << 16;
    private static final int LONGEST_PREFIX = 24;
    private static final int LONGEST_LOOKED_AT = 256;

    private final Set<String> shapes = new HashSet<>();
    private final int[] counts = new int[256];
    private int longest;
    private long seen;
    private long prefixed;

    void learn(Bytes key) {
        seen++;
        prefixed += hasPrefix(key) ? 1 : 0;
        longest = Math.max(longest, key.length());
        for (int i = 0; i < Math.min(key.length(), LONGEST_LOOKED_AT); i++) {
            counts[key.at(i)]++;
        }
        if (shapes.size() < MOST_SHAPES) {
            shapes.add(shape(key));
        }
    }

    /** Whether enough keys were seen to know what a key of this file looks like. */
    boolean experienced() {
        return seen >= ENOUGH;
    }

    boolean knowsEnough() {
        return seen >= PLENTY;
    }

    /** 0 for a key unlike any other, up to {@link #KNOWN}. */
    int points(Bytes key) {
        if (key.isEmpty() || !similar(key)) {
            return 0;
        }
        String shape = shape(key);
        if (shape.endsWith(":")) {
            return shapes.contains(shape) ? KNOWN : SIMILAR;
        }
        return shape.length() > 2 && shapes.contains(shape) ? KNOWN - 1 : SIMILAR;
    }

    /** Whether a key of a known shape with a colon begins like this. */
    boolean knownBeginning(Bytes bytes) {
        String shape = shape(bytes);
        return shape.endsWith(":") && shape.length() > 2 && shapes.contains(shape);
    }

    /** Whether the key may be a key by its form alone: not where the file's keys have prefixes and this has none. */
    boolean formFits(Bytes key) {
        return hasPrefix(key) || (!experienced() && 2 * prefixed <= seen);
    }

    /** Whether the key has something before a colon. */
    private static boolean hasPrefix(Bytes key) {
        String shape = shape(key);
        return shape.length() > 2 && shape.endsWith(":");
    }

    /** Whether all bytes are text, in ASCII or UTF-8. */
    static boolean isText(Bytes content) {
        for (int i = 0; i < content.length(); i++) {
            int c = content.at(i);
            if ((c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == 0x7f || c > 0xf4) {
                return false;
            }
        }
        return true;
    }

    private boolean similar(Bytes key) {
        if (experienced() && key.length() > 2 * longest + 16) {
            return false;
        }
        for (int i = 0; i < Math.min(key.length(), LONGEST_LOOKED_AT); i++) {
            int c = key.at(i);
            boolean printable = c > ' ' && c < 0x7f;
            if (!printable && counts[c] == 0) {
                return false;
            }
        }
        return true;
    }

    private static String shape(Bytes key) {
        StringBuilder classes = new StringBuilder();
        char last = 0;
        for (int i = 0; i < Math.min(key.length(), LONGEST_PREFIX); i++) {
            char next = kind(key.at(i));
            if (next == ':') {
                return key.slice(0, i).utf8() + ":";
            }
            if (next != last) {
                classes.append(next);
                last = next;
            }
        }
        return classes.toString();
    }

    private static char kind(int c) {
        if (c >= '0' && c <= '9') {
            return '0';
        }
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
            return 'a';
        }
        return c < ' ' ? '^' : c > 0x7e ? '~' : (char) c;
    }
}
