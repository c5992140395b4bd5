package dev.rethread.delta;

import dev.rethread.keyspace.Bytes;
import java.util.Comparator;

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

    /** The key's own deadline; its value is Unix milliseconds in decimal. */
    record Expiry() implements Element {
        @Override
        public Bytes name() {
            return Bytes.EMPTY;
        }
    }

    /** The field or member, empty where the element is not named. */
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
        }
        return 5;
    }
}
