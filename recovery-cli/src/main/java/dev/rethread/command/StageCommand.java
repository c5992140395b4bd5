package dev.rethread.command;

import dev.rethread.incident.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Merges into the ledger. */
@Command(
        name = "stage",
        description = "Merges base, evidence and live, and puts every item of the gap into the ledger, with the"
                + " source and offset of each element. Replaces what was staged before. Live is only read.",
        footerHeading = "%nExamples:%n",
        footer = {"  rethread stage", "  rethread stage --incident /srv/incident --format json"})
final class StageCommand extends IncidentCommand {
    @Mixin
    private LiveOptions live = new LiveOptions();

    StageCommand(Console console) {
        super(console, "stage");
    }

    @Override
    ExitCode run(Workspace workspace) {
        Workspace.Merged merged = workspace.merge(live);
        workspace
                .ledger()
                .stage(merged.staging(), merged.sources(), console().clock().instant());
        print(StageReport.of(merged.staging()));
        return ExitCode.DONE;
    }
}
