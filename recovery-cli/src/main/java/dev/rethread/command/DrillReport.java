package dev.rethread.command;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rethread.fixtures.truth.Fate;
import dev.rethread.fixtures.truth.Verdict;
import dev.rethread.report.Report;
import dev.rethread.report.Table;
import dev.rethread.report.TextOut;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a drill showed.
 *
 * @param redis the version of the servers
 * @param millis from the first server to the verdict
 * @param kept where everything was left; null where nothing was
 */
record DrillReport(
        String redis,
        long seed,
        int scale,
        long millis,
        Counts counts,
        Proof proof,
        @Nullable Kept kept) implements Report {
    private static final int SHOWN = 20;

    /**
     * @param writtenInGap kind of deed to fate to how many: every deed has one fate, so each row adds up
     * @param untouchedSince kind to how many of those written since the incident were found unchanged
     * @param waitingFor what must appear in live first, most awaited first
     */
    record Counts(
            Map<String, Map<String, Long>> writtenInGap, Map<String, Long> untouchedSince, List<Waiting> waitingFor) {
        static Counts of(Verdict verdict, JsonNode gap) {
            Map<String, Map<String, Long>> written = new LinkedHashMap<>();
            verdict.written().forEach((kind, fates) -> {
                Map<String, Long> row = new LinkedHashMap<>();
                row.put("total", verdict.total(kind));
                fates.forEach((fate, count) -> row.put(fate.word(), count));
                written.put(kind, row);
            });
            List<Waiting> waiting = new ArrayList<>();
            gap.path("waiting")
                    .forEach(cause -> waiting.add(new Waiting(
                            cause.path("items").asLong(), cause.path("reason").asText())));
            return new Counts(written, verdict.untouchedSince(), waiting);
        }

        @JsonIgnore
        long deeds() {
            return writtenInGap.values().stream()
                    .mapToLong(row -> row.getOrDefault("total", 0L))
                    .sum();
        }
    }

    record Waiting(long items, String reason) {}

    /** Every line names an item and what is the matter with it. */
    record Proof(List<String> wrong, List<String> missing, List<String> leaked) {
        String summary() {
            return wrong.size() + " wrong, " + missing.size() + " missing, " + leaked.size() + " secrets leaked";
        }
    }

    /** @param home the checkout whose {@code rethread} made this; null where that is not known */
    record Kept(String folder, int port, @Nullable String home) {}

    boolean right() {
        return proof.wrong().isEmpty()
                && proof.missing().isEmpty()
                && proof.leaked().isEmpty();
    }

    @Override
    public void text(TextOut out) {
        out.blank();
        out.heading("Written in the gap, and what became of it");
        out.table(fates());
        out.line(
                "present: there already or done again since · deleted: undone within the gap · resurrected: a deletion that"
                        + " the rollback undid");
        out.line(
                "conflict: changed since as well, live is kept · refused: what it belonged to was deleted since · unseen: back,"
                        + " deleted later, which no source knows");
        out.blank();
        waiting(out);
        problems(out, "wrong", proof.wrong());
        problems(out, "missing", proof.missing());
        problems(out, "leaked", proof.leaked());
        if (kept != null) {
            goOn(out, kept);
        }
        out.line(String.format(
                Locale.ROOT,
                "%s known truth: %d deeds in %.1f s: %s",
                right() ? "proved against" : "NOT proved, compared with",
                counts.deeds(),
                millis / 1000.0,
                proof.summary()));
    }

    /** As one word of a shell. */
    private static String quoted(String word) {
        return word.matches("[\\w./:+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private Table fates() {
        List<String> columns = new ArrayList<>(List.of("total"));
        for (Fate fate : Fate.values()) {
            if (counts.writtenInGap().values().stream().anyMatch(row -> row.containsKey(fate.word()))) {
                columns.add(fate.word());
            }
        }
        List<String> headings = new ArrayList<>(List.of("kind", ">written"));
        columns.stream().skip(1).forEach(column -> headings.add(">" + column));
        headings.add(">untouched since");
        Table table = new Table(headings.toArray(String[]::new));
        Map<String, Long> sums = new LinkedHashMap<>();
        TreeSet<String> kinds = new TreeSet<>(counts.writtenInGap().keySet());
        for (String kind : kinds) {
            Map<String, Long> row = counts.writtenInGap().getOrDefault(kind, Map.of());
            long untouched = counts.untouchedSince().getOrDefault(kind, 0L);
            table.row(cells(kind, columns, row, untouched));
            row.forEach((fate, count) -> sums.merge(fate, count, Long::sum));
            sums.merge("untouched", untouched, Long::sum);
        }
        table.row(cells("all", columns, sums, sums.getOrDefault("untouched", 0L)));
        return table;
    }

    private static Object[] cells(String name, List<String> columns, Map<String, Long> row, long untouched) {
        List<Object> cells = new ArrayList<>(List.of(name));
        columns.forEach(column -> cells.add(row.getOrDefault(column, 0L)));
        cells.add(untouched);
        return cells.toArray();
    }

    private void waiting(TextOut out) {
        Table table = new Table(">items wait", "because");
        counts.waitingFor().stream().limit(SHOWN).forEach(cause -> table.row(cause.items(), cause.reason()));
        if (!table.isEmpty()) {
            out.table(table);
            int more = counts.waitingFor().size() - SHOWN;
            if (more > 0) {
                out.line("… and " + more + " more causes");
            }
            out.blank();
        }
    }

    private static void problems(TextOut out, String what, List<String> lines) {
        lines.stream().limit(SHOWN).forEach(line -> out.line(what + ": " + line));
        if (lines.size() > SHOWN) {
            out.line(what + ": … and " + (lines.size() - SHOWN) + " more (--format json has all)");
        }
    }

    private static void goOn(TextOut out, Kept kept) {
        out.line("Left in " + kept.folder() + ": servers/ survivors/ incident/; live is redis://127.0.0.1:"
                + kept.port());
        if (kept.home() != null) {
            out.line("  export PATH=" + quoted(kept.home() + ":") + "\"$PATH\"");
        }
        out.line("  cd " + quoted(kept.folder() + "/incident"));
        out.line("  rethread gap --per-forum-and-day");
        out.line("  rethread status --forum FORUM");
        out.line("  redis-cli -p " + kept.port()
                + "                      # recreate a forum, then stage, plan, replay again");
        out.line("  redis-cli -p " + kept.port() + " shutdown nosave      # when you are done");
        out.blank();
    }
}
