package dev.rethread.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The tables of COVERAGE.md say what the corpus holds and {@link CorpusTruthTest} compares: no more and no less. */
class CoverageTest {
    private static final Path COVERAGE = Path.of("COVERAGE.md");

    /** The folders of the corpus, oldest first, Valkey last. */
    private static final List<String> SERVERS = List.of(
            "redis-2.4.18",
            "redis-2.8.24",
            "redis-3.2.13",
            "redis-4.0.14",
            "redis-5.0.14",
            "redis-6.2.16",
            "redis-7.0-rc2",
            "redis-7.0.15",
            "redis-7.2.6",
            "redis-7.4-rc2",
            "redis-7.4.1",
            "redis-8.0.6",
            "redis-8.6.3",
            "valkey-8.1.1",
            "valkey-9.1.2");

    @Test
    void tableOfTypesIsWhatTheCorpusHolds() throws IOException {
        Corpus.assumeThere();
        Map<RdbType, List<String>> seen = new EnumMap<>(RdbType.class);
        for (Path file : Corpus.rdbFiles()) {
            Reading.of(file).records().forEach(record -> {
                if (record instanceof KeyValue keyValue) {
                    seen.computeIfAbsent(keyValue.rdbType(), type -> new ArrayList<>())
                            .add(server(file));
                }
            });
        }
        for (RdbType type : RdbType.values()) {
            assertThat(Files.readAllLines(COVERAGE))
                    .contains(row(type.code() + " `" + type.name() + "`", seen.getOrDefault(type, List.of())));
        }
    }

    @Test
    void tableOfOtherRecordsIsWhatTheCorpusHolds() throws IOException {
        Corpus.assumeThere();
        Map<String, List<String>> seen = new TreeMap<>();
        for (Class<?> kind : Objects.requireNonNull(RdbRecord.class.getPermittedSubclasses())) {
            seen.put(kind.getSimpleName(), new ArrayList<>());
        }
        for (Path file : Corpus.rdbFiles()) {
            Reading.of(file)
                    .records()
                    .forEach(record -> seen.getOrDefault(record.getClass().getSimpleName(), new ArrayList<>())
                            .add(server(file)));
        }
        List<String> rows = seen.entrySet().stream()
                .map(entry -> row("`" + entry.getKey() + "`", entry.getValue()))
                .toList();
        assertThat(Files.readAllLines(COVERAGE)).containsAll(rows);
    }

    private static String server(Path file) {
        return Path.of(Corpus.name(file)).getName(0).toString();
    }

    private static String row(String name, List<String> seen) {
        StringBuilder row = new StringBuilder("| " + name + " |");
        SERVERS.forEach(server -> row.append(seen.contains(server) ? " x |" : "  |"));
        return row.toString();
    }
}
