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

    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
    private static final int WORD = Long.BYTES;
    private static final int LONGEST_LITERAL = 32;
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
        if (length > out.capacity()) {
            checkLength(from, start, end, length);
        }
        int size = (int) length;
        if (!decompress(from, start, end, out.room(size), size)) {
            checkLength(from, start, end, length);
            throw new IllegalStateException("LZF of the announced length was refused");
        }
    }

    private static void checkLength(byte[] in, int start, int end, long length) {
        long actual = measure(in, start, end);
        if (actual != length) {
            throw new MalformedException("LZF holds " + actual + " bytes, announced are " + length);
        }
        if (length > LARGEST_ARRAY) {
            throw new MalformedException("LZF of " + length + " bytes, at most " + LARGEST_ARRAY + " can be held");
        }
    }

    /** Whether {@code in} makes exactly {@code length} bytes. */
    private static boolean decompress(byte[] in, int start, int end, byte[] out, int length) {
        int at = start;
        int filled = 0;
        while (at < end) {
            int control = in[at++] & 0xff;
            if (control < LONGEST_LITERAL) {
                int count = control + 1;
                if (count > end - at || count > length - filled) {
                    return false;
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
                return false;
            }
            int distance = ((control & 0x1f) << 8 | (in[at++] & 0xff)) + 1;
            if (distance > filled) {
                throw new MalformedException("LZF refers " + distance + " bytes back, only " + filled + " are there");
            }
            if (count > length - filled) {
                return false;
            }
            copy(out, filled - distance, filled, count);
            filled += count;
        }
        return filled == length;
    }

    /** Whole words where both arrays go on far enough: what is written beyond the literal is overwritten later. */
    private static void literal(byte[] in, int at, byte[] out, int filled, int count) {
        if (at + LONGEST_LITERAL > in.length || filled + LONGEST_LITERAL > out.length) {
            System.arraycopy(in, at, out, filled, count);
            return;
        }
        LONG.set(out, filled, (long) LONG.get(in, at));
        for (int i = WORD; i < count; i += WORD) {
            LONG.set(out, filled + i, (long) LONG.get(in, at + i));
        }
    }

    /** As {@link #literal}; a match that reaches into itself repeats, so that nearer than a word goes byte by byte. */
    private static void copy(byte[] out, int from, int to, int count) {
        if (to - from >= WORD && to + count + WORD <= out.length) {
            for (int i = 0; i < count; i += WORD) {
                LONG.set(out, to + i, (long) LONG.get(out, from + i));
            }
        } else {
            for (int i = 0; i < count; i++) {
                out[to + i] = out[from + i];
            }
        }
    }

    private static long measure(byte[] in, int start, int end) {
        long length = 0;
        int at = start;
        while (at < end) {
            int control = in[at++] & 0xff;
            if (control < LONGEST_LITERAL) {
                at += control + 1;
                length += control + 1;
            } else if (control >> 5 == 7) {
                length += (at < end ? in[at] & 0xff : 0) + 9;
                at += 2;
            } else {
                length += (control >> 5) + 2;
                at++;
            }
        }
        if (at != end) {
            throw new MalformedException("LZF breaks off: needs " + (at - start) + " bytes, has " + (end - start));
        }
        return length;
    }
}
