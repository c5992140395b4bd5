package dev.rethread.delta;

import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key that differs, with the elements that make the difference.
 *
 * <p>Where the type changed, every element of {@code before} is removed first, then every element of {@code after} is
 * added: an element may then stand in the list twice.
 *
 * @param before the key in the base, or null where it is not there
 * @param after the key in the evidence, or null where it was deleted
 * @param elements ordered as {@link Element} orders them; empty only where a value without elements came or went
 */
public record KeyChange(
        Key key, @Nullable Entry before, @Nullable Entry after, List<ElementChange> elements) {
    public KeyChange {
        if (before == null && after == null) {
            throw new IllegalArgumentException(key + " is on neither side");
        }
        elements = List.copyOf(elements);
    }

    public boolean added() {
        return before == null;
    }

    public boolean removed() {
        return after == null;
    }

    /** Whether both sides hold the key, with values of different types. */
    public boolean retyped() {
        return before != null
                && after != null
                && before.value().type() != after.value().type();
    }
}
