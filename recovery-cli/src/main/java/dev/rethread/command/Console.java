package dev.rethread.command;

import dev.rethread.report.Personal;
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

    /** The same process in another directory, with no environment and no terminal: a command run by a command. */
    Console in(Path other, PrintWriter otherOut, PrintWriter otherErr) {
        return new Console(otherOut, otherErr, false, false, clock, Map.of(), other, interrupt);
    }

    Progress progress() {
        return new Progress(err, showsProgress, clock);
    }

    TextOut text(Personal personal) {
        return new TextOut(out, colour, personal);
    }

    /** One line for people, on stderr; mail and IP addresses in it are masked. */
    void say(String line) {
        err.print(Personal.MASKED.in(line) + "\n");
        err.flush();
    }
}
