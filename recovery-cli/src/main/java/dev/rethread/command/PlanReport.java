package dev.rethread.command;

import dev.rethread.plan.PlanHeader;
import dev.rethread.plan.TargetFingerprint;
import dev.rethread.report.Report;
import dev.rethread.report.Table;
import dev.rethread.report.TextOut;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The plan that was written.
 *
 * @param file relative to the incident folder; null where there is nothing to write
 * @param leftOut keys that no rule of the profile knows and that could be written
 * @param items kind of item to how many the plan brings back or changes
 */
record PlanReport(
        @Nullable String file,
        @Nullable String digest,
        TargetFingerprint target,
        int steps,
        int writes,
        Map<String, Long> items,
        List<PlanHeader.Reservation> reservations,
        long leftOut)
        implements Report {
    @Override
    public void text(TextOut out) {
        if (file == null) {
            out.line("Nothing to write: the plan is empty.");
            leftOut(out);
            return;
        }
        out.heading("Plan " + file + ": " + steps + " steps, " + writes + " writes");
        out.line("digest " + digest);
        out.line("target " + target.address() + ", redis " + target.version() + ", " + target.role() + ", "
                + target.keys() + " keys, run_id " + target.runId());
        Table table = new Table(">items", "kind");
        items.forEach((kind, count) -> table.row(count, kind));
        out.table(table);
        reservations.forEach(ids -> out.line(ids.count() + " fresh ids of " + ids.domain() + " from " + ids.place()));
        leftOut(out);
        out.line("Next: rethread replay " + file + "   (dry run; writes with --execute)");
    }

    private void leftOut(TextOut out) {
        if (leftOut > 0) {
            out.line(
                    leftOut
                            + " keys that no rule of the profile knows are left out; with --unattributed they are planned, too");
        }
    }
}
