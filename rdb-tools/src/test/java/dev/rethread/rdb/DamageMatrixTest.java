package dev.rethread.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rethread.keyspace.Span;
import dev.rethread.source.SourceException;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Files of real servers, each damaged in one known way: what lies around the damage is read, and nothing else. */
class DamageMatrixTest {
    @TestFactory
    Stream<DynamicTest> everyKeyThatTheDamageDidNotTouchIsRead() {
        return StreamSupport.stream(Corpus.damages().spliterator(), false)
                .filter(damage -> damage.get("file").asText().endsWith(".rdb"))
                .filter(damage -> damage.get("size").asLong() > 0)
                .map(damage -> DynamicTest.dynamicTest(damage.get("file").asText(), () -> compare(damage)));
    }

    private static void compare(JsonNode damage) {
        String name = damage.path("source_instead").asText(damage.get("source").asText());
        DamageMatrix matrix = Reading.snapshot(Corpus.file(name), DamageMatrix::new);
        Path file = Corpus.file("damaged").resolve(damage.get("file").asText());
        try {
            DamageMatrix.Tally tally = Reading.snapshot(file, snapshot -> {
                snapshot.damages()
                        .forEach(d -> System.out.println("   " + d.toString().replaceAll("^.*damaged/", "")));
                return matrix.compare(snapshot, matrix.hit(span(damage)));
            });
            System.out.println(damage.get("file").asText() + " " + tally);
            assertThat(tally.lost()).isEmpty();
            assertThat(tally.wrong()).isEmpty();
        } catch (SourceException refusal) {
            assertThat(damage.get("size").asLong()).isLessThan(9);
        }
    }

    private static Span span(JsonNode damage) {
        long offset = damage.path("offset").asLong();
        return switch (damage.get("kind").asText()) {
            case "truncate" -> new Span(offset, 1L << 40);
            case "flip" -> new Span(offset, 1);
            case "zero", "remove" -> new Span(offset, damage.get("length").asLong());
            case "insert" -> new Span(offset, 0);
            case "glue" -> new Span(offset, damage.get("file").asText().contains("cut") ? 1L << 40 : 0);
            default -> new Span(0, 0);
        };
    }
}
