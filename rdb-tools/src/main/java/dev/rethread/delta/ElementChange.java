package dev.rethread.delta;

import dev.rethread.keyspace.Bytes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One element that differs.
 *
 * @param before its value in the base, or null where the base has none
 * @param after its value in the evidence, or null where the evidence has none
 */
public record ElementChange(
        Element element, @Nullable Bytes before, @Nullable Bytes after) {
    public ElementChange {
        if (Objects.equals(before, after)) {
            throw new IllegalArgumentException(element + " does not differ");
        }
    }
}
