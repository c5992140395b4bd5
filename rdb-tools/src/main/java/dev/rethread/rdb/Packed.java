package dev.rethread.rdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A bounds-checked cursor over a packed structure (ziplist, listpack, intset, zipmap): opened on one after the other, it
 * hands out their elements as slices of them. Little-endian.
 */
abstract class Packed implements Cursor {
    static final int END = 0xff;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final String name;
    private byte[] content = {};
    private int start;
    private int at;
    private int end;

    Packed(String name) {
        this.name = name;
    }

    /** Begins anew with this structure; it must stay where it is until its last element was taken. */
    final Cursor open(Slice structure) {
        structure.digits();
        content = structure.array();
        start = structure.offset();
        at = start;
        end = start + structure.length();
        readHeader();
        return this;
    }

    abstract void readHeader();

    /** Bytes passed so far. */
    final int position() {
        return at - start;
    }

    final int length() {
        return end - start;
    }

    final int peek() {
        require(1);
        return content[at] & 0xff;
    }

    final int u8() {
        require(1);
        return content[at++] & 0xff;
    }

    final long u32() {
        require(4);
        int value = (int) INT.get(content, at);
        at += 4;
        return value & 0xffffffffL;
    }

    /** {@code size} bytes, little-endian, unsigned. */
    final long unsigned(int size) {
        require(size);
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (content[at + i] & 0xffL) << (8 * i);
        }
        at += size;
        return value;
    }

    /** {@code size} bytes, little-endian, two's complement. */
    final long signed(int size) {
        int unused = 64 - 8 * size;
        return (unsigned(size) << unused) >> unused;
    }

    final long bigEndian(int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = (value << 8) | u8();
        }
        return value;
    }

    final void bytes(long count, Slice into) {
        require(count);
        into.lie(content, at, (int) count);
        at += (int) count;
    }

    final void skip(long count) {
        require(count);
        at += (int) count;
    }

    /** The end mark must be the last byte. */
    final void finish() {
        skip(1);
        expect("end", position(), length());
    }

    private void require(long count) {
        if (count > end - at) {
            throw malformed(count + " bytes needed, " + (end - at) + " left");
        }
    }

    /** Checks a number that the structure says twice, or that its position must equal. */
    final void expect(String what, long found, long expected) {
        if (found != expected) {
            throw malformed(what + " is " + found + ", should be " + expected);
        }
    }

    final MalformedException malformed(String problem) {
        return new MalformedException(name + " of " + length() + " bytes, at " + position() + ": " + problem);
    }
}
