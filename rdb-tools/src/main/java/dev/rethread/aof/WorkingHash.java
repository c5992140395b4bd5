package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.HashValue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

final class WorkingHash implements Working {
    private final Map<Bytes, Bytes> fields;
    private final Map<Bytes, Long> expiries;

    WorkingHash() {
        fields = new LinkedHashMap<>();
        expiries = new HashMap<>(0);
    }

    WorkingHash(HashValue value) {
        fields = new LinkedHashMap<>(value.fields());
        expiries = new HashMap<>(value.fieldExpiries());
    }

    @Nullable
    Bytes get(Bytes field) {
        return fields.get(field);
    }

    /** As HSET does: the field's expiry goes. */
    void set(Bytes field, Bytes value) {
        fields.put(field, value);
        expiries.remove(field);
    }

    /** As HINCRBY does: the field's expiry stays. */
    void change(Bytes field, Bytes value) {
        fields.put(field, value);
    }

    boolean remove(Bytes field) {
        expiries.remove(field);
        return fields.remove(field) != null;
    }

    /** The field's deadline in Unix milliseconds, or null. */
    @Nullable
    Long expiry(Bytes field) {
        return expiries.get(field);
    }

    void expire(Bytes field, long at) {
        expiries.put(field, at);
    }

    void persist(Bytes field) {
        expiries.remove(field);
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
