package dev.rethread.command;

import dev.rethread.gap.Gap;
import dev.rethread.gap.GapFinder;
import dev.rethread.incident.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The dry-run report: what was lost, what can come back, what cannot and why. */
@Command(
        name = "gap",
        description = "Shows the window, what was lost in it, what can come back, what waits and for what,"
                + " what is withheld, what is gone; per forum and day. Writes nothing.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rethread gap",
            "  rethread gap --per-forum-and-day",
            "  rethread gap --format json | jq '.days[] | select(.forum == \"goma\")'",
            "",
            "Exit code 0 where nothing was lost, 1 where a gap exists."
        })
final class GapCommand extends IncidentCommand {
    @Mixin
    private LiveOptions live = new LiveOptions();

    @Option(
            names = "--per-forum-and-day",
            description = "One line per forum and day instead of one per day; JSON always has both.")
    private boolean perForumAndDay;

    GapCommand(Console console) {
        super(console, "gap");
    }

    @Override
    ExitCode run(Workspace workspace) {
        Gap gap = GapFinder.find(workspace.merge(live).staging());
        print(new GapReport(gap, perForumAndDay));
        return gap.total().total() == 0 ? ExitCode.DONE : ExitCode.FOUND;
    }
}
