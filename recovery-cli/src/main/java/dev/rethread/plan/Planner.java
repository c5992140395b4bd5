package dev.rethread.plan;

import dev.rethread.item.Effect;
import dev.rethread.item.Operation;
import dev.rethread.item.Outcome;
import dev.rethread.item.Reference;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Type;
import dev.rethread.ledger.StoredEffect;
import java.util.ArrayList;
import java.util.List;
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

    /** An item's own writes stay together whatever their number; in an index any number of steps will do. */
    private boolean together(StoredEffect first, StoredEffect next) {
        Effect one = first.effect();
        Effect other = next.effect();
        boolean sameKey = one.phase() == other.phase()
                && one.database() == other.database()
                && one.type() == other.type()
                && one.key().equals(other.key());
        boolean sameItem = first.itemRow() == next.itemRow();
        return sameKey && (sameItem || (!ofItem(one.phase()) && group.size() < MAX_WRITES));
    }

    private static boolean ofItem(int phase) {
        return phase < Effect.RELATIONS;
    }

    private void close() {
        if (group.isEmpty()) {
            return;
        }
        Effect effect = group.get(0).effect();
        Reference creates = creates();
        KeyState must = creates != null ? KeyState.ABSENT : belongsToItem() ? KeyState.PRESENT : KeyState.ANY;
        steps.add(new PlanStep(
                steps.size() + 1,
                effect.phase(),
                effect.database(),
                effect.key(),
                effect.type(),
                must,
                creates,
                group));
        group.clear();
    }

    private @Nullable Reference creates() {
        StoredEffect first = group.get(0);
        Template key = first.effect().key();
        int phase = first.effect().phase();
        boolean object = phase >= Effect.OBJECTS && phase < Effect.RELATIONS;
        boolean creates = object && first.outcome() == Outcome.RESTORE;
        return creates && key.references().size() == 1 ? key.references().get(0) : null;
    }

    /** Fields of an item's hash, unlike entries of an index, mean nothing without the item. */
    private boolean belongsToItem() {
        Effect first = group.get(0).effect();
        boolean changesNumbers = group.stream()
                .map(stored -> stored.effect().operation())
                .anyMatch(operation -> operation != Operation.CREATE);
        return first.type() == Type.HASH && (first.phase() < Effect.RELATIONS || changesNumbers);
    }
}
