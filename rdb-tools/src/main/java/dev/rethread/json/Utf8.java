package dev.rethread.json;

/** Well-formed UTF-8 as Unicode's table 3-7 has it: shortest form, no surrogates, nothing above U+10FFFF. */
final class Utf8 {
    /** Bytes of the longest character. */
    static final int LONGEST = 4;

    private Utf8() {}

    static boolean wellFormed(byte[] bytes) {
        return wellFormed(bytes, 0, bytes.length);
    }

    static boolean wellFormed(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int size = size(bytes, at, to);
            if (size == 0) {
                return false;
            }
            at += size;
        }
        return true;
    }

    /** How many bytes the character at {@code at} takes, 0 where none ends before {@code to}. */
    static int size(byte[] bytes, int at, int to) {
        int first = bytes[at] & 0xff;
        if (first < 0x80) {
            return 1;
        } else if (first < 0xc2) {
            return 0;
        } else if (first < 0xe0) {
            return follows(bytes, at + 1, to, 0x80, 0xbf) ? 2 : 0;
        } else if (first < 0xf0) {
            int lowest = first == 0xe0 ? 0xa0 : 0x80;
            int highest = first == 0xed ? 0x9f : 0xbf;
            return follows(bytes, at + 1, to, lowest, highest) && follows(bytes, at + 2, to, 0x80, 0xbf) ? 3 : 0;
        } else if (first < 0xf5) {
            int lowest = first == 0xf0 ? 0x90 : 0x80;
            int highest = first == 0xf4 ? 0x8f : 0xbf;
            boolean whole = follows(bytes, at + 1, to, lowest, highest)
                    && follows(bytes, at + 2, to, 0x80, 0xbf)
                    && follows(bytes, at + 3, to, 0x80, 0xbf);
            return whole ? 4 : 0;
        }
        return 0;
    }

    private static boolean follows(byte[] bytes, int at, int to, int lowest, int highest) {
        if (at >= to) {
            return false;
        }
        int value = bytes[at] & 0xff;
        return value >= lowest && value <= highest;
    }
}
