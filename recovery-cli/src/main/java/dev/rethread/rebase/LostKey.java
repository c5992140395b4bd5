package dev.rethread.rebase;

import dev.rethread.delta.Element;
import dev.rethread.delta.ElementChange;
import dev.rethread.delta.KeyChange;
import dev.rethread.item.Provenance;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A key that no rule knows, as the lost branch left it, and how it differs from the base.
 *
 * @param after as the first source that tells of it has it; null where that knows it to be deleted
 * @param changes by element
 * @param certain whether what it changed in the base is known to be newer than the base
 */
record LostKey(
        Key key, @Nullable Entry after, SortedMap<Element, Change> changes, Set<Provenance> sources, boolean certain) {
    /** An element before and after the gap; null where it is not there. */
    record Change(@Nullable Bytes before, @Nullable Bytes after, Provenance from) {}

    static LostKey of(KeyChange change, Provenance from, boolean certain) {
        LostKey lost = new LostKey(change.key(), change.after(), new TreeMap<>(), new LinkedHashSet<>(), certain);
        lost.sources.add(from);
        change.elements().forEach(element -> lost.put(element, from));
        return lost;
    }

    /** Of a key that changed its type one element may go and come. */
    private void put(ElementChange element, Provenance from) {
        changes.merge(
                element.element(),
                new Change(element.before(), element.after(), from),
                (gone, come) -> new Change(gone.before(), come.after(), from));
    }

    /** Adds what another source has, where none before has it. */
    void mention(ElementChange element, Provenance from) {
        changes.putIfAbsent(element.element(), new Change(element.before(), element.after(), from));
    }
}
