package dev.rethread.rdb;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files that servers of 14 versions wrote, with what those servers answered for them. Lies beside a clone, if at all. */
final class Corpus {
    private static final Path ROOT = Path.of("..", "..", "shared", "data", "corpus");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Corpus() {}

    /** Every RDB file that a server wrote. */
    static List<Path> rdbFiles() {
        return files(ROOT, 2, "rdb").filter(file -> !file.startsWith(damaged())).toList();
    }

    /** RDB files with one known damage each. */
    static List<Path> damagedRdbFiles() {
        return files(damaged(), 1, "rdb").toList();
    }

    static Path file(String name) {
        assumeThere();
        return ROOT.resolve(name);
    }

    /** A name for reports: folder and file. */
    static String name(Path file) {
        return ROOT.relativize(file).toString();
    }

    /** What the corpus says of a file: the object with its name in the folder's index. */
    static JsonNode about(Path file) {
        for (JsonNode entry : json(file.resolveSibling("index.json")).get("files")) {
            if (entry.get("file").asText().equals(file.getFileName().toString())) {
                return entry;
            }
        }
        throw new IllegalStateException(file + " is not in its index");
    }

    /** What was done to the damaged files. */
    static JsonNode damages() {
        assumeThere();
        return json(damaged().resolve("damage.json")).get("files");
    }

    static JsonNode json(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path damaged() {
        return ROOT.resolve("damaged");
    }

    private static void assumeThere() {
        assumeTrue(Files.isDirectory(ROOT), "the corpus of real files does not lie beside this clone");
    }

    private static Stream<Path> files(Path folder, int depth, String suffix) {
        assumeThere();
        try (Stream<Path> all = Files.walk(folder, depth)) {
            return all.filter(file -> file.toString().endsWith("." + suffix)).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
