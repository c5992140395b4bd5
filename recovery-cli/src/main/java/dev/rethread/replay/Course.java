package dev.rethread.replay;

import dev.rethread.item.Effect;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.ledger.JournalRow;
import dev.rethread.ledger.JournalRow.Result;
import dev.rethread.ledger.StoredEffect;
import dev.rethread.plan.PlanHeader;
import dev.rethread.plan.PlanStep;
import dev.rethread.replay.Applier.Applied;
import dev.rethread.replay.Sending.Write;
import dev.rethread.server.Place;
import dev.rethread.server.TargetReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One way through a plan, from whatever the journal says was done before. The same for a dry run and for an execution;
 * they differ in the {@link Applier} and the {@link Journal}. Start reading at {@link #run}.
 */
final class Course {
    private final List<PlanStep> steps;
    private final PlanHeader plan;
    private final Ids ids;
    private final Dependencies dependencies;
    private final TargetReader target;
    private final Applier applier;
    private final Journal journal;
    private final Moment.Witness witness;
    private final Map<Long, JournalRow> rows = new HashMap<>();

    /** @param known the journal of this run so far */
    Course(
            List<PlanStep> steps,
            PlanHeader plan,
            Ids ids,
            List<JournalRow> known,
            Earlier earlier,
            TargetReader target,
            Applier applier,
            Journal journal,
            Moment.Witness witness) {
        this.steps = steps;
        this.plan = plan;
        this.ids = ids;
        this.dependencies = new Dependencies(steps, ids, earlier);
        this.target = target;
        this.applier = applier;
        this.journal = journal;
        this.witness = witness;
        known.forEach(row -> rows.put(row.effect(), row));
    }

    /** Goes on to the end, or until {@code interrupted}; true if it reached the end. */
    boolean run(ReplayProgress progress, BooleanSupplier interrupted) {
        int done = 0;
        boolean reserved = false;
        for (List<PlanStep> batch : Batches.of(steps)) {
            if (interrupted.getAsBoolean()) {
                return false;
            }
            if (!reserved && batch.get(0).phase() > Effect.COUNTERS) {
                applier.fence();
                ids.reserve(steps, plan, applier, target, journal, witness);
                witness.reached(Moment.AFTER_RESERVING_IDS);
                reserved = true;
            }
            batch(batch);
            done += batch.size();
            progress.steps(done, steps.size());
        }
        return true;
    }

    Tally tally() {
        return new Tally(steps, rows);
    }

    private void batch(List<PlanStep> batch) {
        List<JournalRow> fresh = new ArrayList<>();
        List<Sending> sendings = new ArrayList<>();
        for (PlanStep step : batch) {
            Sending sending = prepare(step, fresh);
            if (!sending.writes().isEmpty()) {
                sendings.add(sending);
            }
        }
        if (!sendings.isEmpty()) {
            applier.fence();
        }
        intend(fresh);
        if (!sendings.isEmpty()) {
            send(sendings);
        }
        batch.forEach(step -> step.writes().forEach(write -> dependencies.settle(step, write, result(write))));
    }

    private Result result(StoredEffect write) {
        JournalRow row = Objects.requireNonNull(rows.get(write.id()));
        return Objects.requireNonNull(row.result());
    }

    /** What of a step is to be sent; rows that the journal does not have yet are added to {@code fresh}. */
    private Sending prepare(PlanStep step, List<JournalRow> fresh) {
        Key key = new Key(step.database(), ids.resolve(step.key()));
        String objection = objectionToWhole(step);
        List<Write> writes = new ArrayList<>();
        for (StoredEffect write : step.writes()) {
            JournalRow row = rows.get(write.id());
            if (row == null) {
                row = row(step, key, write, objection);
                fresh.add(row);
            }
            if (row.result() == null) {
                Effect effect = write.effect();
                writes.add(new Write(row, effect.expected() == null ? null : ids.resolve(effect.expected())));
            }
        }
        List<Key> needs = writes.isEmpty()
                ? List.of()
                : step.needs().stream()
                        .map(need -> new Key(step.database(), ids.resolve(need)))
                        .toList();
        return new Sending(step, key, needs, writes);
    }

    /** An object of which one write may not be sent stays away as a whole. */
    private @Nullable String objectionToWhole(PlanStep step) {
        if (!Sending.together(step)) {
            return null;
        }
        return step.writes().stream()
                .map(dependencies::objection)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private JournalRow row(PlanStep step, Key key, StoredEffect write, @Nullable String objectionToWhole) {
        Effect effect = write.effect();
        JournalRow row = new JournalRow(
                step.number(),
                write.id(),
                step.database(),
                key.name(),
                effect.type(),
                ids.resolve(effect.element()),
                effect.operation(),
                null,
                ids.resolve(effect.value()),
                effect.key().lost(),
                effect.element().lost(),
                null,
                "");
        String objection = objectionToWhole != null ? objectionToWhole : dependencies.objection(write);
        if (objection != null) {
            return row.settled(Result.REFUSED, objection);
        }
        return dependencies.counted(write) ? row.settled(Result.ALREADY, "") : row;
    }

    /** Reads what live holds now and makes it, with what it is to become, durable before anything is sent. */
    private void intend(List<JournalRow> fresh) {
        if (fresh.isEmpty()) {
            return;
        }
        List<JournalRow> intents = new ArrayList<>(
                fresh.stream().filter(row -> row.result() != null).toList());
        intents.addAll(
                withBefore(fresh.stream().filter(row -> row.result() == null).toList()));
        witness.reached(Moment.BEFORE_INTENT);
        journal.write(intents);
        witness.reached(Moment.AFTER_INTENT);
        intents.forEach(row -> rows.put(row.effect(), row));
    }

    private List<JournalRow> withBefore(List<JournalRow> open) {
        List<Place> places = open.stream().map(Sending::place).toList();
        List<@Nullable Bytes> held = target.elements(places);
        List<JournalRow> found = new ArrayList<>();
        for (int i = 0; i < open.size(); i++) {
            found.add(open.get(i).found(held.get(i)));
        }
        return found;
    }

    private void send(List<Sending> sendings) {
        Applied applied = applier.apply(sendings);
        witness.reached(Moment.AFTER_SENDING);
        List<JournalRow> settled = new ArrayList<>();
        List<Sending> known = new ArrayList<>();
        for (int i = 0; i < sendings.size(); i++) {
            List<Verdict> verdicts = applied.verdicts().get(i);
            if (verdicts != null) {
                known.add(sendings.get(i));
                settle(sendings.get(i), verdicts, settled);
            }
        }
        if (!settled.isEmpty()) {
            journal.write(settled);
            settled.forEach(row -> rows.put(row.effect(), row));
            applier.settled(known);
            witness.reached(Moment.AFTER_OUTCOME);
        }
        if (applied.failure() != null) {
            throw applied.failure();
        }
    }

    private void settle(Sending sending, List<Verdict> verdicts, List<JournalRow> settled) {
        for (int i = 0; i < verdicts.size(); i++) {
            Write write = sending.writes().get(i);
            Verdict verdict = verdicts.get(i);
            JournalRow row = Objects.requireNonNull(rows.get(write.row().effect()));
            settled.add(held(row, write, verdict).settled(verdict.result(), verdict.reason()));
        }
    }

    /** What a write found is read before it is sent; where its precondition says it exactly, that is truer. */
    private static JournalRow held(JournalRow row, Write write, Verdict verdict) {
        if (verdict != Verdict.WRITTEN) {
            return row;
        }
        return switch (row.operation()) {
            case CREATE, LOAD -> row.found(null);
            case REPLACE -> row.found(write.expected());
            case REMOVE, EXPIRE -> row.found(Objects.requireNonNullElse(write.expected(), Bytes.EMPTY));
            case RAISE, LIFT, ADD -> row;
        };
    }
}
