package dev.rethread.rdb;

import java.util.Arrays;

/** A plain LZF compressor, for files to measure with: greedy, one candidate a hash. */
final class LzfCompressor {
    private static final int HASH_BITS = 14;
    private static final int LONGEST_LITERAL = 32;
    private static final int LONGEST_MATCH = 264;
    private static final int FARTHEST = 1 << 13;

    private final int[] last = new int[1 << HASH_BITS];
    private int candidate;

    /** Compresses {@code in} and returns the size, or 0 where it does not get smaller than {@code out}. */
    int compress(byte[] in, int length, byte[] out) {
        Arrays.fill(last, -1);
        int filled = 0;
        int literal = 0;
        int at = 0;
        while (at < length) {
            int match = at + 2 < length ? match(in, at, length) : 0;
            if (match >= 3) {
                filled = literals(in, literal, at, out, filled);
                int distance = at - candidate - 1;
                filled = reference(match - 2, distance, out, filled);
                at += match;
                literal = at;
            } else {
                at++;
            }
            if (filled + (at - literal) + 40 >= out.length) {
                return 0;
            }
        }
        return literals(in, literal, at, out, filled);
    }

    /** The length of the match with {@link #candidate}, 0 where there is none. */
    private int match(byte[] in, int at, int length) {
        int hash = ((in[at] & 0xff) << 16 | (in[at + 1] & 0xff) << 8 | in[at + 2] & 0xff) * 0x9e3779b1 >>> 32 - HASH_BITS;
        candidate = last[hash];
        last[hash] = at;
        if (candidate < 0 || at - candidate > FARTHEST) {
            return 0;
        }
        int most = Math.min(LONGEST_MATCH, length - at);
        int match = 0;
        while (match < most && in[candidate + match] == in[at + match]) {
            match++;
        }
        return match;
    }

    private static int reference(int length, int distance, byte[] out, int filled) {
        int at = filled;
        if (length < 7) {
            out[at++] = (byte) (length << 5 | distance >> 8);
        } else {
            out[at++] = (byte) (7 << 5 | distance >> 8);
            out[at++] = (byte) (length - 7);
        }
        out[at++] = (byte) distance;
        return at;
    }

    private static int literals(byte[] in, int from, int to, byte[] out, int filled) {
        int at = filled;
        for (int start = from; start < to; start += LONGEST_LITERAL) {
            int count = Math.min(LONGEST_LITERAL, to - start);
            out[at++] = (byte) (count - 1);
            System.arraycopy(in, start, out, at, count);
            at += count;
        }
        return at;
    }
}
