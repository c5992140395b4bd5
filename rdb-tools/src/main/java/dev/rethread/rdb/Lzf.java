package dev.rethread.rdb;

import java.util.Arrays;

/**
 * LibLZF's compression, as Redis uses it for strings.
 *
 * <pre>
 * 000lllll                    l+1 literal bytes follow                          (1 to 32)
 * lllooooo oooooooo           copy l+2 bytes from o+1 bytes back                (l 1 to 6)
 * 111ooooo llllllll oooooooo  copy l+9 bytes from o+1 bytes back                (9 to 264)
 * </pre>
 */
final class Lzf {
    /** Three bytes make at most 264. */
    static final long LARGEST_RATIO = 88;

    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private Lzf() {}

    /** Refuses what no LZF can hold, before anything is allocated for it. */
    static void checkRatio(long compressed, long length) {
        if (length < 0 || length > compressed * LARGEST_RATIO) {
            throw new MalformedException("LZF of " + compressed + " bytes announces " + Long.toUnsignedString(length)
                    + ", it can hold at most " + compressed * LARGEST_RATIO);
        }
    }

    /** Walks the control bytes first, so that the output is allocated only once its length is known to be true. */
    static byte[] decompress(byte[] in, long length) {
        long actual = measure(in);
        if (actual != length) {
            throw new MalformedException("LZF holds " + actual + " bytes, announced are " + length);
        }
        if (length > LARGEST_ARRAY) {
            throw new MalformedException("LZF of " + length + " bytes, at most " + LARGEST_ARRAY + " can be held");
        }
        byte[] out = new byte[(int) length];
        int at = 0;
        int filled = 0;
        while (at < in.length) {
            int control = in[at++] & 0xff;
            if (control < 32) {
                System.arraycopy(in, at, out, filled, control + 1);
                at += control + 1;
                filled += control + 1;
                continue;
            }
            int count = control >> 5;
            if (count == 7) {
                count += in[at++] & 0xff;
            }
            int from = filled - ((control & 0x1f) << 8 | (in[at++] & 0xff)) - 1;
            filled = copy(out, from, filled, count + 2);
        }
        return out;
    }

    /** What the beginning of a compressed string of {@code length} bytes holds: all up to where it breaks off. */
    static byte[] beginning(byte[] in, long length) {
        int end = 0;
        long filled = 0;
        for (int next = 0; next < in.length && filled <= length; ) {
            end = next;
            int control = in[next] & 0xff;
            boolean far = control >> 5 == 7;
            next += control < 32 ? control + 2 : far ? 3 : 2;
            if (next <= in.length) {
                filled += control < 32 ? control + 1 : (far ? (in[end + 1] & 0xff) + 9 : (control >> 5) + 2);
                end = next;
            }
        }
        byte[] whole = Arrays.copyOf(in, end);
        return decompress(whole, measure(whole));
    }

    private static int copy(byte[] out, int from, int to, int count) {
        if (from < 0) {
            throw new MalformedException("LZF refers " + (to - from) + " bytes back, only " + to + " are there");
        }
        for (int i = 0; i < count; i++) {
            out[to + i] = out[from + i];
        }
        return to + count;
    }

    private static long measure(byte[] in) {
        long length = 0;
        int at = 0;
        while (at < in.length) {
            int control = in[at++] & 0xff;
            if (control < 32) {
                at += control + 1;
                length += control + 1;
            } else if (control >> 5 == 7) {
                length += (at < in.length ? in[at] & 0xff : 0) + 9;
                at += 2;
            } else {
                length += (control >> 5) + 2;
                at++;
            }
        }
        if (at != in.length) {
            throw new MalformedException("LZF breaks off: needs " + at + " bytes, has " + in.length);
        }
        return length;
    }
}
