package dev.rethread.command;

import dev.rethread.incident.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The word {@code rethread} by itself: says what there is. */
@Command(
        name = "rethread",
        scope = CommandLine.ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        description = "Finds what a rolled-back Redis lost, from whatever survived, and puts it back,"
                + " without touching what users have written since.",
        synopsisSubcommandLabel = "COMMAND",
        version = "rethread 0.1.0",
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  done, nothing left to do",
            "  1  done, a gap or a finding exists",
            "  2  the command line is not understood",
            "  3  some steps were refused or failed",
            "  4  a precondition, fence or digest does not hold; nothing was written",
            "  5  a source or server cannot be read",
            " 10  no incident folder",
            " 11  the incident folder is in use by another run",
            " 70  a mistake in Rethread itself",
            "130  interrupted; the same command goes on from there",
            "",
            "See it all work on throw-away servers: rethread drill"
        })
final class RethreadCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private CommandSpec spec;

    RethreadCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(console.err(), CommandLine.Help.Ansi.OFF);
        return ExitCode.USAGE.code();
    }
}
