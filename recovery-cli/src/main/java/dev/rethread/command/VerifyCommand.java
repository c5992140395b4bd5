package dev.rethread.command;

import dev.rethread.incident.ExitCode;
import dev.rethread.ledger.JournalRow;
import dev.rethread.ledger.Ledger;
import dev.rethread.rebase.Staging;
import dev.rethread.replay.Verification;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Re-reads live, re-merges: what is left must be exactly what was skipped. */
@Command(
        name = "verify",
        description = "Reads live again, merges everything again, and shows what is left to write: after a replay that"
                + " must be nothing but what the replay refused. Can read only.",
        footerHeading = "%nExamples:%n",
        footer = {"  rethread verify", "", "Exit code 0 where nothing is left, 1 where something is."})
final class VerifyCommand extends IncidentCommand {
    @Mixin
    private LiveOptions live = new LiveOptions();

    VerifyCommand(Console console) {
        super(console, "verify");
    }

    @Override
    ExitCode run(Workspace workspace) {
        Staging afresh = workspace.merge(live).staging();
        Verification verification = Verification.of(afresh, journal(workspace.ledger()));
        VerifyReport report = new VerifyReport(verification.leftovers());
        print(report);
        return report.left().isEmpty() ? ExitCode.DONE : ExitCode.FOUND;
    }

    private static List<JournalRow> journal(Ledger ledger) {
        List<JournalRow> rows = new ArrayList<>();
        ledger.runs().forEach(run -> rows.addAll(ledger.journal(run)));
        return rows;
    }
}
