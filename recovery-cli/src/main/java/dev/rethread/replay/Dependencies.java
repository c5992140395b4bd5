package dev.rethread.replay;

import dev.rethread.item.Effect;
import dev.rethread.item.Operation;
import dev.rethread.item.Reference;
import dev.rethread.ledger.JournalRow.Result;
import dev.rethread.ledger.StoredEffect;
import dev.rethread.plan.PlanStep;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an outcome means for later writes: nothing may point to an object that was refused, an item is not half put
 * back, and what somebody has put back meanwhile is not counted twice.
 */
final class Dependencies {
    private final Ids ids;
    private final Earlier earlier;
    private final Map<Long, Integer> lowestPhase = new HashMap<>();
    private final Set<Long> hinging = new HashSet<>();
    private final Set<Long> refusedItems = new HashSet<>();
    private final Set<Long> writtenItems = new HashSet<>();
    private final Set<Reference> refusedObjects = new HashSet<>();

    Dependencies(List<PlanStep> steps, Ids ids, Earlier earlier) {
        this.ids = ids;
        this.earlier = earlier;
        steps.stream().flatMap(step -> step.writes().stream()).forEach(write -> {
            lowestPhase.merge(write.itemRow(), write.effect().phase(), Math::min);
        });
        steps.stream()
                .flatMap(step -> step.writes().stream())
                .filter(write -> first(write) && !adds(write))
                .forEach(write -> hinging.add(write.itemRow()));
    }

    private boolean byOtherRun(StoredEffect write) {
        return earlier.written().contains(write.id()) || earlier.doubtful().contains(write.id());
    }

    private boolean first(StoredEffect write) {
        return write.effect().phase() == lowestPhase.getOrDefault(write.itemRow(), 0);
    }

    private static boolean adds(StoredEffect write) {
        return write.effect().operation() == Operation.ADD;
    }

    /** Why a write must not be sent; null if it may. */
    @Nullable
    String objection(StoredEffect write) {
        for (Reference reference : write.effect().references()) {
            if (refusedObjects.contains(reference)) {
                return reference + " was refused";
            }
            if (ids.live(reference) == null) {
                return reference + " is neither in live nor in this plan";
            }
        }
        if (!first(write) && refusedItems.contains(write.itemRow())) {
            return write.kind() + " " + write.item() + " was refused";
        }
        if (adds(write) && earlier.doubtful().contains(write.id())) {
            return "an earlier run was given up before it was known whether this was counted";
        }
        return supported(write.effect()) ? null : "cannot be written element by element";
    }

    private static boolean supported(Effect effect) {
        return effect.operation().ofKey()
                || switch (effect.type()) {
                    case STRING, HASH, ZSET, SET, LIST -> true;
                    case STREAM, MODULE, ARRAY, GCRA -> false;
                };
    }

    /** Whether an amount is counted already: by an earlier run, or by whoever has put the item back meanwhile. */
    boolean counted(StoredEffect write) {
        if (!adds(write)) {
            return false;
        }
        boolean putBackByOthers =
                !first(write) && hinging.contains(write.itemRow()) && !writtenItems.contains(write.itemRow());
        return earlier.written().contains(write.id()) || putBackByOthers;
    }

    void settle(PlanStep step, StoredEffect write, Result result) {
        Reference creates = step.creates();
        if (result == Result.REFUSED && creates != null) {
            refusedObjects.add(creates);
        }
        if (!first(write)) {
            return;
        }
        if (result == Result.REFUSED) {
            refusedItems.add(write.itemRow());
        } else if (!adds(write) && (result == Result.WRITTEN || byOtherRun(write))) {
            writtenItems.add(write.itemRow());
        }
    }
}
