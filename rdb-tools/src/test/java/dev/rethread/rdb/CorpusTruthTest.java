package dev.rethread.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rethread.keyspace.Key;
import dev.rethread.source.SourceFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Everything in every file that real servers wrote, compared with what those servers answered. */
class CorpusTruthTest {
    private static final int TRUTH_MAY_LAG_SECONDS = 3;

    @TestFactory
    Stream<DynamicTest> keysTypesExpiriesAndValuesAreWhatTheServerAnswered() {
        return each(CorpusTruthTest::sameKeyspace);
    }

    @TestFactory
    Stream<DynamicTest> functionsAreWhatTheServerListed() {
        return each(file -> assertThat(functions(file)).isEqualTo(Facts.functions(truth(file))));
    }

    @TestFactory
    Stream<DynamicTest> useOfKeysIsWhatTheServerAnswered() {
        return each(CorpusTruthTest::sameUse);
    }

    private interface Check {
        void of(Path file);
    }

    private static Stream<DynamicTest> each(Check check) {
        return Corpus.rdbFiles().stream().map(file -> DynamicTest.dynamicTest(Corpus.name(file), () -> check.of(file)));
    }

    private static Path truth(Path file) {
        return file.resolveSibling(Corpus.about(file).get("truth").asText());
    }

    private static void sameKeyspace(Path file) {
        Map<String, Facts.Fact> expected =
                Facts.ofServer(truth(file), Corpus.about(file).path("truth_without"));
        try (SourceFile source = SourceFile.open(file)) {
            RdbSnapshot snapshot = RdbSnapshot.read(source);
            assertThat(expected).isNotEmpty();
            assertThat(Facts.asFarAsKnown(Facts.of(snapshot), expected)).isEqualTo(expected);
            assertThat(snapshot.damages()).isEmpty();
            assertThat(snapshot.complete()).isTrue();
            assertThat(snapshot.summary().note()).isEmpty();
            assertThat(snapshot.summary().crc()).isEqualTo(checksum(file, snapshot));
        }
    }

    private static CrcState checksum(Path file, RdbSnapshot snapshot) {
        boolean none =
                file.toString().contains("nochecksum") || snapshot.summary().version() < 5;
        return none ? CrcState.ABSENT : CrcState.OK;
    }

    private static Set<String> functions(Path file) {
        Set<String> codes = new TreeSet<>();
        read(file, record -> {
            if (record instanceof RdbRecord.Function function) {
                codes.add(Facts.text(function.code()));
            }
        });
        return codes;
    }

    private static void sameUse(Path file) {
        Map<String, KeyValue> found = new HashMap<>();
        read(file, record -> {
            if (record instanceof KeyValue keyValue) {
                found.put(Facts.name(keyValue.key()), keyValue);
            }
        });
        for (JsonNode line : Facts.lines(truth(file))) {
            KeyValue keyValue =
                    found.get(line.get("db").asText() + "/" + line.get("key").asText());
            if (keyValue != null) {
                sameUse(line, keyValue);
            }
        }
    }

    private static void sameUse(JsonNode line, KeyValue found) {
        Key key = found.key();
        if (line.has("freq")) {
            assertThat(found.frequency())
                    .as("%s", key)
                    .isEqualTo(line.get("freq").asInt());
        }
        if (line.has("idle")) {
            long idle = line.get("idle").asLong();
            assertThat(found.idle()).as("%s", key).isBetween(idle - TRUTH_MAY_LAG_SECONDS, idle);
        }
    }

    private static void read(Path file, RdbVisitor visitor) {
        try (SourceFile source = SourceFile.open(file)) {
            RdbReader.read(source, 0, visitor);
        }
    }
}
