package dev.rethread.command;

import dev.rethread.incident.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The word {@code profile} by itself: says what can be done with one. */
@Command(
        name = "profile",
        description = "Shows, checks and proposes profiles: what the keys of a forum software mean.",
        synopsisSubcommandLabel = "COMMAND")
final class ProfileCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private CommandSpec spec;

    ProfileCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(console.err(), CommandLine.Help.Ansi.OFF);
        return ExitCode.USAGE.code();
    }
}
