package dev.rethread.fit;

import dev.rethread.delta.Score;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Type;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.ValueSink;
import java.util.Arrays;

/** Turns what comes of a value into elements of a name and a value each, and counts the bytes of all. */
abstract class ElementSink implements ValueSink {
    private static final int NUMBER = 8;

    private long bytes;

    /** The bytes of what has come so far: names and values, eight a score. */
    long bytes() {
        return bytes;
    }

    /** Whether {@link #element} wants to hear of the elements of this value. */
    abstract boolean wanted();

    /**
     * @param name of the field or member; empty for strings and lists
     * @param value of the field, string or element, or the score as Redis writes it; empty for members of sets
     */
    abstract void element(Bytes name, Bytes value);

    @Override
    public void begin(Type type) {}

    @Override
    public void string(byte[] from, int offset, int length) {
        element(from, 0, 0, from, offset, length);
    }

    @Override
    public void element(byte[] from, int offset, int length) {
        element(from, 0, 0, from, offset, length);
    }

    @Override
    public void member(byte[] from, int offset, int length) {
        element(from, offset, length, from, 0, 0);
    }

    @Override
    public void scored(byte[] from, int offset, int length, double score) {
        bytes += length + NUMBER;
        if (wanted()) {
            element(copy(from, offset, length), Score.format(score));
        }
    }

    @Override
    public void field(byte[] field, int offset, int length, byte[] value, int from, int size, long expireAt) {
        element(field, offset, length, value, from, size);
    }

    private void element(byte[] name, int offset, int length, byte[] value, int from, int size) {
        bytes += length + size;
        if (wanted()) {
            element(copy(name, offset, length), copy(value, from, size));
        }
    }

    private static Bytes copy(byte[] from, int offset, int length) {
        return length == 0 ? Bytes.EMPTY : Bytes.wrap(Arrays.copyOfRange(from, offset, offset + length));
    }

    @Override
    public void whole(Value value) {}

    @Override
    public void opaque(int rdbType, byte[] raw, int offset, int length) {
        bytes += length;
    }

    @Override
    public void end() {}
}
