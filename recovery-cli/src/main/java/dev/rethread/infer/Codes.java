package dev.rethread.infer;

/**
 * Values as numbers of 64 bits, so that millions can be compared and sampled: a whole number without leading zeros is
 * itself, everything else a hash with the sign bit set. The same in every run.
 */
final class Codes {
    /** Behind this many bytes values are told apart by their length alone. */
    private static final int HASHED = 96;

    private static final int MOST_DIGITS = 15;
    private static final long PRIME = 0x100000001b3L;
    private static final long START = 0xcbf29ce484222325L;

    private Codes() {}

    static long of(byte[] bytes, int offset, int length) {
        long number = number(bytes, offset, length);
        return number >= 0 ? number : hash(bytes, offset, length) | Long.MIN_VALUE;
    }

    /** Whether the value is a whole number from 0 on. */
    static boolean number(long code) {
        return code >= 0;
    }

    /** Spreads codes over all numbers of 64 bits. */
    static long mix(long code) {
        long z = code + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** The code of a pair, in this order. */
    static long pair(long first, long second) {
        return mix(mix(first) * 31 + second) | Long.MIN_VALUE;
    }

    private static long number(byte[] bytes, int offset, int length) {
        boolean digits = length > 0 && length <= MOST_DIGITS && (bytes[offset] != '0' || length == 1);
        long number = 0;
        for (int i = offset; digits && i < offset + length; i++) {
            digits = bytes[i] >= '0' && bytes[i] <= '9';
            number = number * 10 + bytes[i] - '0';
        }
        return digits ? number : -1;
    }

    private static long hash(byte[] bytes, int offset, int length) {
        long hash = START + length;
        for (int i = offset; i < offset + Math.min(length, HASHED); i++) {
            hash = (hash ^ (bytes[i] & 0xff)) * PRIME;
        }
        return mix(hash);
    }
}
