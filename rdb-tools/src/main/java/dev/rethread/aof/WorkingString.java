package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.StringValue;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A string that can grow at its end without being copied each time. */
final class WorkingString implements Working {
    private byte[] content;
    private int length;
    /** Whether {@code content} belongs to somebody else and must be copied before it is changed. */
    private boolean shared = true;
    /** What the string is while only commands of that kind touch it; {@code content} is then outdated. */
    private @Nullable HyperLogLog counting;

    WorkingString(Bytes bytes) {
        content = bytes.unsafeArray();
        length = content.length;
    }

    WorkingString(HyperLogLog counting) {
        this(Bytes.EMPTY);
        this.counting = counting;
    }

    int length() {
        settle();
        return length;
    }

    Bytes bytes() {
        settle();
        return Bytes.wrap(Arrays.copyOf(content, length));
    }

    /**
     * The string as a HyperLogLog; what is done to that is done to the string.
     *
     * @throws RefusedException where it is none
     */
    HyperLogLog hyperLogLog() {
        HyperLogLog known = counting;
        if (known == null) {
            known = HyperLogLog.of(bytes());
            counting = known;
        }
        return known;
    }

    private void settle() {
        if (counting != null) {
            content = counting.bytes().unsafeArray();
            length = content.length;
            shared = true;
            counting = null;
        }
    }

    void append(Bytes suffix) {
        overwrite(length(), suffix);
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

    /** Whether the bit is set; bits behind the end are not. */
    boolean bit(long bit) {
        settle();
        return (bit >>> 3) < length && (content[(int) (bit >>> 3)] & (0x80 >>> (bit & 7))) != 0;
    }

    /** Makes the string at least so long, with zeros at its end. */
    void reach(int wanted) {
        settle();
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
