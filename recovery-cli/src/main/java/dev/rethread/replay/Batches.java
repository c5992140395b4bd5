package dev.rethread.replay;

import dev.rethread.item.Reference;
import dev.rethread.plan.PlanStep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Cuts steps into batches that can be sent at once: none holds a step that hinges on another one's outcome. */
final class Batches {
    private static final int MAX_STEPS = 200;
    private static final int MAX_WRITES = 1000;
    private static final int MAX_BYTES = 1 << 20;

    private final List<List<PlanStep>> batches = new ArrayList<>();
    private final Set<Reference> created = new HashSet<>();
    private List<PlanStep> batch = new ArrayList<>();
    private int writes;
    private long bytes;

    private Batches() {}

    static List<List<PlanStep>> of(List<PlanStep> steps) {
        Batches batches = new Batches();
        steps.forEach(batches::add);
        batches.close();
        return batches.batches;
    }

    private void add(PlanStep step) {
        if (!batch.isEmpty() && (batch.get(0).phase() != step.phase() || full() || hinges(step))) {
            close();
        }
        batch.add(step);
        writes += step.writes().size();
        bytes += step.writes().stream()
                .mapToLong(write -> write.effect().value().lost().length())
                .sum();
        Reference creates = step.creates();
        if (creates != null) {
            created.add(creates);
        }
    }

    private boolean full() {
        return batch.size() >= MAX_STEPS || writes >= MAX_WRITES || bytes >= MAX_BYTES;
    }

    private boolean hinges(PlanStep step) {
        return step.references().stream().anyMatch(created::contains);
    }

    private void close() {
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        batch = new ArrayList<>();
        created.clear();
        writes = 0;
        bytes = 0;
    }
}
