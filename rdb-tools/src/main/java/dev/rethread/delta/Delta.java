package dev.rethread.delta;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.ListValue;
import dev.rethread.keyspace.Value.StringValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the evidence adds to, changes in and removes from the base.
 *
 * <p>Compared by meaning: encodings and the order of members and fields do not matter. Keys whose raw bytes are the
 * same on both sides (equal non-zero {@link Snapshot#fingerprint}) are not decoded.
 *
 * <p>Evidence that is not complete proves that something existed, never that it was deleted: from it come neither
 * missing keys nor missing elements, unless the key turned into another type. The base is taken as complete; what an
 * incomplete base lacks shows up as added. The same holds key by key where a value is only partial in the evidence; a
 * partial string or list is no evidence at all.
 */
public final class Delta {
    private Delta() {}

    /**
     * Hands every key that differs to {@code changes}, in the order of the keys. Looks through both sides in their own
     * order first and holds the names of what differs in memory, nothing else.
     */
    public static void between(Snapshot base, Snapshot evidence, Consumer<KeyChange> changes) {
        between(base, evidence, () -> {}, changes);
    }

    /** The same, with {@code step} run before each key that is looked at closely; what it throws ends the work. */
    public static void between(Snapshot base, Snapshot evidence, Runnable step, Consumer<KeyChange> changes) {
        SortedSet<Key> differing = new TreeSet<>();
        evidence.unlike(base, key -> {
            step.run();
            if (change(base, evidence, key) != null) {
                differing.add(key);
            }
        });
        if (evidence.complete()) {
            Collection<Key> kept = evidence.keys();
            base.unlike(evidence, key -> {
                step.run();
                if (!kept.contains(key)) {
                    differing.add(key);
                }
            });
        }
        for (Key key : differing) {
            step.run();
            KeyChange change = change(base, evidence, key);
            if (change != null) {
                changes.accept(change);
            }
        }
    }

    private static @Nullable KeyChange change(Snapshot base, Snapshot evidence, Key key) {
        Entry after = evidence.get(key);
        boolean partial = evidence.partial(key);
        if (partial && after != null && isWhole(after.value())) {
            return null;
        }
        return compare(key, base.get(key), after, evidence.complete() && !partial);
    }

    /** Whether a part of such a value says nothing about the rest. */
    private static boolean isWhole(Value value) {
        return value instanceof StringValue || value instanceof ListValue;
    }

    /**
     * How {@code after} differs from {@code before}, or null where it does not.
     *
     * @param complete whether what {@code after} lacks is known to be deleted
     */
    public static @Nullable KeyChange compare(
            Key key, @Nullable Entry before, @Nullable Entry after, boolean complete) {
        if (before == null || after == null) {
            boolean nothing = before == null ? after == null : !complete;
            return nothing ? null : new KeyChange(key, before, after, replaced(before, after));
        }
        if (before.value().type() != after.value().type()) {
            return new KeyChange(key, before, after, replaced(before, after));
        }
        if (before.expireAt() == after.expireAt() && before.value().equals(after.value())) {
            return null;
        }
        List<ElementChange> elements = differing(Elements.of(before), Elements.of(after), complete);
        return elements.isEmpty() ? null : new KeyChange(key, before, after, elements);
    }

    private static List<ElementChange> replaced(@Nullable Entry before, @Nullable Entry after) {
        List<ElementChange> elements = new ArrayList<>();
        Elements.of(before).forEach((element, value) -> elements.add(new ElementChange(element, value, null)));
        Elements.of(after).forEach((element, value) -> elements.add(new ElementChange(element, null, value)));
        return elements;
    }

    private static List<ElementChange> differing(
            SortedMap<Element, Bytes> before, SortedMap<Element, Bytes> after, boolean complete) {
        SortedSet<Element> all = new TreeSet<>(after.keySet());
        if (complete) {
            all.addAll(before.keySet());
        }
        List<ElementChange> elements = new ArrayList<>();
        for (Element element : all) {
            Bytes old = value(before, element);
            Bytes now = value(after, element);
            if (!Objects.equals(old, now)) {
                elements.add(new ElementChange(element, old, now));
            }
        }
        return elements;
    }

    private static @Nullable Bytes value(Map<Element, Bytes> elements, Element element) {
        return elements.get(element);
    }
}
