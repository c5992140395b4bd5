package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Value;

/** A value by itself: the bytes that follow a key in an RDB. */
public final class RdbValue {
    private RdbValue() {}

    /**
     * Decodes a value in a format of Redis.
     *
     * @param type the RDB type byte
     * @throws IllegalArgumentException if the bytes do not make a value of that type; says what is wrong without them
     */
    public static Value decode(int type, Bytes raw) {
        RdbType known = RdbType.of(type, "REDIS");
        if (known == null) {
            throw new IllegalArgumentException("a value of RDB type " + type);
        }
        try {
            Window window = Window.of(raw.unsafeArray(), 0, raw.length());
            return ValueDecoder.decode(window, known);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(known.name() + ": " + e.problem(), e);
        }
    }
}
