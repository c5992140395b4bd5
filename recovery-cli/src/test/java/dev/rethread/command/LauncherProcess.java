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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs command lines one after the other in a process of its own, which has a folder for temporary files to itself and
 * can be killed. What the commands print lies in files of one folder.
 */
final class LauncherProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader codes;
    private final PrintStream lines;

    private LauncherProcess(Process process) {
        this.process = process;
        this.codes = process.inputReader(StandardCharsets.UTF_8);
        this.lines = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    static LauncherProcess start(Path directory, Path temporary, Path printed) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                LauncherProcess.class.getName()));
        command.addAll(List.of(directory.toString(), printed.toString()));
        Path stderr = printed.resolve("stderr");
        return new LauncherProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(stderr.toFile()))
                .start());
    }

    /** Begins a command, in {@code folder} below the process's directory, and does not wait for its end. */
    void begin(String folder, String... arguments) {
        lines.println(folder + "\t" + String.join("\t", arguments));
    }

    /** The exit code of the command that was begun; -1 where the process died. */
    int code() throws IOException {
        String code = codes.readLine();
        return code == null ? -1 : Integer.parseInt(code);
    }

    int run(String folder, String... arguments) throws IOException {
        begin(folder, arguments);
        return code();
    }

    boolean busy() throws IOException {
        return !codes.ready();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }

    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        Path printed = Path.of(args[1]);
        PrintStream codes = System.out;
        System.setOut(System.err);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split("\t", -1);
            String[] arguments = java.util.Arrays.copyOfRange(words, 1, words.length);
            String name = System.nanoTime() + "-" + arguments[0];
            try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(printed.resolve(name + ".out")));
                    PrintWriter err = new PrintWriter(Files.newBufferedWriter(printed.resolve(name + ".err")))) {
                codes.println(run(out, err, directory.resolve(words[0]), arguments));
                codes.flush();
            }
        }
    }

    private static int run(PrintWriter out, PrintWriter err, Path directory, String... arguments) {
        Clock clock = Clock.systemUTC();
        Console console = new Console(out, err, false, true, clock, Map.of(), directory, new Interrupt());
        return Launcher.run(console, arguments);
    }
}
