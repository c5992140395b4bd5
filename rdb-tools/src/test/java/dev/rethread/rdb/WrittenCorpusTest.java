package dev.rethread.rdb;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every file that a real server wrote, written again for that server's version and read back. */
class WrittenCorpusTest {
    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> everyFileIsWrittenAgainWithTheSameContent() {
        return Corpus.rdbFiles().stream()
                .map(file -> DynamicTest.dynamicTest(Corpus.name(file), () -> writtenAgain(file)));
    }

    private void writtenAgain(Path file) throws IOException {
        Path copy = folder.resolve("copy.rdb");
        Written.again(file, copy, target(file));
        assertThat(functions(copy)).isEqualTo(functions(file));
        Reading.<Integer>snapshot(
                file,
                original -> Reading.<Integer>snapshot(copy, written -> {
                    assertThat(written.complete()).isTrue();
                    assertThat(written.keys()).containsExactlyElementsOf(original.keys());
                    for (Key key : original.keys()) {
                        assertSame(requireNonNull(original.get(key)), requireNonNull(written.get(key)));
                    }
                    return 0;
                }));
    }

    private static void assertSame(Entry original, Entry written) {
        assertThat(written.expireAt()).isEqualTo(original.expireAt());
        assertThat(written.value().equals(original.value()))
                .as(original.key().toString())
                .isTrue();
    }

    /** The target whose version the file's header says. */
    static RdbTarget target(Path file) {
        RdbSummary summary = Reading.of(file).summary();
        return Arrays.stream(RdbTarget.values())
                .filter(target -> target.magic().equals(summary.magic()) && target.version() == summary.version())
                .findFirst()
                .orElseThrow();
    }

    private static List<Object> functions(Path file) {
        List<Object> codes = new ArrayList<>();
        for (RdbRecord record : Reading.of(file).records()) {
            if (record instanceof RdbRecord.Function function) {
                codes.add(function.code());
            }
        }
        return codes;
    }
}
