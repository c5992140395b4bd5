package dev.rethread.command;

import dev.rethread.incident.ExitCode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** The process: hands the real console, clock and environment to the {@link Launcher}. */
public final class Main {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Main() {}

    public static void main(String[] args) {
        Interrupt interrupt = new Interrupt();
        Signals.hear(() -> leave(interrupt));
        System.exit(run(args, interrupt));
    }

    /** Waits for the work to end, but not for ever, and not at all when asked twice: a killed replay is resumable. */
    private static void leave(Interrupt interrupt) {
        if (interrupt.request()) {
            System.err.println("rethread: stopping at the next safe point; once more leaves at once");
            try {
                Thread.sleep(PATIENCE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            System.err.println("rethread: still busy after " + PATIENCE.toSeconds() + " s, leaving it");
        }
        System.exit(ExitCode.INTERRUPTED.code());
    }

    private static int run(String[] args, Interrupt interrupt) {
        PrintWriter out = writer(FileDescriptor.out);
        PrintWriter err = writer(FileDescriptor.err);
        boolean colour = Boolean.getBoolean("rethread.terminal.out") && System.getenv("NO_COLOR") == null;
        boolean progress = Boolean.getBoolean("rethread.terminal.err");
        Path here = Path.of("").toAbsolutePath();
        Console console = new Console(out, err, colour, progress, Clock.systemUTC(), System.getenv(), here, interrupt);
        try {
            return Launcher.run(console, args);
        } finally {
            out.flush();
            err.flush();
        }
    }

    private static PrintWriter writer(FileDescriptor stream) {
        return new PrintWriter(new FileOutputStream(stream), false, StandardCharsets.UTF_8);
    }
}
