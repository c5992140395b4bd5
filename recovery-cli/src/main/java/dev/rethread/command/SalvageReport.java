package dev.rethread.command;

import dev.rethread.dump.Dump;
import dev.rethread.incident.ExitCode;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.report.Report;
import dev.rethread.report.TextOut;
import dev.rethread.salvage.Finding;
import dev.rethread.salvage.Salvage;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was got out of a damaged source. {@code bytesRead} and {@code bytesLost} make its size.
 *
 * @param keysExpected what the source announces, -1 where it does not
 * @param keysFound keys written, the partial ones included
 * @param unwritten what the chosen server has no place for
 */
record SalvageReport(
        String source,
        String format,
        String checksum,
        long bytes,
        long bytesRead,
        long bytesLost,
        long keysExpected,
        long keysFound,
        long keysPartial,
        boolean complete,
        List<Finding> findings,
        List<String> unwritten,
        List<String> notes,
        String file,
        String server)
        implements Report {

    static SalvageReport of(
            String source, Salvage salvage, Snapshot kept, Dump.Result written, Path file, String server) {
        List<Finding> findings = salvage.findings();
        long lost = findings.stream().mapToLong(Finding::bytes).sum();
        return new SalvageReport(
                source,
                salvage.format(),
                salvage.checksum(),
                salvage.size(),
                salvage.size() - lost,
                lost,
                salvage.keysExpected(),
                written.keys(),
                kept.keys().stream().filter(kept::partial).count(),
                salvage.keyspace().complete(),
                findings,
                written.leftOut().stream().map(Dump.LeftOut::text).toList(),
                salvage.notes(),
                file.toString(),
                server);
    }

    ExitCode exitCode() {
        return complete && findings.isEmpty() && unwritten.isEmpty() ? ExitCode.DONE : ExitCode.FOUND;
    }

    @Override
    public void text(TextOut out) {
        out.line(source + ": " + format + ", checksum " + checksum + ", " + bytes + " bytes: " + bytesRead + " read, "
                + bytesLost + " lost");
        out.line("keys: " + keysFound + " found" + (keysPartial == 0 ? "" : " (" + keysPartial + " of them partial)")
                + (keysExpected < 0
                        ? ", the source does not say how many it had"
                        : ", " + keysExpected + " announced"));
        findings.forEach(finding -> text(finding, out));
        unwritten.forEach(what -> out.line("not written: " + what));
        notes.forEach(note -> out.line("note: " + note));
        out.line("wrote " + file + " for " + server
                + (complete ? "" : "; it is marked as salvaged: what it lacks is not taken as deleted"));
    }

    private static void text(Finding finding, TextOut out) {
        out.line("@0x" + Long.toHexString(finding.offset()) + " (+" + finding.bytes() + ") " + finding.doing()
                + (finding.key() == null ? "" : " " + finding.key()) + ": " + finding.problem());
        if (finding.bytes() > 0 && (finding.before() != null || finding.after() != null)) {
            out.line("    between " + name(finding.before(), "the beginning") + " and "
                    + name(finding.after(), "the end") + ", about " + finding.keys() + " keys");
        }
    }

    private static String name(@Nullable String key, String otherwise) {
        return key == null ? otherwise : key;
    }
}
