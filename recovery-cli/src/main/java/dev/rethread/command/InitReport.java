package dev.rethread.command;

import dev.rethread.report.Report;
import dev.rethread.report.Table;
import dev.rethread.report.TextOut;
import java.util.List;

/** The new incident folder and what it names. */
record InitReport(String folder, List<Found> sources) implements Report {
    /** What stands for a base that is not there. */
    static final Found DERIVED = new Found("base", "derived", "(none left: what live and the evidence have alike)");

    record Found(String name, String kind, String path) {}

    @Override
    public void text(TextOut out) {
        out.heading("Incident folder " + folder);
        Table table = new Table("source", "kind", "path");
        sources.forEach(source -> table.row(source.name(), source.kind(), source.path()));
        out.table(table);
        out.line("Next, inside it: rethread inventory, rethread gap");
    }
}
