package dev.rethread.command;

import dev.rethread.incident.ExitCode;
import dev.rethread.inventory.RdbFacts;
import dev.rethread.inventory.Survey;
import dev.rethread.report.Report;
import dev.rethread.report.Table;
import dev.rethread.report.TextOut;
import dev.rethread.report.Times;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What survived, one line each, then what is wrong with it. */
record InventoryReport(List<Survey> sources) implements Report {
    private static final String UNREADABLE = "unreadable";

    /** A place of which {@code why} says what is wrong. */
    static Survey unreadable(String place, RuntimeException why) {
        List<String> damages = List.of(String.valueOf(why.getMessage()));
        return new Survey(place, place, UNREADABLE, 0, "", false, 0, 0, 0, Map.of(), damages, List.of(), null, null);
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
            RdbFacts rdb = source.rdb();
            if (rdb != null) {
                out.line(source.name() + ": " + facts(rdb));
            }
            source.notes().forEach(note -> out.line(source.name() + ": " + note));
            source.damages().forEach(damage -> out.line(source.name() + ": " + what(source) + damage));
        }
    }

    /** {@code REDIS 10 by redis 7.0.15, written 2014-03-27 10:00, checksum ok, 12 of 12 keys}. */
    private static String facts(RdbFacts rdb) {
        return rdb.magic() + " " + rdb.version()
                + (rdb.server().isEmpty() ? "" : " by " + rdb.server())
                + (rdb.written() == 0 ? "" : ", written " + Times.minute(rdb.written()))
                + ", checksum " + rdb.checksum().name().toLowerCase(Locale.ROOT)
                + ", " + rdb.keysFound()
                + (rdb.keysExpected() < 0 ? " keys" : " of " + rdb.keysExpected() + " keys")
                + (rdb.lost().isEmpty() ? "" : ", " + rdb.bytesLost() + " bytes lost");
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
