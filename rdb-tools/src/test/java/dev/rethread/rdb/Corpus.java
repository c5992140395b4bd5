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

    /** The same for servers that are newer than the corpus. Lies in the clone. */
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

    private Corpus() {}

    /** Every RDB file that a server wrote. */
    static List<Path> rdbFiles() {
        Stream<Path> corpus = Files.isDirectory(ROOT)
                ? files(ROOT, 2, "rdb").filter(file -> !file.startsWith(damaged()))
                : Stream.of();
        return Stream.concat(corpus, files(GOLDEN, 2, "rdb")).toList();
    }

    /** Where the tables of what the corpus holds can be checked. */
    static void assumeThere() {
        assumeTrue(Files.isDirectory(ROOT), "the corpus of real files does not lie beside this clone");
    }

    /** RDB files with one known damage each. */
    static List<Path> damagedRdbFiles() {
        assumeThere();
        return files(damaged(), 1, "rdb").toList();
    }

    static Path file(String name) {
        assumeThere();
        return ROOT.resolve(name);
    }

    /** A name for reports: folder and file. */
    static String name(Path file) {
        return (file.startsWith(GOLDEN) ? GOLDEN : ROOT).relativize(file).toString();
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

    private static Stream<Path> files(Path folder, int depth, String suffix) {
        try (Stream<Path> all = Files.walk(folder, depth)) {
            return all.filter(file -> file.toString().endsWith("." + suffix)).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
