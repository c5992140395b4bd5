package dev.rethread.keyspace;

import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A set that nobody can change any more, known as such by its class, so that it need not be copied again. */
final class FrozenSet<E> extends AbstractSet<E> {
    private final Set<E> content;

    /** Takes {@code content} over; nobody else may hold it. */
    FrozenSet(Set<E> content) {
        this.content = Collections.unmodifiableSet(content);
    }

    static <E> Set<E> copyOf(Set<E> set) {
        return set instanceof FrozenSet ? set : new FrozenSet<>(new LinkedHashSet<>(set));
    }

    @Override
    public Iterator<E> iterator() {
        return content.iterator();
    }

    @Override
    public boolean contains(@Nullable Object element) {
        return content.contains(element);
    }

    @Override
    public int size() {
        return content.size();
    }
}
