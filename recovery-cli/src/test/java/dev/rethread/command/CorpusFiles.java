package dev.rethread.command;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Files that servers of many versions wrote, with what those answered for them. Lies beside a clone, if at all. */
final class CorpusFiles {
    private static final Path ROOT =
            Path.of("..", "..", "shared", "data", "corpus").toAbsolutePath().normalize();
    private static final ObjectMapper JSON = new ObjectMapper();

    private CorpusFiles() {}

    /** One folder a version. */
    static List<Path> versions() {
        assumeTrue(Files.isDirectory(ROOT), "the corpus of real files does not lie beside this clone");
        try (Stream<Path> folders = Files.list(ROOT)) {
            return folders.filter(folder -> folder.getFileName().toString().matches("(redis|valkey)-\\d.*"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder and the file, for the name of a test. */
    static String name(Path file) {
        return ROOT.relativize(file).toString();
    }

    static List<Path> named(String file) {
        return versions().stream()
                .map(version -> version.resolve(file))
                .filter(Files::exists)
                .toList();
    }

    /**
     * Type, expiry and value of each key in one line of text, by {@code database/hex of the key}; what has no order is
     * sorted.
     */
    static SortedMap<String, String> truth(Path rdb) {
        SortedMap<String, String> truth = new TreeMap<>();
        Path file = rdb.resolveSibling(rdb.getFileName().toString().replace(".rdb", ".truth.jsonl"));
        try (Stream<String> lines = Files.lines(file)) {
            for (String line : (Iterable<String>) lines::iterator) {
                JsonNode fact = JSON.readTree(line);
                if (!fact.get("db").isNull()) {
                    truth.put(fact.get("db") + "/" + fact.get("key").asText(), meaning(fact));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return truth;
    }

    private static String meaning(JsonNode fact) {
        List<String> parts = new ArrayList<>();
        fact.get("value").forEach(part -> parts.add(part.toString()));
        String type = fact.get("type").asText();
        if (!type.equals("list")) {
            Collections.sort(parts);
        }
        String value = parts.isEmpty() ? fact.get("value").toString() : parts.toString();
        return type + " " + fact.path("expire_ms") + " " + value;
    }
}
