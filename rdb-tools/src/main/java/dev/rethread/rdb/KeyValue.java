package dev.rethread.rdb;

import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Span;
import dev.rethread.keyspace.Type;
import dev.rethread.keyspace.ValueSink;
import dev.rethread.source.Damage;
import java.util.List;

/**
 * A key with its value still in the file. {@link #decode} is cheapest inside the visitor's call, while the reader's
 * window holds the bytes; later it reads them again, as long as the source is open. Not thread-safe.
 *
 * <pre>
 * [EXPIRETIME 4 bytes | EXPIRETIME_MS 8 bytes] [IDLE length] [FREQ u8] [KEY_META]  type u8, key string, value
 *
 * KEY_META: classes, each: 4 bytes (its name, version, flags), a module value, length 0
 * </pre>
 */
public final class KeyValue implements RdbRecord {
    private final Window window;
    private final ValueDecoder decoder;
    private final Key key;
    private final RdbType rdbType;
    private final KeyModifiers modifiers;
    private final long offset;
    private final long valueOffset;
    private final long end;

    KeyValue(
            Window window,
            ValueDecoder decoder,
            Key key,
            RdbType rdbType,
            KeyModifiers modifiers,
            long offset,
            long valueOffset,
            long end) {
        this.window = window;
        this.decoder = decoder;
        this.key = key;
        this.rdbType = rdbType;
        this.modifiers = modifiers;
        this.offset = offset;
        this.valueOffset = valueOffset;
        this.end = end;
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

    /** The names of the module classes that attach something to the key (Redis 8.6); what it is, is passed over. */
    public List<String> metadata() {
        return modifiers.metadata();
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

    /**
     * A hash of type, expiry and raw value bytes, good within this process; 0 only if the file no longer has those
     * bytes.
     */
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
        ValueBuilder value = new ValueBuilder();
        decode(value);
        return new Entry(key, value.built(), expireAt(), span());
    }

    /**
     * Hands the value to {@code sink}, element by element.
     *
     * @throws DamagedValueException if its bytes do not make a value; a part of it may have gone to the sink before
     */
    public void decode(ValueSink sink) {
        try {
            decoder.window().share(window, valueOffset, end);
            decoder.decode(rdbType, sink);
        } catch (MalformedException e) {
            throw new DamagedValueException(
                    new Damage(window.source().name(), span(), rdbType.name(), key.name(), e.problem()));
        }
    }
}
