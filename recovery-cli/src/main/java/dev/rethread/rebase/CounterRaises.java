package dev.rethread.rebase;

import dev.rethread.item.Effect;
import dev.rethread.item.Item;
import dev.rethread.item.Outcome;
import dev.rethread.item.Provenance;
import dev.rethread.item.Reference;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Span;
import dev.rethread.profile.Counter;
import dev.rethread.profile.Domain;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What must be written to the counters that issue ids, before any id of the lost branch is used again. */
final class CounterRaises {
    private static final Provenance IDS = new Provenance("ids", new Span(0, 0));

    private final Merge merge;
    private final Consumer<Item> found;

    /** By the space of ids. */
    private final Map<String, Long> highest = new TreeMap<>();

    /** Spaces of ids of which something is or will be in live: a key that nothing else is in has no counter. */
    private final Set<String> filled = new HashSet<>();

    private CounterRaises(Merge merge, Consumer<Item> found) {
        this.merge = merge;
        this.found = found;
    }

    /**
     * Counters must pass every id of the lost branch first, or live would issue those ids to something else: those of
     * items, and those that restored items name though nothing of them survives.
     */
    static void raise(Merge merge, Consumer<Item> found) {
        CounterRaises raises = new CounterRaises(merge, found);
        Map<Reference, LostRecord> records = merge.lost().records();
        records.keySet().forEach(raises::item);
        records.values().stream()
                .filter(record -> merge.standings().of(record.reference()).available())
                .forEach(raises::named);
        raises.highest.forEach(raises::space);
    }

    private void item(Reference item) {
        if (counted(item)) {
            highest.merge(item.domain(), Numbers.counted(item.id()), Math::max);
            if (merge.standings().of(item).available()) {
                filled.add(item.domain());
            }
        }
    }

    private void named(LostRecord record) {
        record.fields().forEach((name, value) -> {
            Reference named = record.named(merge.profile(), name, value.value());
            if (named != null && counted(named)) {
                highest.computeIfPresent(named.domain(), (space, id) -> further(id, Numbers.counted(named.id())));
            }
        });
    }

    /** No counter gets far beyond what is there by a damaged number. */
    private static long further(long highest, long named) {
        return named - highest > LostItems.LONGEST_RUN ? highest : Math.max(highest, named);
    }

    private boolean counted(Reference item) {
        return merge.profile().domain(item.domain()).counter() != null && Numbers.counted(item.id()) > 0;
    }

    private void space(String space, long highest) {
        Domain domain = merge.profile().domain(space);
        Counter counter = Objects.requireNonNull(domain.counter());
        if (domain.within() == null) {
            if (highest > merge.branches().counted(counter, Bytes.EMPTY)) {
                raise(
                        counter,
                        counter.key().toString(),
                        Template.literal(counter.key().toString()),
                        Effect.COUNTERS,
                        highest);
            }
            return;
        }
        Reference parent = new Reference(domain.within(), Bytes.of(Domain.parent(space)));
        if (merge.standings().of(parent).available()) {
            Bytes live = merge.alignment().inLive(parent) == null
                    ? null
                    : merge.alignment().of(parent).live();
            boolean behind = live == null || highest > merge.branches().counted(counter, live);
            if (behind && filled.contains(space)) {
                Template key =
                        counter.key().fill(placeholder -> merge.bindings().reference(parent));
                raise(counter, key.lost().utf8(), key, live == null ? Effect.INDEXES : Effect.COUNTERS, highest);
            }
        }
    }

    private void raise(Counter counter, String name, Template key, int phase, long highest) {
        String field = counter.field() == null ? "" : " " + counter.field();
        Effect raise = merge.effects().raise(merge.bindings().prefixed(key), counter.field(), phase, highest, IDS);
        found.accept(new Item(
                "counter",
                Bytes.of(name + field),
                Outcome.EDIT,
                "",
                null,
                "",
                "",
                0,
                name + field + " at least " + highest,
                List.of(IDS),
                List.of(raise)));
    }
}
