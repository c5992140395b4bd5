package dev.rethread.delta;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.StreamId;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;

/**
 * The smallest part of a key that merges on its own. Its value is written as {@link Bytes}, see each kind; an element
 * that is not there has no value (null).
 *
 * <p>Ordered by kind as declared here, then by name, so that every listing of elements is the same on every run.
 */
public sealed interface Element extends Comparable<Element> {
    Comparator<Element> ORDER = Comparator.comparingInt(Element::rank).thenComparing(Element::name);

    /**
     * The whole value, for values that do not merge inside: a string's bytes, a list in {@link ListEncoding}, an opaque
     * value as its RDB type byte followed by its raw bytes (a {@code DUMP} payload without the footer).
     */
    record Whole() implements Element {
        @Override
        public Bytes name() {
            return Bytes.EMPTY;
        }
    }

    /** A hash field; its value is the field's value. */
    record Field(Bytes name) implements Element {}

    /** The deadline of a hash field that expires; its value is Unix milliseconds in decimal. */
    record FieldExpiry(Bytes name) implements Element {}

    /** A member of a set; its value is empty. */
    record Member(Bytes member) implements Element {
        @Override
        public Bytes name() {
            return member;
        }
    }

    /** A member of a sorted set; its value is its score as {@link Score} writes it. */
    record Scored(Bytes member) implements Element {
        @Override
        public Bytes name() {
            return member;
        }
    }

    /** An entry of a stream; its value is its fields and values as a list in {@link ListEncoding}. */
    record Entry(StreamId id) implements Element {
        @Override
        public Bytes name() {
            return bytes(id);
        }
    }

    /** An element of an array; its value is its bytes. */
    record Indexed(long index) implements Element {
        @Override
        public Bytes name() {
            return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(index).array());
        }
    }

    /**
     * What a stream or an array has beside its entries: {@code last-id}, {@code max-deleted-id}, {@code entries-added},
     * {@code producers}; {@code insert-index}. Numbers and ids as text.
     */
    record Property(Bytes name) implements Element {}

    /** A consumer group of a stream; its value is the last delivered id and the read counter, {@code 5-0 3}. */
    record Group(Bytes name) implements Element {}

    /** A consumer of a group; its value is when it was last seen and last active, in Unix milliseconds. */
    record Consumer(Bytes group, Bytes consumer) implements Element {
        @Override
        public Bytes name() {
            return ListEncoding.encode(List.of(group, consumer));
        }
    }

    /**
     * A pending entry of a group; its value is a list in {@link ListEncoding}: the time of delivery in Unix
     * milliseconds, the number of deliveries, and the consumer unless nobody has it.
     */
    record Pending(Bytes group, StreamId id) implements Element {
        @Override
        public Bytes name() {
            return ListEncoding.encode(List.of(group, bytes(id)));
        }
    }

    /** The key's own deadline; its value is Unix milliseconds in decimal. */
    record Expiry() implements Element {
        @Override
        public Bytes name() {
            return Bytes.EMPTY;
        }
    }

    /** The field, member, id or group, empty where the element is not named. */
    Bytes name();

    @Override
    default int compareTo(Element other) {
        return ORDER.compare(this, other);
    }

    private static int rank(Element element) {
        if (element instanceof Whole) {
            return 0;
        } else if (element instanceof Field) {
            return 1;
        } else if (element instanceof FieldExpiry) {
            return 2;
        } else if (element instanceof Member) {
            return 3;
        } else if (element instanceof Scored) {
            return 4;
        } else if (element instanceof Entry) {
            return 5;
        } else if (element instanceof Indexed) {
            return 6;
        } else if (element instanceof Property) {
            return 7;
        } else if (element instanceof Group) {
            return 8;
        } else if (element instanceof Consumer) {
            return 9;
        } else if (element instanceof Pending) {
            return 10;
        }
        return 11;
    }

    /** Sixteen bytes that sort as the ids do. */
    private static Bytes bytes(StreamId id) {
        return Bytes.wrap(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.milliseconds())
                .putLong(id.sequence())
                .array());
    }
}
