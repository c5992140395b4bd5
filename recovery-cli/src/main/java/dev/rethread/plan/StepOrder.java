package dev.rethread.plan;

import dev.rethread.item.Reference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts an object behind the objects of its kind that it refers to: an answer behind what it answers, so that it can be
 * refused when that was. Objects that refer to each other in a circle keep the order they had.
 */
final class StepOrder {
    private final Map<Reference, PlanStep> creators = new HashMap<>();
    private final BitSet entered = new BitSet();
    private final List<PlanStep> ordered = new ArrayList<>();

    private StepOrder() {}

    /** {@code steps}, which are ordered by phase and numbered from 1, in their new order and numbered anew. */
    static List<PlanStep> parentsFirst(List<PlanStep> steps) {
        StepOrder order = new StepOrder();
        for (PlanStep step : steps) {
            Reference creates = step.creates();
            if (creates != null) {
                order.creators.put(creates, step);
            }
        }
        steps.forEach(order::place);
        return order.ordered;
    }

    /** Without recursion: a thread of ten thousand answers may be one chain. */
    private void place(PlanStep step) {
        Deque<PlanStep> waiting = new ArrayDeque<>();
        @Nullable PlanStep next = entered.get(step.number()) ? null : step;
        while (next != null || !waiting.isEmpty()) {
            if (next == null) {
                PlanStep ready = waiting.pop();
                ordered.add(numbered(ready, ordered.size() + 1));
            } else {
                entered.set(next.number());
                waiting.push(next);
            }
            next = waiting.isEmpty() ? null : parent(waiting.peek());
        }
    }

    private @Nullable PlanStep parent(PlanStep step) {
        if (step.creates() == null) {
            return null;
        }
        for (Reference reference : step.references()) {
            PlanStep creator = creators.get(reference);
            if (creator != null && creator.phase() == step.phase() && !entered.get(creator.number())) {
                return creator;
            }
        }
        return null;
    }

    private static PlanStep numbered(PlanStep step, int number) {
        return new PlanStep(
                number,
                step.phase(),
                step.database(),
                step.key(),
                step.type(),
                step.must(),
                step.creates(),
                step.writes());
    }
}
