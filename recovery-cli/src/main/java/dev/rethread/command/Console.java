package dev.rethread.command;

import dev.rethread.report.Progress;
import dev.rethread.report.TextOut;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * What commands may touch of the process they run in: results go to {@code out}, progress and messages to {@code err}.
 *
 * @param directory what relative paths start from
 * @param interrupt set when the operator wants to stop
 */
public record Console(
        PrintWriter out,
        PrintWriter err,
        boolean colour,
        boolean showsProgress,
        Clock clock,
        Map<String, String> environment,
        Path directory,
        Interrupt interrupt) {

    /** The same process with another place for results. */
    public Console withOut(PrintWriter other) {
        return new Console(other, err, false, showsProgress, clock, environment, directory, interrupt);
    }

    public Console withDirectory(Path other) {
        return new Console(out, err, colour, showsProgress, clock, environment, other, interrupt);
    }

    Progress progress() {
        return new Progress(err, showsProgress, clock);
    }

    TextOut text() {
        return new TextOut(out, colour);
    }

    /** One line for people, on stderr. */
    void say(String line) {
        err.print(line + "\n");
        err.flush();
    }
}
