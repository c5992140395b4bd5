package dev.rethread.diff;

import dev.rethread.delta.Delta;
import dev.rethread.delta.Element;
import dev.rethread.delta.ElementChange;
import dev.rethread.delta.KeyChange;
import dev.rethread.diff.Difference.Where;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.report.Names;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares two keyspaces by meaning, as {@link Delta} does, A being the base and B the evidence. Encodings, the order of
 * members and the server's version do not matter, nor do elements that a partial value in A lacks. Not thread-safe; for
 * one use.
 */
public final class Comparison {
    private final Snapshot a;
    private final Snapshot b;
    private final Wording wording;
    private final long tolerance;
    private final long now;
    private final SortedMap<String, Sides.OfType> types = new TreeMap<>();
    private final Map<Where, Long> found = new EnumMap<>(Where.class);
    private long expired;

    /**
     * @param tolerance milliseconds by which deadlines may differ and still be the same
     * @param now Unix milliseconds
     */
    public Comparison(Snapshot a, Snapshot b, Names names, long tolerance, long now) {
        this.a = a;
        this.b = b;
        this.wording = new Wording(names);
        this.tolerance = tolerance;
        this.now = now;
    }

    /**
     * Hands over what differs, in the order of the keys, and returns how many keys there are of each kind.
     *
     * @param step run before each key that is looked at closely; what it throws ends the comparison
     */
    public Sides run(Runnable step, Consumer<Difference> differences) {
        Delta.between(a, b, step, change -> {
            boolean partial = a.partial(change.key());
            List<ElementChange> elements = change.elements().stream()
                    .filter(one -> matters(change, one) && !(partial && one.before() == null))
                    .toList();
            if (!elements.isEmpty() || change.added() || change.removed() || change.retyped()) {
                Difference difference = difference(change, elements);
                count(change, difference);
                differences.accept(difference);
            }
        });
        return sides();
    }

    private boolean matters(KeyChange key, ElementChange change) {
        return !StreamHistory.unsaid(key, change) && !tolerable(change);
    }

    private boolean tolerable(ElementChange change) {
        boolean deadline =
                change.element() instanceof Element.Expiry || change.element() instanceof Element.FieldExpiry;
        if (!deadline || change.before() == null || change.after() == null) {
            return false;
        }
        long before = Long.parseLong(change.before().utf8());
        long after = Long.parseLong(change.after().utf8());
        return Math.abs(after - before) <= tolerance;
    }

    private Difference difference(KeyChange change, List<ElementChange> elements) {
        int database = change.key().database();
        String key = wording.key(change);
        String type = Wording.type(change);
        if (change.added()) {
            String amount = Wording.amount(present(change.after()).value());
            Where where = a.complete() ? Where.ONLY_IN_B : Where.NOT_FOUND_IN_A;
            return new Difference(database, key, type, where, amount, List.of());
        } else if (change.removed()) {
            String amount = Wording.amount(present(change.before()).value());
            return new Difference(database, key, type, Where.ONLY_IN_A, amount, List.of());
        }
        List<ElementDifference> shown = change.retyped()
                ? List.of()
                : elements.stream()
                        .map(element -> wording.element(change, element))
                        .toList();
        return new Difference(database, key, type, Where.IN_BOTH, "", shown);
    }

    private static Entry present(@Nullable Entry entry) {
        return Objects.requireNonNull(entry);
    }

    private void count(KeyChange change, Difference difference) {
        Where where = difference.where();
        found.merge(where, 1L, Long::sum);
        types.merge(difference.type(), Sides.OfType.NONE.plus(where), (known, one) -> known.plus(where));
        if (where != Where.IN_BOTH) {
            long deadline =
                    present(change.added() ? change.after() : change.before()).expireAt();
            expired += deadline != Entry.NEVER && deadline <= now ? 1 : 0;
        }
    }

    private Sides sides() {
        long inA = a.keys().size();
        long inB = b.keys().size();
        long changed = found(Where.IN_BOTH);
        long common = inB - found(Where.ONLY_IN_B) - found(Where.NOT_FOUND_IN_A);
        return new Sides(
                inA,
                inB,
                found(Where.ONLY_IN_A),
                found(Where.ONLY_IN_B),
                found(Where.NOT_FOUND_IN_A),
                inA - common - found(Where.ONLY_IN_A),
                changed,
                common - changed,
                expired,
                types);
    }

    private long found(Where where) {
        return found.getOrDefault(where, 0L);
    }
}
