package dev.rethread.keyspace;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A map that nobody can change any more, known as such by its class, so that it need not be copied again. */
final class FrozenMap<K, V> extends AbstractMap<K, V> {
    private final Map<K, V> content;

    /** Takes {@code content} over; nobody else may hold it. */
    FrozenMap(Map<K, V> content) {
        this.content = Collections.unmodifiableMap(content);
    }

    static <K, V> Map<K, V> copyOf(Map<K, V> map) {
        return map instanceof FrozenMap ? map : new FrozenMap<>(new LinkedHashMap<>(map));
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return content.entrySet();
    }

    @Override
    public Set<K> keySet() {
        return content.keySet();
    }

    @Override
    public int size() {
        return content.size();
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return content.containsKey(key);
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        return content.get(key);
    }
}
