package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.StringValue;
import java.util.Arrays;

/** A string that can grow at its end without being copied each time. */
final class WorkingString implements Working {
    private byte[] content;
    private int length;
    /** Whether {@code content} belongs to somebody else and must be copied before it is changed. */
    private boolean shared = true;

    WorkingString(Bytes bytes) {
        content = bytes.unsafeArray();
        length = content.length;
    }

    int length() {
        return length;
    }

    Bytes bytes() {
        return Bytes.wrap(Arrays.copyOf(content, length));
    }

    void append(Bytes suffix) {
        overwrite(length, suffix);
    }

    /** Writes {@code piece} at {@code offset}; a stretch between the end and the offset is filled with zeros. */
    void overwrite(int offset, Bytes piece) {
        reach(offset + piece.length());
        System.arraycopy(piece.unsafeArray(), 0, content, offset, piece.length());
    }

    /** Bit 0 is the highest of the first byte. */
    void setBit(long bit, boolean on) {
        int index = (int) (bit >>> 3);
        reach(index + 1);
        int mask = 0x80 >>> (bit & 7);
        content[index] = (byte) (on ? content[index] | mask : content[index] & ~mask);
    }

    private void reach(int wanted) {
        if (wanted > content.length || shared) {
            int capacity = wanted > content.length ? Math.max(wanted, content.length + content.length / 2) : wanted;
            content = Arrays.copyOf(content, Math.max(capacity, length));
            shared = false;
        }
        length = Math.max(length, wanted);
    }

    @Override
    public Value freeze() {
        return new StringValue(bytes());
    }

    @Override
    public boolean isEmpty() {
        return false;
    }
}
