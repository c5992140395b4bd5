package dev.rethread.command;

import dev.rethread.item.Outcome;
import dev.rethread.ledger.Tally;
import dev.rethread.report.Report;
import dev.rethread.report.Table;
import dev.rethread.report.TextOut;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What became of the items of the gap so far.
 *
 * @param stagedAt ISO-8601, UTC
 * @param forum null for all forums
 * @param lines per kind of item where a forum is named, otherwise per forum
 */
record StatusReport(String stagedAt, @Nullable String forum, List<Line> lines, List<Waiting> waiting)
        implements Report {
    private static final String RESTORED = "restored";
    private static final String TO_WRITE = "to write";

    /**
     * @param name a kind, or a forum; empty for items that belong to none
     * @param counts state to how many, in the order of the states
     */
    record Line(String name, Map<String, Long> counts) {
        long total() {
            return counts.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    record Waiting(String forum, String reason, long items) {}

    static List<Line> lines(List<Tally> tallies, Function<Tally, String> by) {
        Map<String, Map<String, Long>> lines = new TreeMap<>();
        for (Tally tally : tallies) {
            lines.computeIfAbsent(by.apply(tally), name -> new LinkedHashMap<>())
                    .merge(state(tally), tally.items(), Long::sum);
        }
        return lines.entrySet().stream()
                .map(line -> new Line(line.getKey(), line.getValue()))
                .toList();
    }

    /** An item that was to be written is restored when a run wrote it; every other has its outcome. */
    private static String state(Tally tally) {
        if (!tally.outcome().written()) {
            return tally.outcome().word();
        }
        return tally.written() ? RESTORED : TO_WRITE;
    }

    @Override
    public void text(TextOut out) {
        out.heading(forum == null ? "All forums, staged " + stagedAt : "Forum " + forum + ", staged " + stagedAt);
        List<String> states = states();
        List<String> headings = new ArrayList<>(List.of(forum == null ? "forum" : "what", ">items"));
        states.forEach(state -> headings.add(">" + state));
        Table table = new Table(headings.toArray(String[]::new));
        for (Line line : lines) {
            List<Object> cells = new ArrayList<>(List.of(line.name().isEmpty() ? "(none)" : line.name(), line.total()));
            states.forEach(state -> cells.add(line.counts().getOrDefault(state, 0L)));
            table.row(cells.toArray());
        }
        out.table(table);
        Table causes = new Table(">items wait", "because");
        if (forum != null) {
            waiting.forEach(cause -> causes.row(cause.items(), cause.reason()));
        }
        if (!causes.isEmpty()) {
            out.blank();
            out.table(causes);
        }
    }

    private List<String> states() {
        List<String> states = new ArrayList<>(List.of(RESTORED, TO_WRITE));
        for (Outcome outcome : Outcome.values()) {
            states.add(outcome.word());
        }
        states.removeIf(state -> lines.stream().noneMatch(line -> line.counts().containsKey(state)));
        return states;
    }
}
