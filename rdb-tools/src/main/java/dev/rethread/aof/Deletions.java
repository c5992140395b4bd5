package dev.rethread.aof;

import dev.rethread.keyspace.Key;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys that commands removed (DEL, UNLINK, a flush, the last element of a collection), whether users or an expiry
 * asked for it. All are counted; of each key its last removal is kept, for the {@value #MOST_KEPT} keys removed last.
 * Whether a key came back, {@link AofSnapshot#get} tells.
 */
public final class Deletions {
    static final int MOST_KEPT = 1 << 17;

    private final Map<Key, Deletion> kept = new LinkedHashMap<>();
    private boolean allKept = true;
    private long count;
    private @Nullable Deletion first;
    private @Nullable Deletion last;

    void add(Deletion deletion) {
        count++;
        first = first == null ? deletion : first;
        last = deletion;
        kept.remove(deletion.key());
        kept.put(deletion.key(), deletion);
        if (kept.size() > MOST_KEPT) {
            kept.remove(kept.keySet().iterator().next());
            allKept = false;
        }
    }

    /** How many removals; a key removed twice counts twice. */
    public long count() {
        return count;
    }

    /** Null where nothing was removed. */
    public @Nullable Deletion first() {
        return first;
    }

    /** Null where nothing was removed. */
    public @Nullable Deletion last() {
        return last;
    }

    /** In the order of the files. */
    public Collection<Deletion> kept() {
        return Collections.unmodifiableCollection(kept.values());
    }

    /** Whether {@link #kept} has every key that was removed. */
    public boolean allKept() {
        return allKept;
    }

    /** The last removal of {@code key}, or null. */
    public @Nullable Deletion of(Key key) {
        return kept.get(key);
    }
}
