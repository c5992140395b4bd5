package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import java.util.Arrays;

/**
 * A run of bytes that is used and then reused for the next: it lies in a window's buffer, in a packed structure, or in
 * a buffer of its own. What lies in a window is good until that window slides on; {@link #keep} makes it last.
 *
 * <p>A number that the format stores as such becomes its decimal digits only when the bytes are asked for.
 */
final class Slice {
    private static final int SMALL = 64;
    private static final int DIGITS = 20;
    /** A larger buffer is not kept for the next use. */
    private static final int LARGEST_KEPT = 1 << 20;

    private byte[] own = new byte[SMALL];
    private byte[] array = own;
    private int offset;
    private int length;
    private boolean numeric;
    private long number;

    byte[] array() {
        return array;
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }

    /** Whether the format stores it as a {@link #number}; the bytes are then there only after {@link #digits}. */
    boolean numeric() {
        return numeric;
    }

    long number() {
        return number;
    }

    void lie(byte[] in, int from, int count) {
        array = in;
        offset = from;
        length = count;
        numeric = false;
    }

    void number(long value) {
        number = value;
        numeric = true;
    }

    /** How many bytes {@link #room} has without allocating. */
    int capacity() {
        return own.length;
    }

    /** A buffer for {@code count} bytes from index 0, to be filled by the caller; it is longer by {@code slack} or more. */
    byte[] room(int count, int slack) {
        int size = count + slack;
        byte[] buffer = own;
        if (size > own.length) {
            buffer = new byte[size > LARGEST_KEPT ? size : Math.min(2 * size, LARGEST_KEPT)];
            own = size > LARGEST_KEPT ? own : buffer;
        }
        lie(buffer, 0, count);
        return buffer;
    }

    /** Moves the bytes into the slice's own buffer. */
    Slice keep() {
        if (!numeric && array != own) {
            byte[] from = array;
            int at = offset;
            System.arraycopy(from, at, room(length, 0), 0, length);
        }
        return this;
    }

    /** Makes sure that the bytes are there, also of a number. */
    Slice digits() {
        if (numeric) {
            writeDigits(number);
        }
        return this;
    }

    private void writeDigits(long value) {
        int at = DIGITS;
        long rest = value;
        do {
            own[--at] = (byte) ('0' + Math.abs((int) (rest % 10)));
            rest /= 10;
        } while (rest != 0);
        if (value < 0) {
            own[--at] = '-';
        }
        lie(own, at, DIGITS - at);
    }

    /** A copy that lasts. */
    Bytes copy() {
        digits();
        return Bytes.wrap(Arrays.copyOfRange(array, offset, offset + length));
    }
}
