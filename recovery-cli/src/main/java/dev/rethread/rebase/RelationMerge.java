package dev.rethread.rebase;

import dev.rethread.item.Item;
import dev.rethread.item.Outcome;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.RelationRule;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** Merges members of relation sets: likes given and taken back in the gap. */
final class RelationMerge {
    private final Merge merge;
    private final ItemFactory items;

    RelationMerge(Merge merge, ItemFactory items) {
        this.merge = merge;
        this.items = items;
    }

    /** Hands what became of {@code relation} to {@code found}. */
    void merge(LostRelation relation, Consumer<Item> found) {
        RelationRule rule = Objects.requireNonNull(merge.profile().relations().get(relation.kind()));
        Standing parent = merge.standings().of(relation.parent());
        Standing author = merge.standings().of(relation.author());
        Standing worst = parent.worse(author);
        boolean there = parent.state() == Standing.State.IN_LIVE
                && author.state() == Standing.State.IN_LIVE
                && holds(rule, relation);
        if (relation.removed()) {
            if (there) {
                found.accept(items.of(relation, Outcome.RESURRECTED, "taken back in the gap", null, List.of()));
            }
        } else if (there) {
            found.accept(items.of(relation, Outcome.PRESENT, "", null, List.of()));
        } else if (worst.available() && merge.effects().unbound(relation, rule) != null) {
            String unbound = merge.effects().unbound(relation, rule);
            String reason = "the " + unbound + " of " + relation.parent() + " survives in no source";
            found.accept(items.of(relation, Outcome.REFUSED, reason, null, List.of()));
        } else if (worst.available()) {
            found.accept(items.of(
                    relation, Outcome.RESTORE, "", null, merge.effects().relation(relation, rule)));
        } else if (worst.state() == Standing.State.WAITING) {
            found.accept(items.of(relation, Outcome.WAITING, worst.reason(), worst.waitsFor(), List.of()));
        } else {
            found.accept(items.of(relation, Outcome.REFUSED, worst.reason(), null, List.of()));
        }
    }

    private boolean holds(RelationRule rule, LostRelation relation) {
        Bytes parent = merge.alignment().of(relation.parent()).live();
        Bytes author = merge.alignment().of(relation.author()).live();
        if (parent == null || author == null) {
            return false;
        }
        return merge.branches().liveMembers(rule, parent).contains(rule.member().fillBytes(placeholder -> author));
    }
}
