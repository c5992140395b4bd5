package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.HashValue;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

final class WorkingHash implements Working {
    private final CompactMap<Bytes> fields;
    private Map<Bytes, Long> expiries;

    WorkingHash() {
        fields = new CompactMap<>(CompactMap.TEXTS);
        expiries = Map.of();
    }

    WorkingHash(HashValue value) {
        fields = new CompactMap<>(CompactMap.TEXTS);
        fields.putAll(value.fields());
        expiries = value.fieldExpiries().isEmpty() ? Map.of() : new HashMap<>(value.fieldExpiries());
    }

    @Nullable
    Bytes get(Bytes field) {
        return fields.get(field);
    }

    /** Makes room for fields about to be set, names and values of so many bytes. */
    void expect(int fields, int bytes) {
        this.fields.expect(fields, bytes);
    }

    /** As HSET does: the field's expiry goes. */
    void set(Bytes field, Bytes value) {
        fields.put(field, value);
        persist(field);
    }

    /** As HINCRBY does: the field's expiry stays. */
    void change(Bytes field, Bytes value) {
        fields.put(field, value);
    }

    boolean remove(Bytes field) {
        persist(field);
        return fields.remove(field) != null;
    }

    /** The field's deadline in Unix milliseconds, or null. */
    @Nullable
    Long expiry(Bytes field) {
        return expiries.get(field);
    }

    void expire(Bytes field, long at) {
        if (expiries.isEmpty()) {
            expiries = new HashMap<>();
        }
        expiries.put(field, at);
    }

    void persist(Bytes field) {
        if (!expiries.isEmpty()) {
            expiries.remove(field);
        }
    }

    @Override
    public Value freeze() {
        return new HashValue(fields, expiries);
    }

    @Override
    public boolean isEmpty() {
        return fields.isEmpty();
    }
}
