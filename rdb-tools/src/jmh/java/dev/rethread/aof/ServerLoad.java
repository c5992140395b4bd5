package dev.rethread.aof;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The redis-server of the path, made to load an AOF. */
final class ServerLoad {
    private ServerLoad() {}

    /** Loads {@code aof} and returns the seconds that the server itself reports, in microseconds. */
    static long of(Path aof) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("rethread");
        try {
            Files.copy(aof, home.resolve("appendonly.aof"));
            Process process = new ProcessBuilder(List.of(
                            "redis-server", "--port", "0", "--unixsocket", "socket", "--dir", ".", "--save", "",
                            "--appendonly", "yes", "--auto-aof-rewrite-percentage", "0"))
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .start();
            long micros = loaded(process);
            process.destroyForcibly().waitFor();
            return micros;
        } finally {
            delete(home);
        }
    }

    private static long loaded(Process process) throws IOException {
        try (BufferedReader log = process.inputReader(StandardCharsets.ISO_8859_1)) {
            for (String line = log.readLine(); line != null; line = log.readLine()) {
                if (line.contains("DB loaded from")) {
                    String[] words = line.split(" ");
                    return (long) (1e6 * Double.parseDouble(words[words.length - 2]));
                }
            }
        }
        throw new IOException("the server ended without having loaded the file");
    }

    private static void delete(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
