package dev.rethread.command;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.rethread.replay.ReplayResult;
import dev.rethread.report.Report;
import dev.rethread.report.Table;
import dev.rethread.report.TextOut;
import org.jspecify.annotations.Nullable;

/**
 * What a replay did, or would do.
 *
 * @param after what the operator must do now, as the profile says; null while there is nothing
 */
record ReplayReport(
        boolean dryRun,
        @JsonUnwrapped ReplayResult result,
        @Nullable String after) implements Report {
    private static final int SHOWN = 50;

    @Override
    public void text(TextOut out) {
        if (dryRun) {
            out.heading("Dry run: nothing was written");
        } else {
            out.heading(
                    "Run " + result.run() + (result.finished() ? " finished" : " stopped; the same command goes on"));
        }
        out.table(outcomes());
        refusals(out);
        result.violations().forEach(fence -> {
            out.line("--execute would not begin: " + fence.message());
            out.line("HINT: " + fence.hint());
        });
        if (after != null) {
            out.line(after);
        }
    }

    private Table outcomes() {
        String verb = dryRun ? ">to write" : ">written";
        Table table = new Table("kind", ">items", verb, ">already there", ">refused", ">open");
        result.items().forEach((kind, counts) -> row(table, kind, counts));
        row(table, "single writes", result.writes());
        return table;
    }

    private static void row(Table table, String name, ReplayResult.Outcomes counts) {
        table.row(name, counts.total(), counts.written(), counts.already(), counts.refused(), counts.open());
    }

    private void refusals(TextOut out) {
        if (result.refusals().isEmpty()) {
            return;
        }
        Table table = new Table("refused", "item", "key", "because");
        result.refusals().stream()
                .limit(SHOWN)
                .forEach(refused -> table.row(refused.kind(), refused.item(), refused.key(), refused.reason()));
        out.blank();
        out.table(table);
        if (result.refusals().size() > SHOWN) {
            out.line("… and " + (result.refusals().size() - SHOWN) + " more (--format json has all)");
        }
    }
}
