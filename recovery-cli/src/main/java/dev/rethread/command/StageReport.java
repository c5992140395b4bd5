package dev.rethread.command;

import dev.rethread.gap.Counts;
import dev.rethread.gap.Gap;
import dev.rethread.gap.GapFinder;
import dev.rethread.item.Outcome;
import dev.rethread.rebase.Staging;
import dev.rethread.report.Report;
import dev.rethread.report.Table;
import dev.rethread.report.TextOut;
import java.util.List;

/**
 * What the ledger holds now.
 *
 * @param writes element-level writes that a plan can hold
 * @param ids what every id is in live; in JSON alone
 */
record StageReport(Counts items, long writes, List<Gap.Renumbered> renumbered, List<Gap.Mapping> ids)
        implements Report {
    static StageReport of(Staging staging) {
        Gap gap = GapFinder.find(staging);
        long writes = staging.items().stream()
                .mapToLong(item -> item.effects().size())
                .sum();
        return new StageReport(gap.total(), writes, gap.renumbered(), gap.ids());
    }

    @Override
    public void text(TextOut out) {
        out.heading("Staged " + items.total() + " items, " + writes + " writes");
        Table table = new Table(">items", "outcome");
        for (Outcome outcome : Outcome.values()) {
            if (items.of(outcome) > 0) {
                table.row(items.of(outcome), outcome.word());
            }
        }
        out.table(table);
        renumbered.forEach(ids -> out.line("ids of " + ids.domain() + ": " + ids.fresh() + " get a fresh one, "
                + ids.found() + " are another one in live"
                + (ids.given() == 0 ? "" : ", " + ids.given() + " are given by the map")));
        out.line("Next: rethread plan");
    }
}
