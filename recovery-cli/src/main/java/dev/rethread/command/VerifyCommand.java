package dev.rethread.command;

import dev.rethread.incident.ExitCode;
import dev.rethread.ledger.JournalRow;
import dev.rethread.ledger.Ledger;
import dev.rethread.rebase.Staging;
import dev.rethread.replay.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Re-reads live, re-merges: what is left must be exactly what was skipped. */
@Command(
        name = "verify",
        description = "Reads live again, merges everything again, and shows what is left to write: after a replay that"
                + " must be nothing but what the replay refused. Can read only.",
        footerHeading = "%nExamples:%n",
        footer = {"  rethread verify", "", "Exit code 0 where nothing is left, 1 where something is."})
final class VerifyCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private IncidentOptions incidents = new IncidentOptions();

    @Mixin
    private LiveOptions live = new LiveOptions();

    VerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (Workspace workspace = Workspace.open(console, incidents, "verify")) {
            Staging afresh = workspace.merge(live).staging();
            Verification verification = Verification.of(afresh, journal(workspace.ledger()));
            VerifyReport report = new VerifyReport(verification.leftovers());
            output.print(console, "verify", report);
            return (report.left().isEmpty() ? ExitCode.DONE : ExitCode.FOUND).code();
        }
    }

    private static List<JournalRow> journal(Ledger ledger) {
        List<JournalRow> rows = new ArrayList<>();
        ledger.runs().forEach(run -> rows.addAll(ledger.journal(run)));
        return rows;
    }
}
