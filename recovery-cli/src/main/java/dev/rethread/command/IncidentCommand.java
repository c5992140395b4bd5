package dev.rethread.command;

import dev.rethread.incident.ExitCode;
import dev.rethread.report.Report;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that works inside an incident folder, which is its own while it runs. */
abstract class IncidentCommand implements Callable<Integer> {
    private final Console console;
    private final String name;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private IncidentOptions incidents = new IncidentOptions();

    /** @param name the word that the operator types, and the report's name in JSON */
    IncidentCommand(Console console, String name) {
        this.console = console;
        this.name = name;
    }

    @Override
    public final Integer call() {
        try (Workspace workspace = Workspace.open(console, incidents, name)) {
            return run(workspace).code();
        }
    }

    abstract ExitCode run(Workspace workspace);

    Console console() {
        return console;
    }

    /** Prints the command's result. */
    void print(Report report) {
        print(name, report);
    }

    void print(String reportName, Report report) {
        output.print(console, reportName, report);
    }
}
