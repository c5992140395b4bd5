package dev.rethread.rebase;

import dev.rethread.item.Effect;
import dev.rethread.item.Item;
import dev.rethread.item.Outcome;
import dev.rethread.item.Provenance;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Span;
import java.util.List;
import java.util.function.Consumer;

/** What must be written to the counters that issue ids, before any id of the lost branch is used again. */
final class CounterRaises {
    private CounterRaises() {}

    /** Counters must pass every id of the lost branch first, or live would issue those ids to something else. */
    static void raise(Merge merge, Consumer<Item> found) {
        merge.profile().domains().forEach((name, domain) -> {
            if (domain.counter() == null) {
                return;
            }
            long highest = highestId(merge.lost(), name);
            Key key = new Key(merge.profile().database(), Bytes.of(domain.counter()));
            if (highest > Numbers.orZero(Branches.whole(merge.branches().liveEntry(key)))) {
                Effect raise = merge.effects().raise(domain.counter(), highest, new Provenance("ids", new Span(0, 0)));
                String label = domain.counter() + " at least " + highest;
                found.accept(new Item(
                        "counter",
                        Bytes.of(domain.counter()),
                        Outcome.EDIT,
                        "",
                        null,
                        "",
                        "",
                        0,
                        label,
                        List.of(raise.provenance()),
                        List.of(raise)));
            }
        });
    }

    private static long highestId(LostBranch lost, String domain) {
        return lost.records().keySet().stream()
                .filter(reference -> reference.domain().equals(domain))
                .mapToLong(reference -> Numbers.counted(reference.id()))
                .max()
                .orElse(0);
    }
}
