package dev.rethread.rebase;

import dev.rethread.delta.ElementChange;
import dev.rethread.delta.KeyChange;
import dev.rethread.item.Provenance;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The keys that no rule knows, while evidence is folded into them: the newest complete source is told first, then what
 * incomplete ones mention, the newest first. A mention adds what is absent; it proves that something existed, never that
 * it was deleted or that it was changed where a complete source says otherwise.
 */
final class LostKeys {
    private final Map<Key, LostKey> keys = new TreeMap<>();
    private boolean allTold;

    Collection<LostKey> all() {
        return keys.values();
    }

    /**
     * Takes what a complete source says.
     *
     * @param baseWritten when the base was, as its file says: 0 where it does not
     * @param written when the source was
     */
    BiConsumer<KeyChange, Provenance> told(long baseWritten, long written) {
        boolean before = written > 0 && written < baseWritten;
        allTold = true;
        return (change, from) -> keys.put(change.key(), LostKey.of(change, from, !before));
    }

    /** Takes what an incomplete source says. */
    void mention(KeyChange change, Provenance from) {
        Entry after = change.after();
        if (after == null || (allTold && change.retyped())) {
            return;
        }
        LostKey known = keys.get(change.key());
        if (known == null && !allTold) {
            keys.put(change.key(), LostKey.of(change, from, true));
        } else if (known == null) {
            LostKey added = LostKey.of(change, from, true);
            added.changes().values().removeIf(element -> element.before() != null);
            if (!added.changes().isEmpty()) {
                keys.put(change.key(), added);
            }
        } else if (known.after() != null
                && known.after().value().type() == after.value().type()) {
            add(known, change, from);
        }
    }

    private void add(LostKey known, KeyChange change, Provenance from) {
        known.sources().add(from);
        for (ElementChange element : change.elements()) {
            if (element.before() == null || !allTold) {
                known.mention(element, from);
            }
        }
    }

    /** Notes that an older source has the key too. */
    void attest(KeyChange change, Provenance from) {
        LostKey known = keys.get(change.key());
        if (known != null && known.after() != null && change.after() != null) {
            known.sources().add(from);
        }
    }
}
