package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import java.util.Arrays;

/** A bounds-checked cursor over a packed structure (ziplist, listpack, intset, zipmap). Little-endian. */
final class Packed {
    private final String name;
    private final byte[] content;
    private int at;

    Packed(String name, Bytes content) {
        this.name = name;
        this.content = content.unsafeArray();
    }

    int position() {
        return at;
    }

    int length() {
        return content.length;
    }

    int peek() {
        require(1);
        return content[at] & 0xff;
    }

    int u8() {
        require(1);
        return content[at++] & 0xff;
    }

    /** {@code size} bytes, little-endian, unsigned. */
    long unsigned(int size) {
        require(size);
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (content[at + i] & 0xffL) << (8 * i);
        }
        at += size;
        return value;
    }

    /** {@code size} bytes, little-endian, two's complement. */
    long signed(int size) {
        int unused = 64 - 8 * size;
        return (unsigned(size) << unused) >> unused;
    }

    long bigEndian(int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = (value << 8) | u8();
        }
        return value;
    }

    Bytes bytes(long count) {
        require(count);
        int from = at;
        at += (int) count;
        return Bytes.wrap(Arrays.copyOfRange(content, from, at));
    }

    void skip(long count) {
        require(count);
        at += (int) count;
    }

    private void require(long count) {
        if (count > content.length - at) {
            throw malformed(count + " bytes needed, " + (content.length - at) + " left");
        }
    }

    /** Checks a number that the structure says twice, or that its position must equal. */
    void expect(String what, long found, long expected) {
        if (found != expected) {
            throw malformed(what + " is " + found + ", should be " + expected);
        }
    }

    MalformedException malformed(String problem) {
        return new MalformedException(name + " of " + content.length + " bytes, at " + at + ": " + problem);
    }
}
