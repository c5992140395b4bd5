package dev.rethread.rebase;

import dev.rethread.item.Effect;
import dev.rethread.item.Item;
import dev.rethread.item.Outcome;
import dev.rethread.profile.Derive;
import dev.rethread.profile.FieldKind;
import dev.rethread.profile.KeyRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Merges relations: votes, bookmarks, memberships given and taken back in the gap. */
final class RelationMerge {
    private final Merge merge;
    private final ItemFactory items;
    private final PartMerge parts;
    private final Map<String, LostRelation> all = new HashMap<>();

    RelationMerge(Merge merge, ItemFactory items) {
        this.merge = merge;
        this.items = items;
        this.parts = new PartMerge(merge);
        merge.lost().relations().forEach(relation -> all.put(id(relation.kind(), relation), relation));
    }

    private static String id(String kind, LostRelation relation) {
        return kind + " " + new TreeMap<>(relation.named());
    }

    /** Hands what became of {@code relation} to {@code found}. */
    void merge(LostRelation relation, Consumer<Item> found) {
        Standing worst =
                relation.named().values().stream().map(merge.standings()::of).reduce(Standing.IN_LIVE, Standing::worse);
        if (relation.removed()) {
            removed(relation, found);
        } else if (merge.lost().leftover(relation)) {
            return;
        } else if (worst.available()) {
            given(relation, found);
        } else if (worst.state() == Standing.State.WAITING) {
            found.accept(items.of(relation, Outcome.WAITING, worst.reason(), worst.waitsFor(), List.of()));
        } else {
            found.accept(items.of(relation, Outcome.REFUSED, worst.reason(), null, List.of()));
        }
    }

    private boolean there(LostRelation relation) {
        return relation.named().values().stream()
                        .allMatch(named -> merge.alignment().inLive(named) != null)
                && parts.live(relation.elements().get(0)) != null;
    }

    /** A deletion is done again on request only, but where the same hand gave the opposite instead. */
    private void removed(LostRelation relation, Consumer<Item> found) {
        if (!there(relation)) {
            return;
        }
        LostRelation opposite = opposite(relation);
        if (opposite == null || opposite.removed()) {
            found.accept(items.of(relation, Outcome.RESURRECTED, "taken back in the gap", null, List.of()));
            return;
        }
        List<Effect> effects = new ArrayList<>();
        for (LostElement element : relation.elements()) {
            Effect gone = parts.removal(element);
            if (gone != null) {
                effects.add(gone);
            }
        }
        derive(relation, -1, effects);
        found.accept(items.of(relation, Outcome.EDIT, "turned into " + opposite.kind(), null, effects));
    }

    /** What the same hand gave in its stead in the gap, or null. */
    private @Nullable LostRelation opposite(LostRelation relation) {
        String replaces = rule(relation).replaces();
        return replaces == null ? null : all.get(id(replaces, relation));
    }

    private static KeyRule.Collection rule(LostRelation relation) {
        return relation.elements().get(0).rule();
    }

    private void given(LostRelation relation, Consumer<Item> found) {
        if (there(relation)) {
            present(relation, found);
        } else if (oppositeInLive(relation)) {
            String reason = "in live there is " + rule(relation).replaces() + " instead";
            found.accept(items.of(relation, Outcome.CONFLICT, reason, null, List.of()));
        } else if (renewed(relation)) {
            found.accept(items.of(relation, Outcome.REFUSED, "taken back in live since", null, List.of()));
        } else {
            restore(relation, found);
        }
    }

    /** Whether the base had it, and the gap gave it another moment. A read mark is no gift: it comes back. */
    private static boolean renewed(LostRelation relation) {
        return relation.elements().stream()
                .anyMatch(element ->
                        element.before() != null && element.rule().value().kind() != FieldKind.NEWEST);
    }

    /** A read mark grows, and a vote that was given anew has its new moment, where live has the one of the base. */
    private void present(LostRelation relation, Consumer<Item> found) {
        List<Effect> changes = relation.elements().stream()
                .map(parts::change)
                .flatMap(Optional::stream)
                .toList();
        found.accept(items.of(relation, changes.isEmpty() ? Outcome.PRESENT : Outcome.EDIT, "", null, changes));
    }

    /** Whether live has the opposite, and the gap did not take it back. */
    private boolean oppositeInLive(LostRelation relation) {
        String replaces = rule(relation).replaces();
        LostRelation opposite = opposite(relation);
        if (replaces == null || (opposite != null && opposite.removed() && there(opposite))) {
            return false;
        }
        return merge.profile().relation(replaces).entrySet().stream()
                .limit(1)
                .anyMatch(entry -> merge.holds(entry.getKey(), entry.getValue(), relation.named()));
    }

    private void restore(LostRelation relation, Consumer<Item> found) {
        List<Effect> effects = new ArrayList<>();
        for (LostElement element : relation.elements()) {
            Effect effect = element.after() == null ? null : parts.relation(element);
            if (effect != null) {
                effects.add(effect.needing(merge.bindings().key(relation.parent())));
            }
        }
        derive(relation, 1, effects);
        found.accept(items.of(relation, Outcome.RESTORE, "", null, effects));
    }

    private void derive(LostRelation relation, int sign, List<Effect> into) {
        LostElement first = relation.elements().get(0);
        List<Derive> rules = new ArrayList<>();
        merge.profile().relation(relation.kind()).values().forEach(rule -> rules.addAll(rule.derive()));
        Bindings.Scope scope = new Bindings.Scope(null, relation.named(), first.words());
        merge.derivation().derive(rules, scope, first.from(), sign, into);
    }
}
