package dev.rethread.rdb;

import dev.rethread.keyspace.Type;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.ValueSink;

/** Lets a value be decoded only to see whether it can be. */
final class NoSink implements ValueSink {
    @Override
    public void begin(Type type) {}

    @Override
    public void string(byte[] bytes, int offset, int length) {}

    @Override
    public void element(byte[] bytes, int offset, int length) {}

    @Override
    public void member(byte[] bytes, int offset, int length) {}

    @Override
    public void scored(byte[] bytes, int offset, int length, double score) {}

    @Override
    public void field(
            byte[] field, int offset, int length, byte[] value, int valueOffset, int valueLength, long expireAt) {}

    @Override
    public void whole(Value value) {}

    @Override
    public void opaque(int rdbType, byte[] raw, int offset, int length) {}

    @Override
    public void end() {}
}
