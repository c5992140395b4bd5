package dev.rethread.rebase;

import dev.rethread.item.Item;
import dev.rethread.item.Outcome;
import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.Domain;
import dev.rethread.profile.FieldRule;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.Profile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Finds what must have existed and is in no source: holes between counted ids, and references that lead nowhere. Below
 * the counter of complete evidence a missing id is a deletion, not a loss.
 */
final class LostItems {
    private final Profile profile;
    private final Branches branches;
    private final LostBranch lost;

    LostItems(Profile profile, Branches branches, LostBranch lost) {
        this.profile = profile;
        this.branches = branches;
        this.lost = lost;
    }

    void find(Consumer<Item> found) {
        Set<Reference> dangling = new TreeSet<>();
        lost.records().values().forEach(record -> dangling(record, dangling));
        dangling.forEach(item -> found.accept(lost(item, "named by what survives, in no source")));
        profile.domains().forEach((name, domain) -> holes(name, domain, dangling, found));
    }

    private void dangling(LostRecord record, Set<Reference> found) {
        ItemRule rule = profile.item(record.kind());
        for (Map.Entry<String, Sourced> field : record.fields().entrySet()) {
            FieldRule fieldRule = rule.fields().get(field.getKey());
            if (fieldRule != null && fieldRule.domain() != null) {
                Reference to =
                        new Reference(fieldRule.domain(), field.getValue().value());
                boolean deleted = lost.records().containsKey(to);
                if (!deleted && branches.lost(to) == null && branches.live(to) == null) {
                    found.add(to);
                }
            }
        }
    }

    private void holes(String name, Domain domain, Set<Reference> dangling, Consumer<Item> found) {
        Long known = lost.counters().get(name);
        if (domain.counter() == null || known == null) {
            return;
        }
        long highest = highest(name);
        for (long id = known + 1; id < highest; id++) {
            Reference hole = new Reference(name, Bytes.of(id));
            if (!lost.records().containsKey(hole) && !dangling.contains(hole)) {
                found.accept(lost(hole, "a hole in the ids: issued after " + known + ", in no source"));
            }
        }
    }

    private long highest(String domain) {
        return lost.records().keySet().stream()
                .filter(item -> item.domain().equals(domain))
                .mapToLong(item -> Numbers.parse(item.id()).orElse(0))
                .max()
                .orElse(0);
    }

    private Item lost(Reference item, String reason) {
        String kind = profile.kindOf(item.domain());
        return new Item(kind, item.id(), Outcome.LOST, reason, null, "", "", 0, "", List.of(), List.of());
    }
}
