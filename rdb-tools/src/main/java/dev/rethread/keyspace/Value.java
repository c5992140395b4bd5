package dev.rethread.keyspace;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A decoded value, free of its encoding: two values are equal when Redis would answer every command on them alike.
 * Sets, sorted sets and hashes compare without order.
 */
public sealed interface Value
        permits Value.StringValue,
                Value.ListValue,
                Value.SetValue,
                Value.SortedSetValue,
                Value.HashValue,
                StreamValue,
                ArrayValue,
                Value.OpaqueValue {
    Type type();

    /** A string, also one that Redis stores as an integer: the decimal digits it answers to GET. */
    record StringValue(Bytes bytes) implements Value {
        @Override
        public Type type() {
            return Type.STRING;
        }
    }

    /** A list, head first. */
    record ListValue(List<Bytes> elements) implements Value {
        public ListValue {
            elements = List.copyOf(elements);
        }

        @Override
        public Type type() {
            return Type.LIST;
        }
    }

    record SetValue(Set<Bytes> members) implements Value {
        public SetValue {
            members = FrozenSet.copyOf(members);
        }

        /** Takes {@code members} over without a copy; the caller must not change it afterwards. */
        public static SetValue owning(Set<Bytes> members) {
            return new SetValue(new FrozenSet<>(members));
        }

        @Override
        public Type type() {
            return Type.SET;
        }
    }

    /** A sorted set: member to score. Scores may be infinite, never NaN. */
    record SortedSetValue(Map<Bytes, Double> scores) implements Value {
        public SortedSetValue {
            scores = FrozenMap.copyOf(scores);
        }

        /** Takes {@code scores} over without a copy; the caller must not change it afterwards. */
        public static SortedSetValue owning(Map<Bytes, Double> scores) {
            return new SortedSetValue(new FrozenMap<>(scores));
        }

        @Override
        public Type type() {
            return Type.ZSET;
        }
    }

    /** A hash: field to value, and for fields that expire (Redis 7.4) their deadline in Unix milliseconds. */
    record HashValue(Map<Bytes, Bytes> fields, Map<Bytes, Long> fieldExpiries) implements Value {
        public HashValue {
            fields = FrozenMap.copyOf(fields);
            fieldExpiries = Map.copyOf(fieldExpiries);
        }

        /** Takes {@code fields} over without a copy; the caller must not change it afterwards. */
        public static HashValue owning(Map<Bytes, Bytes> fields, Map<Bytes, Long> fieldExpiries) {
            return new HashValue(new FrozenMap<>(fields), fieldExpiries);
        }

        public HashValue(Map<Bytes, Bytes> fields) {
            this(fields, Map.of());
        }

        @Override
        public Type type() {
            return Type.HASH;
        }
    }

    /**
     * A value kept verbatim because it has no element model here (modules): the RDB type byte and the bytes
     * that follow the key in the file.
     */
    record OpaqueValue(Type type, int rdbType, Bytes raw) implements Value {}
}
