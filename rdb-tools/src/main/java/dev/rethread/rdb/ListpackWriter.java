package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import java.util.Arrays;

/** Packs elements into a listpack, whose layout stands at {@link Listpack}. Reusable, not thread-safe. */
final class ListpackWriter {
    private static final int HEADER = 6;
    private static final int MANY = 0xffff;
    private static final int LARGEST = Integer.MAX_VALUE - 8;
    /** Header of an element and its length behind it. */
    private static final int MOST_BESIDE = 10;

    private byte[] content = new byte[4096];
    private int filled = HEADER;
    private int count;

    void clear() {
        filled = HEADER;
        count = 0;
    }

    void number(long value) {
        room(MOST_BESIDE);
        int start = filled;
        if (value >= 0 && value < 128) {
            put(value, 1);
        } else if (value >= -4096 && value < 4096) {
            put(0xc0 | ((value >> 8) & 0x1f), 1);
            put(value, 1);
        } else if (value == (short) value) {
            put(0xf1, 1);
            put(value, 2);
        } else if (value << 40 >> 40 == value) {
            put(0xf2, 1);
            put(value, 3);
        } else if (value == (int) value) {
            put(0xf3, 1);
            put(value, 4);
        } else {
            put(0xf4, 1);
            put(value, 8);
        }
        end(start);
    }

    /** A string, kept as a number where it is the digits of one. */
    void string(Bytes value) {
        long number = Digits.of(value.unsafeArray(), value.length());
        if (number != Digits.NONE) {
            number(number);
            return;
        }
        int length = value.length();
        room((long) length + MOST_BESIDE);
        int start = filled;
        if (length < 64) {
            put(0x80 | length, 1);
        } else if (length < 4096) {
            put(0xe0 | length >> 8, 1);
            put(length, 1);
        } else {
            put(0xf0, 1);
            put(length, 4);
        }
        System.arraycopy(value.unsafeArray(), 0, content, filled, length);
        filled += length;
        end(start);
    }

    /** Ends the listpack; its bytes are the first {@link #length} of the answer, valid until the next change. */
    byte[] finish() {
        room(1);
        put(0xff, 1);
        int length = filled;
        filled = 0;
        put(length, 4);
        put(Math.min(count, MANY), 2);
        filled = length;
        return content;
    }

    int length() {
        return filled;
    }

    /** The element's own length, in groups of 7 bits, to be read from the last byte backwards. */
    private void end(int start) {
        int length = filled - start;
        int groups = length <= 127 ? 1 : length < 16383 ? 2 : length < 2097151 ? 3 : length < 268435455 ? 4 : 5;
        for (int group = groups - 1; group >= 0; group--) {
            int continued = group == groups - 1 ? 0 : 0x80;
            put(((length >>> (7 * group)) & 0x7f) | continued, 1);
        }
        count++;
    }

    private void put(long value, int size) {
        for (int i = 0; i < size; i++) {
            content[filled++] = (byte) (value >>> (8 * i));
        }
    }

    private void room(long more) {
        long needed = filled + more;
        if (needed > content.length) {
            if (needed > LARGEST) {
                throw new OutOfMemoryError("a listpack of " + needed + " bytes");
            }
            content = Arrays.copyOf(content, (int) Math.max(needed, Math.min(2L * content.length, LARGEST)));
        }
    }
}
