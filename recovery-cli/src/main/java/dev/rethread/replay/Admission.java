package dev.rethread.replay;

import dev.rethread.incident.ExitCode;
import dev.rethread.incident.OperatorException;
import dev.rethread.ledger.Ledger;
import dev.rethread.ledger.PlanRow;
import dev.rethread.ledger.RunRow;
import dev.rethread.plan.PlanFile;
import dev.rethread.plan.PlanHeader;
import dev.rethread.plan.PlanStep;
import dev.rethread.plan.Planner;
import java.util.List;
import java.util.Optional;

/** Whether a plan is the one that was reviewed, of this incident, and of what is staged now. Touches no server. */
final class Admission {
    private static final String AGAIN = "Write a new plan with 'rethread plan'.";

    private Admission() {}

    /**
     * The steps of an admitted plan.
     *
     * @throws OperatorException if it is not
     */
    static List<PlanStep> check(ReplayOrder order) {
        PlanHeader header = order.plan().header();
        Ledger ledger = order.ledger();
        if (!order.incident().equals(header.incident())) {
            throw refused("the plan is of another incident", "Run this in the folder of incident " + header.incident());
        }
        PlanRow known = ledger.plan(order.plan().digest())
                .orElseThrow(() -> refused("the plan was not made in this incident folder", AGAIN));
        if (known.consumed()) {
            throw refused("the plan has been replayed already", "See what is left with 'rethread verify'.");
        }
        if (!ledger.staging().equals(Optional.of(header.staging()))) {
            throw refused("the plan is stale: it was made before the last staging", AGAIN);
        }
        ledger.unfinishedRun().filter(run -> !ofThis(run, order)).ifPresent(run -> {
            throw refused(
                    "run " + run.id() + " of another plan is not finished",
                    "Finish it with its own plan, or give it up with --abandon.");
        });
        List<PlanStep> steps = Planner.plan(ledger.plannable(header.unattributed()));
        if (!PlanFile.digest(header, steps).equals(order.plan().digest())) {
            throw refused("what is staged now is not what the plan shows", AGAIN);
        }
        return steps;
    }

    /** The unfinished run of this plan, if there is one. */
    static Optional<RunRow> unfinished(ReplayOrder order) {
        return order.ledger().unfinishedRun().filter(run -> ofThis(run, order));
    }

    private static boolean ofThis(RunRow run, ReplayOrder order) {
        return run.plan().equals(order.plan().digest());
    }

    private static OperatorException refused(String message, String hint) {
        return new OperatorException(message, hint, ExitCode.PRECONDITION);
    }
}
