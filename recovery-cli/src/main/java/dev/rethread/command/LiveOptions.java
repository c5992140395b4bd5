package dev.rethread.command;

import dev.rethread.incident.ExitCode;
import dev.rethread.incident.OperatorException;
import dev.rethread.inventory.LiveServer;
import dev.rethread.live.LiveAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to be let in by the live server: a password from a file or the environment, never from the command line. */
final class LiveOptions {
    static final String VARIABLE = "RETHREAD_PASSWORD";

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "File whose first line is the live server's password; otherwise the"
                    + " environment variable RETHREAD_PASSWORD is used.")
    private @Nullable Path passwordFile;

    /** The server that {@code url} names, with the password that the operator gave. */
    LiveAddress address(Console console, String url) {
        return LiveServer.address(url, password(console));
    }

    private @Nullable Supplier<char[]> password(Console console) {
        if (passwordFile != null) {
            char[] password = firstLine(console.directory().resolve(passwordFile));
            return password::clone;
        }
        String variable = console.environment().get(VARIABLE);
        return variable == null || variable.isEmpty() ? null : variable::toCharArray;
    }

    private static char[] firstLine(Path file) {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            @Nullable String password = lines.readLine();
            if (password == null || password.isEmpty()) {
                throw new OperatorException(
                        file + ": no password in the first line of the password file",
                        "Leave --password-file out where the server needs none.",
                        ExitCode.USAGE);
            }
            return password.toCharArray();
        } catch (IOException e) {
            throw new OperatorException(
                    file + ": the password file cannot be read",
                    "Check the path and that you may read it.",
                    ExitCode.USAGE,
                    e);
        }
    }
}
