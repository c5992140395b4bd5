package dev.rethread.command;

import dev.rethread.inventory.Survey;
import dev.rethread.report.Report;
import dev.rethread.report.Table;
import dev.rethread.report.TextOut;
import dev.rethread.report.Times;
import java.util.List;
import java.util.stream.Collectors;

/** What survived, one line each, then what is wrong with it. */
record InventoryReport(List<Survey> sources) implements Report {
    /** Whether nothing is wrong with any: a dump of documents is partial by nature. */
    boolean sound() {
        return sources.stream()
                .allMatch(source -> source.damages().isEmpty() && (source.complete() || source.holdsDocuments()));
    }

    @Override
    public void text(TextOut out) {
        Table table = new Table("source", "kind", ">size", "content", ">read", "oldest", "newest", "holds");
        for (Survey source : sources) {
            table.row(
                    source.name(),
                    source.kind(),
                    source.kind().equals("live") ? "-" : Times.bytes(source.bytes()),
                    integrity(source),
                    source.amount(),
                    Times.day(source.from()),
                    Times.minute(source.to()),
                    items(source));
        }
        out.table(table);
        for (Survey source : sources) {
            source.notes().forEach(note -> out.line(source.name() + ": " + note));
            source.damages().forEach(damage -> out.line(source.name() + ": damage: " + damage));
        }
    }

    /** A source that is not complete proves that something existed, never that it was deleted. */
    private static String integrity(Survey source) {
        if (!source.damages().isEmpty()) {
            return source.complete() ? "whole, damage after it" : "damaged";
        }
        return source.complete() ? "whole" : "partial";
    }

    private static String items(Survey source) {
        return source.items().entrySet().stream()
                .map(kind -> kind.getValue() + " " + kind.getKey())
                .collect(Collectors.joining(", "));
    }
}
