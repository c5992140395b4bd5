package dev.rethread.rdb;

/** Which strings are numbers to a server: those that it would print again exactly as they are. */
final class Digits {
    /** No number; also stands for the smallest 64-bit number, which is left a string. */
    static final long NONE = Long.MIN_VALUE;

    private static final int LONGEST = 20;

    private Digits() {}

    /** The number whose decimal digits these bytes are, without plus sign or leading zeros, or {@link #NONE}. */
    static long of(byte[] content, int length) {
        boolean negative = length > 0 && content[0] == '-';
        int from = negative ? 1 : 0;
        if (length == from || length > LONGEST) {
            return NONE;
        }
        if (content[from] == '0') {
            return length == 1 ? 0 : NONE;
        }
        long value = 0;
        for (int i = from; i < length; i++) {
            int digit = content[i] - '0';
            if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
                return NONE;
            }
            value = value * 10 + digit;
        }
        return negative ? -value : value;
    }
}
