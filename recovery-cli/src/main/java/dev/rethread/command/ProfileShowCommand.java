package dev.rethread.command;

import dev.rethread.incident.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What a profile claims. */
@Command(
        name = "show",
        description =
                "Shows what a profile claims: spaces of ids and what issues them, kinds of item and what they wait"
                        + " for, every form of key by its role, what is kept out as a secret or of no lasting meaning.",
        footerHeading = "%nExamples:%n",
        footer = {"  rethread profile show lamernews", "  rethread profile show my-forum.yaml --format json"})
final class ProfileShowCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "NAME|FILE", description = "A shipped profile (lamernews, muut, nodebb) or a YAML file.")
    private String profile = "";

    ProfileShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        output.print(console, "profile show", ProfileShowReport.of(Workspace.profile(console, profile)));
        return ExitCode.DONE.code();
    }
}
