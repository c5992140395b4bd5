package dev.rethread.command;

import dev.rethread.gap.Gap;
import dev.rethread.gap.GapFinder;
import dev.rethread.incident.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Merges into the ledger. */
@Command(
        name = "stage",
        description = "Merges base, evidence and live, and puts every item of the gap into the ledger, with the"
                + " source and offset of each element. Replaces what was staged before. Live is only read.",
        footerHeading = "%nExamples:%n",
        footer = {"  rethread stage", "  rethread stage --incident /srv/incident --format json"})
final class StageCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private IncidentOptions incidents = new IncidentOptions();

    @Mixin
    private LiveOptions live = new LiveOptions();

    StageCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (Workspace workspace = Workspace.open(console, incidents, "stage")) {
            Workspace.Merged merged = workspace.merge(live);
            workspace
                    .ledger()
                    .stage(merged.staging(), merged.sources(), console.clock().instant());
            Gap gap = GapFinder.find(merged.staging());
            output.print(
                    console,
                    "stage",
                    new StageReport(
                            gap.total(),
                            merged.staging().items().stream()
                                    .mapToLong(item -> item.effects().size())
                                    .sum(),
                            gap.renumbered()));
            return ExitCode.DONE.code();
        }
    }
}
