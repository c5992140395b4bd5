package dev.rethread.plan;

import dev.rethread.item.Effect;
import dev.rethread.item.Operation;
import dev.rethread.item.Reference;
import dev.rethread.keyspace.Type;
import dev.rethread.ledger.StoredEffect;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Groups effects into steps of one key, and puts objects behind those they refer to. */
public final class Planner {
    /** A longer script would hold up the server's other clients. */
    private static final int MAX_WRITES = 256;

    private final List<PlanStep> steps = new ArrayList<>();
    private final List<StoredEffect> group = new ArrayList<>();

    private Planner() {}

    /** The steps for {@code effects}, which are ordered by phase, database and key. */
    public static List<PlanStep> plan(List<StoredEffect> effects) {
        Planner planner = new Planner();
        effects.forEach(planner::add);
        planner.close();
        return StepOrder.parentsFirst(planner.steps);
    }

    private void add(StoredEffect effect) {
        if (!group.isEmpty() && !together(group.get(0), effect)) {
            close();
        }
        group.add(effect);
    }

    /**
     * An item's own writes stay together whatever their number, unless it is no more than a key; in an index any number
     * of steps will do, but one thing that is gone must not keep another's entry away.
     */
    private boolean together(StoredEffect first, StoredEffect next) {
        Effect one = first.effect();
        Effect other = next.effect();
        boolean sameKey = one.phase() == other.phase()
                && one.database() == other.database()
                && one.type() == other.type()
                && one.key().equals(other.key());
        boolean sameItem = first.itemRow() == next.itemRow();
        boolean ofAll = one.phase() >= Effect.RELATIONS && one.needs().equals(other.needs());
        boolean whole = sameItem && one.phase() < Effect.KEYS;
        return sameKey && (whole || (ofAll && group.size() < MAX_WRITES));
    }

    private void close() {
        if (group.isEmpty()) {
            return;
        }
        Effect effect = group.get(0).effect();
        steps.add(new PlanStep(
                steps.size() + 1,
                effect.phase(),
                effect.database(),
                effect.key(),
                effect.type(),
                must(),
                creates(),
                group));
        group.clear();
    }

    private KeyState must() {
        Reference object = object();
        boolean ownKey =
                object != null && group.get(0).effect().key().references().contains(object);
        if (!requiresSomething()) {
            return ownKey ? KeyState.WHOLE : KeyState.ANY;
        } else if (object != null) {
            return ownKey ? KeyState.ABSENT : KeyState.ANY;
        }
        return belongsToItem() ? KeyState.PRESENT : KeyState.ANY;
    }

    private @Nullable Reference object() {
        return group.stream()
                .map(stored -> stored.effect().object())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private @Nullable Reference creates() {
        return requiresSomething() ? object() : null;
    }

    /** Fields of an item's hash, unlike entries of an index, mean nothing without the item. */
    private boolean belongsToItem() {
        Effect first = group.get(0).effect();
        boolean changes = anyOf(operation -> operation != Operation.CREATE && !operation.ofKey());
        return first.type() == Type.HASH && first.phase() >= Effect.OBJECTS && (first.ofObject() || changes);
    }

    private boolean requiresSomething() {
        return anyOf(operation -> !operation.toleratesAbsence());
    }

    private boolean anyOf(Predicate<Operation> which) {
        return group.stream().map(stored -> stored.effect().operation()).anyMatch(which);
    }
}
