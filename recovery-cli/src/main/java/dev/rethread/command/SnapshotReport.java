package dev.rethread.command;

import dev.rethread.dump.Dump;
import dev.rethread.incident.ExitCode;
import dev.rethread.report.Report;
import dev.rethread.report.TextOut;
import dev.rethread.report.Times;
import dev.rethread.source.SourceKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What was written into a file, and what was not.
 *
 * @param form {@code jsonl}, or the servers that the RDB is for
 * @param complete whether it is all of the source, and the source was whole
 */
record SnapshotReport(
        String file,
        String form,
        long bytes,
        long keys,
        boolean complete,
        List<Dump.LeftOut> leftOut,
        List<String> damages,
        List<String> notes)
        implements Report {
    /** The form of {@code --jsonl}. */
    static final String JSON_LINES = "jsonl";

    private static final int SHOWN = 20;

    static SnapshotReport of(Path file, String form, long bytes, Place place, Dump.Result result) {
        return new SnapshotReport(
                file.toString(),
                form,
                bytes,
                result.keys(),
                place.complete() && result.leftOut().isEmpty(),
                result.leftOut(),
                place.damages(),
                notes(place, form));
    }

    private static List<String> notes(Place place, String form) {
        List<String> notes = new ArrayList<>(place.notes());
        if (!place.kind().equals(SourceKind.RDB.label()) && !form.equals(JSON_LINES)) {
            notes.add("function libraries, if the source has any, are not in it: they are read from RDB files only");
        }
        return notes;
    }

    ExitCode exitCode() {
        if (!leftOut.isEmpty()) {
            return ExitCode.PARTIAL;
        }
        return complete ? ExitCode.DONE : ExitCode.FOUND;
    }

    @Override
    public void text(TextOut out) {
        out.line(file + ": " + keys + " keys, " + Times.bytes(bytes) + ", "
                + (form.equals(JSON_LINES) ? "JSON lines" : "for " + form) + (complete ? "" : ", not whole"));
        notes.forEach(note -> out.line("  " + note));
        damages.forEach(damage -> out.line("  damage: " + damage));
        leftOut.stream().limit(SHOWN).forEach(one -> out.line("  left out: " + one.text()));
        if (leftOut.size() > SHOWN) {
            out.line("  … and " + (leftOut.size() - SHOWN) + " more; --format json lists all");
        }
    }
}
