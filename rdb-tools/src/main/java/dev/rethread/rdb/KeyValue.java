package dev.rethread.rdb;

import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Span;
import dev.rethread.keyspace.Type;
import dev.rethread.source.Damage;

/**
 * A key with its value still in the file. {@link #decode} is cheapest inside the visitor's call, while the reader's
 * window holds the bytes; later it reads them again, as long as the source is open. Not thread-safe.
 *
 * <pre>
 * [EXPIRETIME 4 bytes | EXPIRETIME_MS 8 bytes] [IDLE length] [FREQ u8]  type u8, key string, value
 * </pre>
 */
public final class KeyValue implements RdbRecord {
    private final Window window;
    private final Key key;
    private final RdbType rdbType;
    private final KeyModifiers modifiers;
    private final long offset;
    private final long valueOffset;
    private final long end;

    KeyValue(Window window, Key key, RdbType rdbType, KeyModifiers modifiers, long offset, long valueOffset) {
        this.window = window;
        this.key = key;
        this.rdbType = rdbType;
        this.modifiers = modifiers;
        this.offset = offset;
        this.valueOffset = valueOffset;
        this.end = window.position();
    }

    /** From the first modifier to the end of the value. */
    @Override
    public Span span() {
        return new Span(offset, end - offset);
    }

    public Key key() {
        return key;
    }

    public int database() {
        return key.database();
    }

    /** Unix milliseconds, or {@link Entry#NEVER}. */
    public long expireAt() {
        return modifiers.expireAt();
    }

    /** Seconds since the last access when the file was written, -1 where it does not say. */
    public long idle() {
        return modifiers.idle();
    }

    /** The logarithmic access counter of the LFU policy, -1 where the file does not say. */
    public int frequency() {
        return modifiers.frequency();
    }

    public Type type() {
        return rdbType.type();
    }

    RdbType rdbType() {
        return rdbType;
    }

    KeyModifiers modifiers() {
        return modifiers;
    }

    long valueOffset() {
        return valueOffset;
    }

    /** The first byte of the value. */
    int firstByte() {
        return window.stretch(valueOffset, end).u8();
    }

    /** Where the record lies and what it says of its value, without the value. */
    KeyPlace place() {
        return new KeyPlace(offset, valueOffset, end, rdbType, expireAt(), fingerprint());
    }

    /** A hash of type, expiry and raw value bytes; 0 only if the file no longer has those bytes. */
    public long fingerprint() {
        long seed = Fingerprint.seed(rdbType.name().hashCode(), expireAt());
        return window.hash(valueOffset, end, seed);
    }

    /**
     * Decodes the value.
     *
     * @throws DamagedValueException if its bytes do not make a value
     */
    public Entry decode() {
        return decode(window.stretch(valueOffset, end), key, rdbType, expireAt(), span());
    }

    static Entry decode(Window value, Key key, RdbType type, long expireAt, Span span) {
        try {
            return new Entry(key, ValueDecoder.decode(value, type), expireAt, span);
        } catch (MalformedException e) {
            throw new DamagedValueException(
                    new Damage(value.source().name(), span, type.name(), key.name(), e.problem()));
        }
    }
}
