package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Type;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.HashValue;
import dev.rethread.keyspace.Value.ListValue;
import dev.rethread.keyspace.Value.OpaqueValue;
import dev.rethread.keyspace.Value.SetValue;
import dev.rethread.keyspace.Value.SortedSetValue;
import dev.rethread.keyspace.Value.StringValue;
import dev.rethread.keyspace.ValueSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Value} from its elements, and refuses a member or field that comes twice. For one value. */
final class ValueBuilder implements ValueSink {
    private List<Bytes> elements = List.of();
    private Set<Bytes> members = Set.of();
    private Map<Bytes, Double> scores = Map.of();
    private Map<Bytes, Bytes> fields = Map.of();
    private Map<Bytes, Long> expiries = Map.of();
    private Type type = Type.STRING;
    private @Nullable Value whole;

    /** The value, once its end has come; what was built is then no longer the builder's. */
    Value built() {
        return switch (type) {
            case LIST -> new ListValue(elements);
            case SET -> SetValue.owning(members);
            case ZSET -> SortedSetValue.owning(scores);
            case HASH -> HashValue.owning(fields, expiries);
            case STRING, STREAM, ARRAY, GCRA, MODULE -> Objects.requireNonNull(whole);
        };
    }

    private static Bytes copy(byte[] bytes, int offset, int length) {
        return Bytes.wrap(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    @Override
    public void begin(Type begun) {
        type = begun;
        switch (begun) {
            case LIST -> elements = new ArrayList<>();
            case SET -> members = new LinkedHashSet<>();
            case ZSET -> scores = new LinkedHashMap<>();
            case HASH -> fields = new LinkedHashMap<>();
            case STRING, STREAM, ARRAY, GCRA, MODULE -> whole = null;
        }
    }

    @Override
    public void string(byte[] bytes, int offset, int length) {
        whole = new StringValue(copy(bytes, offset, length));
    }

    @Override
    public void element(byte[] bytes, int offset, int length) {
        elements.add(copy(bytes, offset, length));
    }

    @Override
    public void member(byte[] bytes, int offset, int length) {
        if (!members.add(copy(bytes, offset, length))) {
            throw new MalformedException("a set lists a member of " + length + " bytes twice");
        }
    }

    @Override
    public void scored(byte[] bytes, int offset, int length, double score) {
        if (scores.putIfAbsent(copy(bytes, offset, length), score) != null) {
            throw new MalformedException("a sorted set lists a member of " + length + " bytes twice");
        }
    }

    @Override
    public void field(
            byte[] field, int offset, int length, byte[] value, int valueOffset, int valueLength, long expireAt) {
        Bytes name = copy(field, offset, length);
        if (fields.putIfAbsent(name, copy(value, valueOffset, valueLength)) != null) {
            throw new MalformedException("a hash lists a field of " + length + " bytes twice");
        }
        if (expireAt != Entry.NEVER) {
            if (expiries.isEmpty()) {
                expiries = new HashMap<>();
            }
            expiries.put(name, expireAt);
        }
    }

    @Override
    public void whole(Value value) {
        whole = value;
    }

    @Override
    public void opaque(int rdbType, byte[] raw, int offset, int length) {
        whole = new OpaqueValue(type, rdbType, copy(raw, offset, length));
    }

    @Override
    public void end() {}
}
