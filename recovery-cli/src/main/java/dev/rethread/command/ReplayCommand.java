package dev.rethread.command;

import dev.rethread.incident.ExitCode;
import dev.rethread.incident.OperatorException;
import dev.rethread.live.LiveAddress;
import dev.rethread.plan.PlanFile;
import dev.rethread.replay.Abandonment;
import dev.rethread.replay.Replay;
import dev.rethread.replay.ReplayOrder;
import dev.rethread.replay.ReplayProgress;
import dev.rethread.replay.ReplayResult;
import dev.rethread.report.Progress;
import dev.rethread.server.TargetReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Executes a plan. */
@Command(
        name = "replay",
        description = "Says what executing a plan would do now; with --execute does it. Every write is made only where"
                + " its precondition holds at that instant. A run that was stopped, however, goes on with the same"
                + " command; a finished plan is refused.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rethread replay plans/plan-0001.jsonl                dry run: it is handed nothing that can write",
            "  rethread replay plans/plan-0001.jsonl --execute",
            "  rethread replay --abandon                            give the unfinished run up",
            "",
            "Exit code 3 where some steps were refused: live was left as its users have it."
        })
final class ReplayCommand extends IncidentCommand {
    @Mixin
    private LiveOptions live = new LiveOptions();

    @Parameters(paramLabel = "PLAN", arity = "0..1", description = "The file that 'rethread plan' wrote.")
    private @Nullable Path plan;

    @Option(names = "--execute", description = "Write. Without it nothing is written.")
    private boolean execute;

    @Option(
            names = "--abandon",
            description = "Give up the unfinished run, so that staging is possible again. What it wrote stays.")
    private boolean abandon;

    ReplayCommand(Console console) {
        super(console, "replay");
    }

    @Override
    ExitCode run(Workspace workspace) {
        LiveAddress address = workspace.target(live);
        if (abandon) {
            return abandon(workspace, address);
        }
        ReplayOrder order = new ReplayOrder(
                workspace.incident().manifest().id(), workspace.ledger(), PlanFile.open(file(workspace)));
        ReplayResult result = replay(order, address);
        boolean finished = execute && result.finished();
        print(new ReplayReport(!execute, result, finished ? workspace.profile().after() : null));
        return exitCode(result);
    }

    private ExitCode abandon(Workspace workspace, LiveAddress address) {
        if (execute || plan != null) {
            throw new OperatorException(
                    "--abandon goes without a plan and without --execute",
                    "Say which of the two is meant.",
                    ExitCode.USAGE);
        }
        Abandonment given =
                Abandonment.of(workspace.ledger(), address, console().clock());
        print("abandon", new AbandonReport(given.run(), given.unknown()));
        return ExitCode.DONE;
    }

    private ReplayResult replay(ReplayOrder order, LiveAddress address) {
        Progress progress = console().progress();
        ReplayProgress shown = (done, total) -> progress.update("replaying, steps", done, total);
        try {
            return execute
                    ? Replay.execute(
                            order, address, console().clock(), shown, console().interrupt()::requested)
                    : dryRun(order, address, shown);
        } finally {
            progress.done();
        }
    }

    /** As given, or within the incident folder. */
    private Path file(Workspace workspace) {
        if (plan == null) {
            throw new OperatorException(
                    "no plan is named", "Name the file that 'rethread plan' wrote, or say --abandon.", ExitCode.USAGE);
        }
        Path here = console().directory().resolve(plan);
        return Files.exists(here) ? here : workspace.incident().resolve(plan.toString());
    }

    private static ReplayResult dryRun(ReplayOrder order, LiveAddress address, ReplayProgress progress) {
        try (TargetReader target = TargetReader.open(address)) {
            return Replay.dryRun(order, target, progress);
        }
    }

    private static ExitCode exitCode(ReplayResult result) {
        if (!result.violations().isEmpty()) {
            return ExitCode.PRECONDITION;
        } else if (!result.finished()) {
            return ExitCode.INTERRUPTED;
        }
        return result.refusals().isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
    }
}
