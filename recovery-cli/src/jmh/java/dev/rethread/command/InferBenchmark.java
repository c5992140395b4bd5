package dev.rethread.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The command {@code profile infer} on one dump beside what scanning it takes, each a process of its own with
 * {@code -Xmx512m}, by turns: {@code InferBenchmark FOLDER KEYS ROUNDS}.
 */
public final class InferBenchmark {
    private InferBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Path dump = folder.resolve("base.rdb");
        if (!Files.exists(dump)) {
            ForumFile.write(dump, Integer.parseInt(arguments[1]), ForumFile.Edition.BASE);
        }
        for (int round = Integer.parseInt(arguments[2]); round > 0; round--) {
            double scan = GapBenchmark.seconds(folder, GapBenchmark.class.getName(), "scan", "base.rdb");
            double infer = GapBenchmark.seconds(folder, Main.class.getName(), "profile", "infer", "base.rdb");
            System.out.printf(
                    Locale.ROOT, "%d MB: scan %.2f s, infer %.2f s%n", Files.size(dump) >> 20, scan, infer);
        }
    }
}
