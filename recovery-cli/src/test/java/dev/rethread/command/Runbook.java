package dev.rethread.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * The console blocks of a Markdown file: lines that begin with {@code $ } are commands, those below them are what they
 * print, in which {@code …} stands for anything on that line.
 */
final class Runbook {
    private static final String FENCE = "```";
    private static final String PROMPT = "$ ";
    private static final String CONTINUED = "\\";

    private final Path file;

    Runbook(Path file) {
        this.file = file;
    }

    /** A command and what it printed, where that is not what the file says. */
    record Difference(String command, String expected, String actual) {}

    /** Runs every command line through {@code shell} in the order of the file. */
    List<Difference> compare(BiFunction<String, List<String>, List<String>> shell) throws IOException {
        List<Difference> differences = new ArrayList<>();
        walk((command, expected) -> {
            List<String> actual = shell.apply(command, expected);
            if (!matches(expected, actual)) {
                differences.add(new Difference(command, String.join("\n", expected), String.join("\n", actual)));
            }
            return expected;
        });
        return differences;
    }

    /** Runs every command line and writes what it prints into the file. */
    void refresh(BiFunction<String, List<String>, List<String>> shell) throws IOException {
        Files.writeString(file, String.join("\n", walk(shell)) + "\n");
    }

    private List<String> walk(BiFunction<String, List<String>, List<String>> step) throws IOException {
        List<String> lines = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        String command = "";
        boolean inside = false;
        for (String line : Files.readAllLines(file)) {
            boolean ends = inside && line.equals(FENCE);
            if ((ends || line.startsWith(PROMPT)) && !command.isEmpty()) {
                lines.addAll(step.apply(command, List.copyOf(expected)));
                expected.clear();
                command = "";
            }
            inside = ends ? false : inside || line.equals(FENCE + "console");
            boolean begins = inside && line.startsWith(PROMPT);
            boolean goesOn = command.endsWith(CONTINUED);
            if (begins) {
                command = line.substring(PROMPT.length());
            } else if (goesOn) {
                command = command.substring(0, command.length() - 1) + line.strip();
            }
            boolean printed = !command.isEmpty() && !begins && !goesOn;
            (printed ? expected : lines).add(line);
        }
        return lines;
    }

    private static boolean matches(List<String> expected, List<String> actual) {
        if (expected.size() != actual.size()) {
            return false;
        }
        for (int i = 0; i < expected.size(); i++) {
            if (!pattern(expected.get(i)).matcher(actual.get(i)).matches()) {
                return false;
            }
        }
        return true;
    }

    private static Pattern pattern(String line) {
        return Pattern.compile(Arrays.stream(line.split("…", -1))
                .map(Pattern::quote)
                .reduce((left, right) -> left + ".*" + right)
                .orElse(""));
    }
}
