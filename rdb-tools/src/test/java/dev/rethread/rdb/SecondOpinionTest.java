package dev.rethread.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Two readers that share no code agree on the files of real servers. The other one fails in the middle of some (scores
 * of {@code inf}, consumers without pending entries, packed values of 33,000 entries, Valkey's magic); up to there it
 * counts.
 */
class SecondOpinionTest {
    /** The library takes a length in a large zipmap for gigabytes. */
    private static final String LARGE_ZIPMAPS = "redis-2.4.18/all-types";

    @TestFactory
    Stream<DynamicTest> anotherLibraryDecodesTheSame() {
        return files().map(file -> DynamicTest.dynamicTest(Corpus.name(file), () -> compared(file)));
    }

    @Test
    void itsOpinionCoversMostKeys() {
        Corpus.assumeThere();
        assertThat(files().mapToInt(SecondOpinionTest::compared).sum()).isGreaterThan(20_000);
    }

    private static Stream<Path> files() {
        return Corpus.rdbFiles().stream().filter(file -> !Corpus.name(file).startsWith(LARGE_ZIPMAPS));
    }

    /** How many keys both had. */
    private static int compared(Path file) {
        Map<String, Facts.Fact> ours = Facts.withoutStreams(Reading.snapshot(file, Facts::of));
        Map<String, Facts.Fact> theirs = new TreeMap<>();
        Exception failure = SecondOpinion.read(file, theirs::put);
        Map<String, String> differences = new TreeMap<>();
        theirs.forEach((key, fact) -> {
            if (!fact.equals(ours.get(key))) {
                differences.put(key, fact + " but " + ours.get(key));
            }
        });
        assertThat(differences).isEmpty();
        if (failure == null) {
            assertThat(theirs).hasSameSizeAs(ours);
        }
        return theirs.size();
    }
}
