package dev.rethread.command;

import dev.rethread.report.JsonOut;
import dev.rethread.report.Personal;
import dev.rethread.report.Report;
import picocli.CommandLine.Option;

/** What every command takes: {@code --format} and {@code --show-personal}. */
final class OutputOptions {
    /** The forms of a result. */
    enum Format {
        TEXT,
        JSON
    }

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text (default) or json, which carries a schema version.")
    private Format format = Format.TEXT;

    @Option(
            names = "--show-personal",
            description = "Mail and IP addresses in full; otherwise they are masked: j…@e….org, 198.51.….")
    private boolean showPersonal;

    Personal personal() {
        return showPersonal ? Personal.SHOWN : Personal.MASKED;
    }

    /** Whether lines for people may go to stdout beside the result. */
    boolean tellsStories() {
        return format == Format.TEXT;
    }

    /** Prints a command's result on stdout. */
    void print(Console console, String name, Report report) {
        if (format == Format.JSON) {
            JsonOut.print(name, report, console.out(), personal());
        } else {
            report.text(console.text(personal()));
        }
        console.out().flush();
    }
}
