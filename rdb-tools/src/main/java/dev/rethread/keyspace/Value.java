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

    /** Hands this value to {@code sink}, from its beginning to its end. */
    default void handTo(ValueSink sink) {
        sink.begin(type());
        elements(sink);
        sink.end();
    }

    /** Hands the elements alone to {@code sink}. */
    void elements(ValueSink sink);

    /** A string, also one that Redis stores as an integer: the decimal digits it answers to GET. */
    record StringValue(Bytes bytes) implements Value {
        @Override
        public Type type() {
            return Type.STRING;
        }

        @Override
        public void elements(ValueSink sink) {
            sink.string(bytes.unsafeArray(), 0, bytes.length());
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

        @Override
        public void elements(ValueSink sink) {
            elements.forEach(element -> sink.element(element.unsafeArray(), 0, element.length()));
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

        @Override
        public void elements(ValueSink sink) {
            members.forEach(member -> sink.member(member.unsafeArray(), 0, member.length()));
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

        @Override
        public void elements(ValueSink sink) {
            scores.forEach((member, score) -> sink.scored(member.unsafeArray(), 0, member.length(), score));
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

        @Override
        public void elements(ValueSink sink) {
            fields.forEach((field, value) -> sink.field(
                    field.unsafeArray(),
                    0,
                    field.length(),
                    value.unsafeArray(),
                    0,
                    value.length(),
                    fieldExpiries.getOrDefault(field, Entry.NEVER)));
        }
    }

    /**
     * A value kept verbatim because it has no element model here (modules): the RDB type byte and the bytes
     * that follow the key in the file.
     */
    record OpaqueValue(Type type, int rdbType, Bytes raw) implements Value {
        @Override
        public void elements(ValueSink sink) {
            sink.opaque(rdbType, raw.unsafeArray(), 0, raw.length());
        }
    }
}
