package dev.rethread.command;

import dev.rethread.incident.ExitCode;
import dev.rethread.inventory.Survey;
import dev.rethread.report.Report;
import dev.rethread.report.Table;
import dev.rethread.report.TextOut;
import dev.rethread.report.Times;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What survived, one line each, then what is wrong with it. */
record InventoryReport(List<Survey> sources) implements Report {
    private static final String UNREADABLE = "unreadable";

    /** A place of which {@code why} says what is wrong. */
    static Survey unreadable(String place, RuntimeException why) {
        List<String> damages = List.of(String.valueOf(why.getMessage()));
        return new Survey(place, place, UNREADABLE, 0, "", false, 0, 0, 0, Map.of(), damages, List.of());
    }

    /** A dump of documents is partial by nature. */
    ExitCode exitCode() {
        if (sources.stream().anyMatch(source -> source.kind().equals(UNREADABLE))) {
            return ExitCode.SOURCE;
        }
        boolean sound = sources.stream()
                .allMatch(source -> source.damages().isEmpty() && (source.complete() || source.holdsDocuments()));
        return sound ? ExitCode.DONE : ExitCode.FOUND;
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
            source.damages().forEach(damage -> out.line(source.name() + ": " + what(source) + damage));
        }
    }

    private static String what(Survey source) {
        return source.kind().equals(UNREADABLE) ? "" : "damage: ";
    }

    /** A source that is not complete proves that something existed, never that it was deleted. */
    private static String integrity(Survey source) {
        if (source.kind().equals(UNREADABLE)) {
            return "-";
        } else if (!source.damages().isEmpty()) {
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
