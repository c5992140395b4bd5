package dev.rethread.keyspace;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A snapshot held in memory. */
public record MemorySnapshot(String source, boolean complete, Map<Key, Entry> entries) implements Snapshot {
    public MemorySnapshot {
        entries = Collections.unmodifiableMap(entries);
    }

    @Override
    public Collection<Key> keys() {
        return entries.keySet();
    }

    @Override
    public @Nullable Entry get(Key key) {
        return entries.get(key);
    }
}
