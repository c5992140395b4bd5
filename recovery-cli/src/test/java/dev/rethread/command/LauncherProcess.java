package dev.rethread.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs command lines one after the other in a process of its own, which has a folder for temporary files to itself, logs
 * all that can be logged, and can be killed. What the commands print lies in files of one folder.
 */
final class LauncherProcess implements AutoCloseable {
    private static final String SEPARATOR = "\t";

    private final Process process;
    private final BufferedReader codes;
    private final PrintStream lines;

    private LauncherProcess(Process process) {
        this.process = process;
        this.codes = process.inputReader(StandardCharsets.UTF_8);
        this.lines = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    static LauncherProcess start(Path directory, Path temporary, Path printed) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-Djava.io.tmpdir=" + temporary,
                "-Dpicocli.trace=DEBUG",
                "-cp",
                System.getProperty("java.class.path"),
                LauncherProcess.class.getName(),
                directory.toString(),
                printed.toString());
        Path stderr = printed.resolve("stderr");
        return new LauncherProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(stderr.toFile()))
                .start());
    }

    /** Begins a command, in {@code folder} below the process's directory, and does not wait for its end. */
    void begin(String folder, String... arguments) {
        lines.println(folder + SEPARATOR + String.join(SEPARATOR, arguments));
    }

    /** The exit code of a command; -1 where the process died. */
    int run(String folder, String... arguments) throws IOException {
        begin(folder, arguments);
        String code = codes.readLine();
        return code == null ? -1 : Integer.parseInt(code);
    }

    /** Whether the command that was begun has not ended. */
    boolean busy() throws IOException {
        return !codes.ready();
    }

    /** SIGKILL. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        PrintStream codes = System.out;
        System.setOut(System.err);
        logAll();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(SEPARATOR, -1);
            String[] arguments = Arrays.copyOfRange(words, 1, words.length);
            Path prints = Path.of(args[1], System.nanoTime() + "-" + arguments[0]);
            codes.println(run(prints, directory.resolve(words[0]), arguments));
            codes.flush();
        }
    }

    private static void logAll() {
        Logger root = Logger.getLogger("");
        root.setLevel(Level.ALL);
        for (Handler handler : root.getHandlers()) {
            handler.setLevel(Level.ALL);
        }
    }

    private static int run(Path prints, Path directory, String... arguments) throws IOException {
        try (PrintWriter out =
                        new PrintWriter(Files.newBufferedWriter(prints.resolveSibling(prints.getFileName() + ".out")));
                PrintWriter err = new PrintWriter(
                        Files.newBufferedWriter(prints.resolveSibling(prints.getFileName() + ".err")))) {
            Clock clock = Clock.systemUTC();
            Console console = new Console(out, err, false, true, clock, Map.of(), directory, new Interrupt());
            return Launcher.run(console, arguments);
        }
    }
}
