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
import picocli.CommandLine.Option;

/** Re-reads live, re-merges: what is left must be exactly what was skipped. */
@Command(
        name = "verify",
        description = "Reads live again, merges everything again, and shows what is left to write: after a replay that"
                + " must be nothing but what the replay refused. Can read only.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rethread verify",
            "  rethread verify --unattributed",
            "",
            "Exit code 0 where nothing is left, 1 where something is."
        })
final class VerifyCommand extends IncidentCommand {
    @Mixin
    private LiveOptions live = new LiveOptions();

    @Option(
            names = "--unattributed",
            description =
                    "The keys that no rule of the profile knows must be in live, too: after a plan with this option.")
    private boolean unattributed;

    VerifyCommand(Console console) {
        super(console, "verify");
    }

    @Override
    ExitCode run(Workspace workspace) {
        Staging afresh = workspace.merge(live).staging();
        Verification verification = Verification.of(afresh, journal(workspace.ledger()), unattributed);
        VerifyReport report = new VerifyReport(verification.leftovers(), verification.leftOut());
        print(report);
        return report.left().isEmpty() ? ExitCode.DONE : ExitCode.FOUND;
    }

    private static List<JournalRow> journal(Ledger ledger) {
        List<JournalRow> rows = new ArrayList<>();
        ledger.runs().forEach(run -> rows.addAll(ledger.journal(run)));
        return rows;
    }
}
