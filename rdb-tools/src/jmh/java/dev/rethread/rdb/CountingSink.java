package dev.rethread.rdb;

import dev.rethread.keyspace.ValueSink;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Type;

/** Touches every element, and no more. */
final class CountingSink implements ValueSink {
    private long sum;

    long sum() {
        return sum;
    }

    @Override
    public void begin(Type type) {
        sum += type.ordinal();
    }

    @Override
    public void string(byte[] bytes, int offset, int length) {
        touch(bytes, offset, length);
    }

    @Override
    public void element(byte[] bytes, int offset, int length) {
        touch(bytes, offset, length);
    }

    @Override
    public void member(byte[] bytes, int offset, int length) {
        touch(bytes, offset, length);
    }

    @Override
    public void scored(byte[] bytes, int offset, int length, double score) {
        touch(bytes, offset, length);
        sum += (long) score;
    }

    @Override
    public void field(
            byte[] field, int offset, int length, byte[] value, int valueOffset, int valueLength, long expireAt) {
        touch(field, offset, length);
        touch(value, valueOffset, valueLength);
    }

    @Override
    public void whole(Value value) {
        sum += value.type().ordinal();
    }

    @Override
    public void opaque(int rdbType, byte[] raw, int offset, int length) {
        touch(raw, offset, length);
    }

    @Override
    public void end() {
        sum++;
    }

    private void touch(byte[] bytes, int offset, int length) {
        sum += length == 0 ? 0 : bytes[offset + length - 1] + length;
    }
}
