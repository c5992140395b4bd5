package dev.rethread.rdb;

import java.util.Arrays;

/**
 * Compresses into LibLZF's format, whose layout stands at {@link Lzf}. It remembers for a hash of three bytes where
 * they were seen last; that memory outlives a call (positions go on counting, so that older ones are known as stale),
 * because most strings are far shorter than the table. Not thread-safe.
 */
final class LzfCompressor {
    private static final int HASH_BITS = 14;
    private static final int FARTHEST = 1 << 13;
    private static final int LONGEST_MATCH = 264;
    private static final int LONGEST_RUN = 32;
    /** What the encoding as a compressed string costs beside the compressed bytes. */
    private static final int LEAST_GAIN = 4;

    private static final int LARGEST_DOUBLED = 1 << 24;

    private final int[] seen = new int[1 << HASH_BITS];
    private int base = 1;
    private byte[] out = new byte[256];
    private int filled;
    private int run;

    /** The result of the last successful call, from its beginning; overwritten by the next. */
    byte[] output() {
        return out;
    }

    /** Compresses the first {@code length} bytes; how many they became, or 0 where that is no gain. */
    int compress(byte[] in, int length) {
        int limit = length - LEAST_GAIN;
        if (out.length < limit) {
            out = new byte[(int) Math.max(limit, Math.min(2L * out.length, LARGEST_DOUBLED))];
        }
        if (base > Integer.MAX_VALUE - length) {
            Arrays.fill(seen, 0);
            base = 1;
        }
        boolean fits = fits(in, length, limit);
        base += length;
        return fits ? filled : 0;
    }

    private boolean fits(byte[] in, int length, int limit) {
        filled = 1;
        run = 0;
        int at = 0;
        while (at < length) {
            int from = at < length - 2 ? earlier(in, at) : -1;
            if (filled + 3 >= limit) {
                return false;
            }
            if (from < 0) {
                literal(in[at++]);
            } else {
                int count = matching(in, from, at, Math.min(length - at, LONGEST_MATCH));
                match(at - from - 1, count);
                at += count;
                remember(in, at - 2, length);
                remember(in, at - 1, length);
            }
        }
        endRun();
        return true;
    }

    /** Where the three bytes at {@code at} stand earlier within reach, or -1; they are remembered. */
    private int earlier(byte[] in, int at) {
        int slot = slot(in, at);
        int from = seen[slot] - base;
        seen[slot] = base + at;
        boolean same = from >= 0
                && at - from <= FARTHEST
                && in[from] == in[at]
                && in[from + 1] == in[at + 1]
                && in[from + 2] == in[at + 2];
        return same ? from : -1;
    }

    private void remember(byte[] in, int at, int length) {
        if (at < length - 2) {
            seen[slot(in, at)] = base + at;
        }
    }

    private static int slot(byte[] in, int at) {
        int three = ((in[at] & 0xff) << 16) | ((in[at + 1] & 0xff) << 8) | (in[at + 2] & 0xff);
        return (three * 0x9e3779b1) >>> (32 - HASH_BITS);
    }

    private static int matching(byte[] in, int from, int at, int most) {
        int count = 3;
        while (count < most && in[from + count] == in[at + count]) {
            count++;
        }
        return count;
    }

    /** A place for the run's control byte is always kept in front of its literals. */
    private void literal(byte value) {
        out[filled++] = value;
        if (++run == LONGEST_RUN) {
            endRun();
            filled++;
        }
    }

    private void match(int distance, int count) {
        endRun();
        int more = count - 2;
        out[filled++] = (byte) ((Math.min(more, 7) << 5) | (distance >> 8));
        if (more >= 7) {
            out[filled++] = (byte) (more - 7);
        }
        out[filled++] = (byte) distance;
        filled++;
    }

    /** Writes the run's control byte, or takes its place back where the run is empty. */
    private void endRun() {
        if (run == 0) {
            filled--;
        } else {
            out[filled - run - 1] = (byte) (run - 1);
            run = 0;
        }
    }
}
