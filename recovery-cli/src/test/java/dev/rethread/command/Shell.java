package dev.rethread.command;

import dev.rethread.incident.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** Runs command lines in this process, as a pipe sees them. */
final class Shell {
    private final Path directory;
    private final Map<String, String> environment;
    private final Interrupt interrupt;

    Shell(Path directory) {
        this(directory, Map.of());
    }

    Shell(Path directory, Map<String, String> environment) {
        this(directory, environment, new Interrupt());
    }

    Shell(Path directory, Map<String, String> environment, Interrupt interrupt) {
        this.directory = directory;
        this.environment = environment;
        this.interrupt = interrupt;
    }

    /** What a command line left. */
    record Result(int code, String out, String err) {
        boolean is(ExitCode expected) {
            return code == expected.code();
        }

        @Override
        public String toString() {
            return "exit code " + code + "\n" + err + out;
        }
    }

    Shell in(String folder) {
        return new Shell(directory.resolve(folder), environment);
    }

    Shell with(String variable, String value) {
        return new Shell(directory, Map.of(variable, value));
    }

    Path directory() {
        return directory;
    }

    Result rethread(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(
                new PrintWriter(out),
                new PrintWriter(err),
                false,
                false,
                Clock.systemUTC(),
                environment,
                directory,
                interrupt);
        int code = Launcher.run(console, args);
        return new Result(code, out.toString(), err.toString());
    }
}
