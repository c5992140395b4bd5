package dev.rethread.command;

import dev.rethread.delta.Delta;
import dev.rethread.inventory.SourceDigest;
import dev.rethread.profile.Profiles;
import dev.rethread.rdb.RdbSnapshot;
import dev.rethread.rebase.Coverage;
import dev.rethread.rebase.Evidence;
import dev.rethread.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The command {@code gap} over three dumps beside what scanning the three takes, each a process of its own with
 * {@code -Xmx512m}, by turns.
 *
 * <pre>
 * GapBenchmark FOLDER KEYS ROUNDS    makes the dumps there unless they are there, then measures
 * GapBenchmark scan FILE...          what is measured as scanning: framing, checksum, index
 * GapBenchmark parts FILE...         where the time of the search goes
 * </pre>
 */
public final class GapBenchmark {
    private static final String HEAP = "-Xmx512m";

    private GapBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments[0].equals("scan")) {
            for (int i = 1; i < arguments.length; i++) {
                try (SourceFile file = SourceFile.open(Path.of(arguments[i]))) {
                    System.out.println(RdbSnapshot.read(file).keys().size());
                }
            }
        } else if (arguments[0].equals("parts")) {
            parts(Path.of(arguments[1]), Path.of(arguments[2]));
        } else {
            measure(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        }
    }

    private static void measure(Path folder, int keys, int rounds) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        for (ForumFile.Edition edition : ForumFile.Edition.values()) {
            Path file = folder.resolve(name(edition));
            if (!Files.exists(file)) {
                ForumFile.write(file, keys, edition);
            }
        }
        Files.writeString(folder.resolve("incident.yaml"), """
                schema: 1
                id: benchmark
                created: 2014-04-24T00:00:00Z
                profile: muut
                base: base.rdb
                evidence:
                - {name: evidence, path: evidence.rdb}
                live: live.rdb
                """);
        long bytes = 0;
        for (ForumFile.Edition edition : ForumFile.Edition.values()) {
            bytes += Files.size(folder.resolve(name(edition)));
        }
        for (int round = 0; round < rounds; round++) {
            double scan =
                    seconds(folder, GapBenchmark.class.getName(), "scan", "base.rdb", "evidence.rdb", "live.rdb");
            double gap = seconds(folder, Main.class.getName(), "gap");
            System.out.printf(
                    Locale.ROOT,
                    "%d MB: scan %.2f s, gap %.2f s, ratio %.2f%n",
                    bytes >> 20,
                    scan,
                    gap,
                    gap / scan);
        }
    }

    private static String name(ForumFile.Edition edition) {
        return edition.name().toLowerCase(Locale.ROOT) + ".rdb";
    }

    static double seconds(Path folder, String... command) throws IOException, InterruptedException {
        List<String> all = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-cp",
                System.getProperty("java.class.path")));
        all.addAll(List.of(command));
        long start = System.nanoTime();
        Process process = new ProcessBuilder(all)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve(command[command.length > 1 ? 1 : 0] + ".out").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int code = process.waitFor();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (code > 1) {
            throw new IllegalStateException(List.of(command) + " ended with " + code);
        }
        return seconds;
    }

    private static void parts(Path base, Path evidence) throws IOException {
        timed("hash of one", () -> SourceDigest.of(base));
        try (SourceFile one = SourceFile.open(base);
                SourceFile two = SourceFile.open(evidence)) {
            RdbSnapshot[] read = new RdbSnapshot[2];
            timed("scan of one", () -> read[0] = RdbSnapshot.read("base", one));
            timed("scan of another", () -> read[1] = RdbSnapshot.read("evidence", two));
            RdbSnapshot first = Objects.requireNonNull(read[0]);
            RdbSnapshot second = Objects.requireNonNull(read[1]);
            timed("coverage", () -> Coverage.of(Profiles.read("muut"), new Evidence.Keyspace("base", first)));
            timed("delta", () -> Delta.between(first, second, change -> {}));
        }
    }

    private static void timed(String what, Runnable work) {
        long start = System.nanoTime();
        work.run();
        System.out.printf(Locale.ROOT, "%-16s %.2f s%n", what, (System.nanoTime() - start) / 1e9);
    }
}
