package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The primitives of the format, written through one buffer and summed on the way out. The layouts are those of
 * {@link RdbInput}; a string is written as an integer where it is the digits of one, and compressed where that makes it
 * shorter, as a server does it.
 */
final class RdbOutput {
    private static final int BUFFER = 1 << 16;
    /** The digits of the smallest 32-bit number, with its sign. */
    private static final int LONGEST_NUMBER = 11;
    /** Shorter strings gain too little. */
    private static final int SHORTEST_COMPRESSED = 21;

    private final OutputStream out;
    private final Crc64 crc = new Crc64();
    private final LzfCompressor compressor = new LzfCompressor();
    private final byte[] buffer = new byte[BUFFER];
    private int filled;
    private boolean failed;

    RdbOutput(OutputStream out) {
        this.out = out;
    }

    void u8(int value) throws IOException {
        room(1);
        buffer[filled++] = (byte) value;
    }

    void le(long value, int size) throws IOException {
        room(size);
        for (int i = 0; i < size; i++) {
            buffer[filled++] = (byte) (value >>> (8 * i));
        }
    }

    void bigEndian(long value, int size) throws IOException {
        room(size);
        for (int i = size - 1; i >= 0; i--) {
            buffer[filled++] = (byte) (value >>> (8 * i));
        }
    }

    void raw(byte[] content, int from, int to) throws IOException {
        int length = to - from;
        if (length > BUFFER) {
            drain();
            send(content, from, to);
            return;
        }
        room(length);
        System.arraycopy(content, from, buffer, filled, length);
        filled += length;
    }

    void raw(Bytes content) throws IOException {
        raw(content.unsafeArray(), 0, content.length());
    }

    /** A length, or any number of 64 bits: all of them count. */
    void number(long value) throws IOException {
        if (value >>> 6 == 0) {
            u8((int) value);
        } else if (value >>> 14 == 0) {
            bigEndian((1 << 14) | value, 2);
        } else if (value >>> 32 == 0) {
            u8(0x80);
            bigEndian(value, 4);
        } else {
            u8(0x81);
            bigEndian(value, 8);
        }
    }

    void string(Bytes content) throws IOException {
        string(content.unsafeArray(), content.length());
    }

    void string(byte[] content, int length) throws IOException {
        if (length <= LONGEST_NUMBER && integer(content, length)) {
            return;
        }
        if (length >= SHORTEST_COMPRESSED && compressed(content, length)) {
            return;
        }
        number(length);
        raw(content, 0, length);
    }

    private boolean integer(byte[] content, int length) throws IOException {
        long value = Digits.of(content, length);
        if (value == Digits.NONE || value != (int) value) {
            return false;
        }
        int size = value == (byte) value ? 1 : value == (short) value ? 2 : 4;
        u8(0xc0 | (size >> 1));
        le(value, size);
        return true;
    }

    private boolean compressed(byte[] content, int length) throws IOException {
        int compressed = compressor.compress(content, length);
        if (compressed == 0) {
            return false;
        }
        u8(0xc3);
        number(compressed);
        number(length);
        raw(compressor.output(), 0, compressed);
        return true;
    }

    /** The checksum of everything so far, itself included from now on. */
    long checksum() throws IOException {
        drain();
        return crc.value();
    }

    /** Whether an earlier write failed, so that nothing that follows can make the file whole. */
    boolean failed() {
        return failed;
    }

    void flush() throws IOException {
        drain();
        out.flush();
    }

    private void room(int size) throws IOException {
        if (size > BUFFER - filled) {
            drain();
        }
    }

    private void drain() throws IOException {
        send(buffer, 0, filled);
        filled = 0;
    }

    private void send(byte[] content, int from, int to) throws IOException {
        crc.update(content, from, to);
        failed = true;
        out.write(content, from, to - from);
        failed = false;
    }
}
