package dev.rethread.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;

/** The process: hands the real console, clock and environment to the {@link Launcher}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Interrupt interrupt = new Interrupt();
        Thread onExit = new Thread(interrupt::request, "interrupt");
        Runtime.getRuntime().addShutdownHook(onExit);
        int code = run(args, interrupt);
        interrupt.end();
        System.exit(code);
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
