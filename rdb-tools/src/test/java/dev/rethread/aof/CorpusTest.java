package dev.rethread.aof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.StreamValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Files of many server versions against what the servers themselves answered. */
class CorpusTest {
    /** Redis 2.4 orders elements of equal weight as its sorting happens to leave them. */
    private static final Key SORTED_WITH_TIES = Key.of("sorted2");

    /** Of servers that are newer than the corpus. */
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

    @TestFactory
    Stream<DynamicTest> replayedFileHoldsWhatItsServerAnswered() throws IOException {
        return Stream.concat(folders(GOLDEN).stream(), folders(Shared.data("corpus")).stream())
                .map(folder -> DynamicTest.dynamicTest(
                        "" + folder.subpath(folder.getNameCount() - 2, folder.getNameCount()), () -> compare(folder)));
    }

    private static List<Path> folders(Path root) throws IOException {
        try (Stream<Path> folders = Files.walk(root, 2)) {
            return folders.filter(folder -> Files.exists(folder.resolve("truth.jsonl")))
                    .sorted()
                    .toList();
        }
    }

    private static AofSnapshot replayed(Path folder) {
        Path directory = folder.resolve("appendonlydir");
        Path path = Files.exists(directory) ? directory : folder.resolve("appendonly.aof");
        return AofSnapshot.read("corpus", path, Until.END);
    }

    private static void compare(Path folder) throws IOException {
        AofSnapshot snapshot = replayed(folder);
        Map<Key, JsonNode> truth = Truth.read(folder.resolve("truth.jsonl"));
        SoftAssertions softly = new SoftAssertions();
        int compared = 0;
        for (Map.Entry<Key, JsonNode> line : truth.entrySet()) {
            boolean plain = line.getValue().get("type").asText().matches("string|list|set|zset|hash|stream");
            Entry entry = snapshot.get(line.getKey());
            boolean madeByScript = entry == null && snapshot.uninterpreted().containsKey("EVAL");
            boolean sortedByChance =
                    folder.toString().contains("redis-2.4") && line.getKey().equals(SORTED_WITH_TIES);
            if (plain
                    && !sortedByChance
                    && !madeByScript
                    && !snapshot.doubtful().contains(line.getKey())) {
                compare(softly, line.getKey(), line.getValue(), entry);
                compared++;
            }
        }
        for (Key key : snapshot.keys()) {
            boolean known = truth.containsKey(key)
                    || snapshot.doubtful().contains(key)
                    || key.name().length() > 1024;
            softly.assertThat(known).as("invented %s", key).isTrue();
        }
        softly.assertThat(snapshot.damages()).isEmpty();
        softly.assertAll();
        assertThat(compared).isGreaterThan(truth.size() / 2);
    }

    private static void compare(SoftAssertions softly, Key key, JsonNode line, @Nullable Entry entry) {
        softly.assertThat(entry).as("key %s", key).isNotNull();
        if (entry != null && entry.value() instanceof StreamValue stream) {
            JsonNode value = line.get("value");
            softly.assertThat(TruthStream.found(stream, value))
                    .as("key %s", key)
                    .isEqualTo(TruthStream.expected(value));
        } else if (entry != null && !line.get("value").isObject()) {
            Object expected = Truth.expected(line);
            softly.assertThat(Truth.found(entry.value(), expected))
                    .as("key %s", key)
                    .isEqualTo(expected);
            long expiry = line.has("expire_ms") ? line.get("expire_ms").asLong() : Entry.NEVER;
            softly.assertThat(entry.expireAt()).as("expiry of %s", key).isEqualTo(expiry);
        }
    }

    @Test
    void logThatUsesEveryCommandIsComplete() {
        AofSnapshot snapshot = replayed(Shared.data("corpus/redis-7.0.15/aof-nopreamble"));
        assertThat(snapshot.uninterpreted()).isEmpty();
        assertThat(snapshot.complete()).isTrue();
    }

    @Test
    void functionsAreKeptAsTheirSources() throws IOException {
        for (String log : List.of(
                "redis-7.0.15/aof-nopreamble",
                "redis-8.0.6/aof-multi",
                "redis-7.2.6/aof-timestamps",
                "valkey-9.1.2/aof-nopreamble",
                "valkey-9.1.2/aof-multi")) {
            Path folder = Shared.data("corpus/" + log);
            Map<Bytes, Bytes> expected = new HashMap<>();
            Truth.read(folder.resolve("truth.jsonl")).forEach((key, line) -> {
                if (line.get("type").asText().equals("function")) {
                    byte[] code = HexFormat.of().parseHex(line.get("value").asText());
                    expected.put(key.name(), Bytes.wrap(code));
                }
            });
            assertThat(replayed(folder).functions()).isNotEmpty().isEqualTo(expected);
        }
    }

    @Test
    void whatIsNotReplayedIsNamed() {
        AofSnapshot snapshot = replayed(Shared.data("corpus/redis-8.0.6/aof-nopreamble"));
        assertThat(snapshot.uninterpreted()).containsOnlyKeys("VADD");
        assertThat(snapshot.doubtful()).containsExactly(Key.of("vs"));
        assertThat(snapshot.complete()).isFalse();
    }
}
