package dev.rethread.rebase;

import dev.rethread.item.Item;
import dev.rethread.item.Outcome;
import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.Counter;
import dev.rethread.profile.FieldKind;
import dev.rethread.profile.FieldRule;
import dev.rethread.profile.ItemRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Finds what must have existed and is in no source: holes between counted ids, and references that lead nowhere. Below
 * the counter of complete evidence, or else of the base, a missing id is a deletion, not a loss.
 */
final class LostItems {
    /** A longer run of missing ids is a counter that was moved, not so many lost items. */
    static final int LONGEST_RUN = 10_000;

    private final Merge merge;
    private final LostBranch lost;

    LostItems(Merge merge) {
        this.merge = merge;
        this.lost = merge.lost();
    }

    void find(Consumer<Item> found) {
        Set<Reference> dangling = new TreeSet<>();
        lost.records().values().forEach(record -> dangling(record, dangling));
        dangling.forEach(item -> found.accept(lost(item, "named by what survives, in no source")));
        merge.profile().domains().forEach((name, domain) -> {
            if (domain.counter() != null && domain.within() == null) {
                holes(name, known(name, domain.counter()), dangling, found);
            }
        });
    }

    private void dangling(LostRecord record, Set<Reference> found) {
        ItemRule rule = merge.profile().item(record.kind());
        Map<String, Bytes> before = merge.branches().base(record.reference());
        record.fields().forEach((name, sourced) -> {
            FieldRule field = rule.rule(name);
            Reference to = field == null || field.kind() != FieldKind.ID
                    ? null
                    : merge.bindings().named(field, sourced.value(), record.reference());
            boolean ofTheGap = before == null || !sourced.value().equals(before.get(name));
            if (to != null && ofTheGap && nowhere(to)) {
                found.add(to);
            }
        });
    }

    /** Live may have issued the id to something else: that is not what is named. */
    private boolean nowhere(Reference to) {
        return !deleted(to)
                && !lost.records().containsKey(to)
                && merge.branches().base(to) == null
                && merge.alignment().inLive(to) == null;
    }

    /** Whether complete evidence, which had issued the id, would hold it: it was deleted in the gap. */
    private boolean deleted(Reference to) {
        long issued = lost.counters().getOrDefault(to.domain(), 0L);
        long id = Numbers.counted(to.id());
        return id > 0 && id <= issued;
    }

    /** The highest id up to which it is known what was deleted. */
    private long known(String domain, Counter counter) {
        long atBase = merge.branches().countedInBase(counter);
        long counted = Math.max(atBase, lost.counters().getOrDefault(domain, 0L));
        return lost.records().values().stream()
                .filter(record -> record.reference().domain().equals(domain) && inCompleteEvidence(record))
                .mapToLong(record -> Numbers.counted(record.reference().id()))
                .reduce(counted, Math::max);
    }

    private boolean inCompleteEvidence(LostRecord record) {
        return !record.mentionOnly() && record.version(merge.profile().item(record.kind())) <= lost.completeUntil();
    }

    private void holes(String domain, long known, Set<Reference> dangling, Consumer<Item> found) {
        SortedSet<Long> ids = new TreeSet<>();
        lost.records().keySet().forEach(item -> add(item, domain, ids));
        dangling.forEach(item -> add(item, domain, ids));
        long last = known;
        for (long id : ids.tailSet(known + 1)) {
            run(domain, last + 1, id, known, found);
            last = id;
        }
    }

    private static void add(Reference item, String domain, Set<Long> ids) {
        if (item.domain().equals(domain)) {
            ids.add(Numbers.counted(item.id()));
        }
    }

    private void run(String domain, long from, long to, long known, Consumer<Item> found) {
        if (to - from > LONGEST_RUN) {
            Reference first = new Reference(domain, Bytes.of(from));
            found.accept(lost(first, "the first of " + (to - from) + " missing ids in a row: the counter was moved"));
            return;
        }
        for (long id = from; id < to; id++) {
            Reference hole = new Reference(domain, Bytes.of(id));
            found.accept(lost(hole, "a hole in the ids: issued after " + known + ", in no source"));
        }
    }

    private Item lost(Reference item, String reason) {
        String kind = merge.profile().kindOf(item.domain());
        return new Item(kind, ItemFactory.shown(item), Outcome.LOST, reason, null, "", "", 0, "", List.of(), List.of());
    }
}
