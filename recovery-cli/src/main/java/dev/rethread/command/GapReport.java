package dev.rethread.command;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.rethread.gap.Counts;
import dev.rethread.gap.Gap;
import dev.rethread.item.Outcome;
import dev.rethread.rebase.Timeline;
import dev.rethread.report.Report;
import dev.rethread.report.Table;
import dev.rethread.report.TextOut;
import dev.rethread.report.Times;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was lost and what can come back.
 *
 * @param perForumAndDay whether the text has one line per forum and day instead of one per day; JSON always has all
 */
record GapReport(@JsonUnwrapped Gap gap, @JsonIgnore boolean perForumAndDay) implements Report {
    private static final Set<String> NONE = Set.of("");

    @Override
    public void text(TextOut out) {
        window(out, gap.window());
        if (gap.writtenAndPurged() > 0) {
            out.line(gap.writtenAndPurged() + " more were written and deleted again within the gap.");
        }
        if (gap.total().of(Outcome.LOST) > 0) {
            out.line(
                    "Lost counts what missing ids and references prove: more may have been written that nothing tells of.");
        }
        counts(out, "kind", gap.kinds(), true);
        if (!gap.forums().keySet().equals(NONE)) {
            counts(out, "forum", gap.forums(), false);
        }
        if (!gap.perDay().keySet().equals(NONE)) {
            days(out);
        }
        if (!gap.keys().isEmpty()) {
            counts(out, "keys that no rule knows", gap.keys(), false);
        }
        waiting(out);
        renumbered(out);
        keptOut(out);
    }

    private static void window(TextOut out, Timeline window) {
        if (window.ofFiles()) {
            byFiles(out, window);
        } else {
            byItems(out, window);
        }
    }

    private static void byItems(TextOut out, Timeline window) {
        out.heading(
                "The gap: " + Times.minute(window.baseUntil()) + " to " + Times.minute(window.liveSince()) + " UTC");
        derived(out, window);
        moment(out, window.baseUntil(), window.derived() ? "the newest that both have" : "the newest in the base");
        complete(out, window, "the newest in complete evidence");
        moment(out, window.evidenceUntil(), "the newest in any evidence: nothing survives from after it");
        moment(out, window.liveSince(), "the oldest in live that no other source has");
    }

    /** The profile knows no times. */
    private static void byFiles(TextOut out, Timeline window) {
        out.heading("The gap, by the times at which files were written");
        derived(out, window);
        if (!window.derived()) {
            moment(out, window.baseUntil(), "the base");
        }
        complete(out, window, "the newest complete evidence");
        moment(out, window.evidenceUntil(), "the newest evidence: nothing survives from after it");
    }

    private static void derived(TextOut out, Timeline window) {
        if (window.derived()) {
            out.line(
                    "  No base: it is derived from what live and the evidence have alike. Where they differ, nothing tells");
            out.line(
                    "  which is newer: live is kept. What was deleted in the gap is unknown; what live lacks counts as lost,");
            out.line("  but for what is older than 'rolled-back-to' in incident.yaml, if that is known.");
        }
    }

    private static void complete(TextOut out, Timeline window, String what) {
        if (window.complete()) {
            moment(out, window.completeUntil(), what + (window.derived() ? "" : ": deletions are known up to here"));
        } else {
            out.line("  no complete evidence: deletions in the gap cannot be told");
        }
    }

    private static void moment(TextOut out, long at, String what) {
        out.line("  " + Times.minute(at) + "  " + what);
    }

    private void counts(TextOut out, String heading, Map<String, Counts> rows, boolean total) {
        Columns columns = new Columns(gap.total());
        Table table = columns.table(heading);
        rows.forEach((name, counts) -> columns.row(table, List.of(named(name)), counts));
        if (total) {
            columns.row(table, List.of("total"), gap.total());
        }
        out.blank();
        out.table(table);
    }

    private void days(TextOut out) {
        Columns columns = new Columns(gap.total());
        out.blank();
        if (perForumAndDay) {
            Table table = columns.table("forum", "day");
            gap.days()
                    .forEach(day -> columns.row(table, List.of(named(day.forum()), named(day.day())), day.outcomes()));
            out.table(table);
        } else {
            Table table = columns.table("day");
            gap.perDay().forEach((day, counts) -> columns.row(table, List.of(named(day)), counts));
            out.table(table);
        }
    }

    private static String named(String name) {
        return name.isEmpty() ? "(none)" : name;
    }

    private void waiting(TextOut out) {
        Table table = new Table(">items wait", "because");
        gap.waiting().forEach(cause -> table.row(cause.items(), cause.reason()));
        section(out, table);
    }

    private void renumbered(TextOut out) {
        boolean given = gap.renumbered().stream().anyMatch(ids -> ids.given() > 0);
        Table table =
                given ? new Table("ids of", ">fresh", ">found", ">given") : new Table("ids of", ">fresh", ">found");
        gap.renumbered().forEach(ids -> {
            Object[] cells = {ids.domain(), ids.fresh(), ids.found(), ids.given()};
            table.row(given ? cells : Arrays.copyOf(cells, cells.length - 1));
        });
        section(out, table);
    }

    private void keptOut(TextOut out) {
        Table table = new Table(">kept out", "kind", "because");
        gap.keptOut().forEach(kept -> table.row(kept.count(), kept.kind(), kept.reason()));
        section(out, table);
    }

    private static void section(TextOut out, Table table) {
        if (!table.isEmpty()) {
            out.blank();
            out.table(table);
        }
    }

    /** The outcomes that occur at all, so that the table stays narrow. */
    private static final class Columns {
        private final List<Outcome> outcomes = new ArrayList<>();

        Columns(Counts total) {
            for (Outcome outcome : Outcome.values()) {
                if (total.of(outcome) > 0) {
                    outcomes.add(outcome);
                }
            }
        }

        Table table(String... names) {
            List<String> headings = new ArrayList<>(List.of(names));
            headings.add(">items");
            outcomes.forEach(outcome -> headings.add(">" + outcome.word()));
            return new Table(headings.toArray(String[]::new));
        }

        void row(Table table, List<String> names, Counts counts) {
            List<Object> cells = new ArrayList<>(names);
            cells.add(counts.total());
            outcomes.forEach(outcome -> cells.add(counts.of(outcome)));
            table.row(cells.toArray());
        }
    }
}
