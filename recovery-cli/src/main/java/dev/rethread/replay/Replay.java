package dev.rethread.replay;

import dev.rethread.incident.OperatorException;
import dev.rethread.ledger.JournalRow;
import dev.rethread.ledger.Ledger;
import dev.rethread.ledger.RunRow;
import dev.rethread.live.LiveAddress;
import dev.rethread.plan.PlanHeader;
import dev.rethread.plan.PlanStep;
import dev.rethread.server.Fences;
import dev.rethread.server.TargetReader;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Executes a plan, or tells what executing it would do.
 *
 * <p>Each write happens exactly once, however often the process dies and is started again; where live no longer is as
 * the plan expects, it is left alone and the write is reported as refused. Both methods throw {@link OperatorException}
 * for a plan that is not to be replayed, and for a server that fails; after the latter the same call goes on.
 * {@link Abandonment} gives a run up instead.
 */
public final class Replay {
    private static final String MARKER = "rethread:run:";

    private Replay() {}

    /** What {@link #execute} would do if nobody else wrote meanwhile. It is handed nothing that can write. */
    public static ReplayResult dryRun(ReplayOrder order, TargetReader target, ReplayProgress progress) {
        List<PlanStep> steps = Admission.check(order);
        Ledger ledger = order.ledger();
        PlanHeader plan = order.plan().header();
        List<JournalRow> done = Admission.unfinished(order).map(ledger::journal).orElse(List.of()).stream()
                .filter(row -> row.result() != null)
                .toList();
        Course course = new Course(
                steps,
                plan,
                new Ids(ledger.ids()),
                done,
                Earlier.of(ledger, done),
                target,
                new DryApplier(target),
                Journal.NONE,
                Moment.Witness.NONE);
        List<Fences.Violation> violations = Fences.check(target.state(), plan);
        boolean finished = course.run(progress, () -> false);
        return result(null, finished, course, violations);
    }

    /**
     * Writes. Begins a run, or goes on with the unfinished one of the same plan.
     *
     * @param interrupted asked between batches; the run then stays unfinished
     */
    public static ReplayResult execute(
            ReplayOrder order, LiveAddress address, Clock clock, ReplayProgress progress, BooleanSupplier interrupted) {
        return execute(order, address, clock, progress, interrupted, Moment.Witness.NONE);
    }

    static ReplayResult execute(
            ReplayOrder order,
            LiveAddress address,
            Clock clock,
            ReplayProgress progress,
            BooleanSupplier interrupted,
            Moment.Witness witness) {
        List<PlanStep> steps = Admission.check(order);
        Ledger ledger = order.ledger();
        PlanHeader plan = order.plan().header();
        Optional<RunRow> unfinished = Admission.unfinished(order);
        String name = unfinished.map(RunRow::marker).orElse(MARKER + UUID.randomUUID());
        Marker marker = new Marker(name, UUID.randomUUID().toString());
        try (LiveWriter writer = LiveWriter.open(address, plan, marker);
                TargetReader target = TargetReader.open(address)) {
            Fences.require(target.state(), plan);
            witness.reached(Moment.BEFORE_RUN);
            RunRow run = unfinished.orElseGet(() ->
                    ledger.begin(order.plan().digest(), name, plan.target().runId(), clock.instant()));
            witness.reached(Moment.AFTER_RUN);
            List<JournalRow> known = ledger.journal(run);
            Set<Integer> databases = steps.stream().map(PlanStep::database).collect(Collectors.toSet());
            enter(writer, databases, Known.of(known), steps.size());
            witness.reached(Moment.AFTER_MARKER);
            Course course = new Course(
                    steps,
                    plan,
                    new Ids(ledger.ids()),
                    known,
                    Earlier.of(ledger, known),
                    target,
                    writer,
                    Journal.of(ledger, run),
                    witness);
            boolean finished = course.run(progress, interrupted);
            if (finished) {
                witness.reached(Moment.BEFORE_END);
                writer.leave(databases);
                witness.reached(Moment.AFTER_MARKER_REMOVED);
                ledger.end(run, RunRow.State.DONE, clock.instant());
                witness.reached(Moment.AFTER_END);
            }
            return result(run.id(), finished, course, List.of());
        }
    }

    /** The marker stands from the first intent until everything is settled; then it may have been removed. */
    private static void enter(LiveWriter writer, Set<Integer> databases, Known known, int steps) {
        boolean standing = known.begun() && known.through() < steps;
        for (int number : databases) {
            if (!writer.enter(number, standing, known.through())) {
                throw writer.gone();
            }
        }
    }

    private static ReplayResult result(
            @Nullable Long run, boolean finished, Course course, List<Fences.Violation> fences) {
        Tally tally = course.tally();
        return new ReplayResult(run, finished, tally.items(), tally.writes(), tally.refusals(), fences);
    }
}
