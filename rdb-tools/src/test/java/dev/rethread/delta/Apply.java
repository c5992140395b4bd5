package dev.rethread.delta;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.keyspace.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Lays a delta onto a base, element by element, refusing a change whose {@code before} is not what is there. */
final class Apply {
    /** A key as its type and its elements: all that the delta claims to carry. */
    record Flat(Type type, SortedMap<Element, Bytes> elements) {}

    private Apply() {}

    static Map<Key, Flat> flatten(Snapshot snapshot) {
        Map<Key, Flat> flat = new TreeMap<>();
        for (Key key : snapshot.keys()) {
            Entry entry = snapshot.get(key);
            if (entry != null) {
                flat.put(key, new Flat(entry.value().type(), Elements.of(entry)));
            }
        }
        return flat;
    }

    static List<KeyChange> delta(Snapshot base, Snapshot evidence) {
        List<KeyChange> changes = new ArrayList<>();
        Delta.between(base, evidence, changes::add);
        return changes;
    }

    static Map<Key, Flat> apply(Snapshot base, List<KeyChange> changes) {
        Map<Key, Flat> flat = flatten(base);
        for (KeyChange change : changes) {
            Flat before = flat.remove(change.key());
            SortedMap<Element, Bytes> elements = before == null ? new TreeMap<>() : before.elements();
            change.elements().forEach(element -> apply(elements, element));
            Entry after = change.after();
            if (after != null) {
                flat.put(change.key(), new Flat(after.value().type(), elements));
            } else if (!elements.isEmpty()) {
                throw new AssertionError(change.key() + " leaves " + elements);
            }
        }
        return flat;
    }

    private static void apply(SortedMap<Element, Bytes> elements, ElementChange change) {
        @Nullable Bytes found = elements.remove(change.element());
        if (!Objects.equals(found, change.before())) {
            throw new AssertionError(change + " found " + found);
        }
        Bytes after = change.after();
        if (after != null) {
            elements.put(change.element(), after);
        }
    }
}
