package dev.rethread.rdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

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
    private static final long LARGEST_RATIO = 88;

    private static final int WORD = Long.BYTES;
    private static final int LONGEST_LITERAL = 32;
    /** So far a copy by whole words may write behind the end. */
    private static final int SLACK = LONGEST_LITERAL + WORD;

    private static final int LARGEST = Integer.MAX_VALUE - 8 - SLACK;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Lzf() {}

    /** Refuses what no LZF can hold, before anything is allocated for it. */
    static void checkRatio(long compressed, long length) {
        if (length < 0 || length > compressed * LARGEST_RATIO) {
            throw new MalformedException("LZF of " + compressed + " bytes announces " + Long.toUnsignedString(length)
                    + ", it can hold at most " + compressed * LARGEST_RATIO);
        }
    }

    /**
     * Decompresses {@code in} into {@code out}, which must not be the same slice. Where {@code out} has to grow, the
     * control bytes are walked first, so that its new size is known to be true.
     */
    static void decompress(Slice in, long length, Slice out) {
        byte[] from = in.array();
        int start = in.offset();
        int end = start + in.length();
        if (length > out.capacity() - SLACK) {
            check(from, start, end, length);
        }
        int size = (int) length;
        if (decompress(from, start, end, out.room(size, SLACK), size) != size) {
            check(from, start, end, length);
            throw new IllegalStateException("LZF without fault was refused");
        }
    }

    /**
     * What the beginning of a compressed string holds, up to where it breaks off or contradicts itself.
     *
     * @param length of the whole string, by whose announcement nothing is allocated beyond what {@code in} can make
     */
    static Slice beginning(Slice in, long length) {
        Slice out = new Slice();
        int size = (int) Math.max(0, Math.min(length, Math.min(LARGEST, in.length() * LARGEST_RATIO)));
        int made = decompress(in.array(), in.offset(), in.offset() + in.length(), out.room(size, SLACK), size);
        out.lie(out.array(), 0, made < 0 ? ~made : made);
        return out;
    }

    private static void check(byte[] in, int start, int end, long length) {
        long actual = measure(in, start, end);
        if (actual != length) {
            throw new MalformedException("LZF holds " + actual + " bytes, announced are " + length);
        }
        if (length > LARGEST) {
            throw new MalformedException("LZF of " + length + " bytes, at most " + LARGEST + " can be held");
        }
    }

    /**
     * Returns how many bytes {@code in} makes; their complement where it breaks off, contradicts itself or makes more
     * than {@code length}. {@code out} has the slack behind them.
     */
    private static int decompress(byte[] in, int start, int end, byte[] out, int length) {
        int at = start;
        int filled = 0;
        while (at < end) {
            int control = in[at++] & 0xff;
            if (control < LONGEST_LITERAL) {
                int count = control + 1;
                if (count > end - at || count > length - filled) {
                    return ~filled;
                }
                literal(in, at, out, filled, count);
                at += count;
                filled += count;
                continue;
            }
            int count = (control >> 5) + 2;
            if (count == 9 && at < end) {
                count += in[at++] & 0xff;
            }
            if (at == end) {
                return ~filled;
            }
            int distance = ((control & 0x1f) << 8 | (in[at++] & 0xff)) + 1;
            if (distance > filled || count > length - filled) {
                return ~filled;
            }
            copy(out, filled - distance, filled, count);
            filled += count;
        }
        return filled;
    }

    /**
     * Whole words where the input goes on far enough: what is written beyond the literal is overwritten later. Copying
     * always as much as the longest takes leaves the processor nothing to guess.
     */
    private static void literal(byte[] in, int at, byte[] out, int filled, int count) {
        if (at + LONGEST_LITERAL > in.length) {
            System.arraycopy(in, at, out, filled, count);
            return;
        }
        LONG.set(out, filled, (long) LONG.get(in, at));
        LONG.set(out, filled + WORD, (long) LONG.get(in, at + WORD));
        LONG.set(out, filled + 2 * WORD, (long) LONG.get(in, at + 2 * WORD));
        LONG.set(out, filled + 3 * WORD, (long) LONG.get(in, at + 3 * WORD));
    }

    /** As {@link #literal}; a match that reaches into itself repeats, so that nearer than a word goes byte by byte. */
    private static void copy(byte[] out, int from, int to, int count) {
        if (to - from < WORD) {
            for (int i = 0; i < count; i++) {
                out[to + i] = out[from + i];
            }
            return;
        }
        LONG.set(out, to, (long) LONG.get(out, from));
        for (int i = WORD; i < count; i += WORD) {
            LONG.set(out, to + i, (long) LONG.get(out, from + i));
        }
    }

    /** The length of what {@code in} makes; it is malformed where it breaks off or refers back too far. */
    private static long measure(byte[] in, int start, int end) {
        long length = 0;
        int at = start;
        while (at < end) {
            int control = in[at++] & 0xff;
            if (control < LONGEST_LITERAL) {
                at += control + 1;
                length += control + 1;
                continue;
            }
            int count = control >> 5;
            if (count == 7) {
                count += at < end ? in[at] & 0xff : 0;
                at++;
            }
            int distance = at < end ? ((control & 0x1f) << 8 | (in[at] & 0xff)) + 1 : 0;
            if (distance > length) {
                throw new MalformedException("LZF refers " + distance + " bytes back, only " + length + " are there");
            }
            at++;
            length += count + 2;
        }
        if (at != end) {
            throw new MalformedException("LZF breaks off: needs " + (at - start) + " bytes, has " + (end - start));
        }
        return length;
    }
}
