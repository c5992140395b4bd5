package dev.rethread.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rethread.source.SourceException;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every byte of a file belongs to exactly one record or to damage. */
class TilingTest {
    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> filesOfServersAreTiledByRecordsAlone() {
        return Corpus.rdbFiles().stream()
                .map(file -> DynamicTest.dynamicTest(Corpus.name(file), () -> {
                    Reading reading = Reading.of(file);
                    reading.assertTiles(0);
                    assertThat(reading.summary().damages()).isEmpty();
                    assertThat(reading.summary().end()).isEqualTo(file.toFile().length());
                }));
    }

    @TestFactory
    Stream<DynamicTest> damagedFilesAreTiledByRecordsAndDamage() {
        return Corpus.damagedRdbFiles().stream()
                .map(file -> DynamicTest.dynamicTest(
                        Corpus.name(file), () -> Reading.of(file).assertTiles(0)));
    }

    @TestFactory
    Stream<DynamicTest> damagedFilesAreNeverCompleteAndServeWhatLiesBeforeTheDamage() {
        Iterable<JsonNode> all = Corpus.damages();
        return StreamSupport.stream(all.spliterator(), false)
                .filter(damage -> damage.get("file").asText().endsWith(".rdb"))
                .map(damage -> DynamicTest.dynamicTest(damage.get("file").asText(), () -> serves(damage)));
    }

    private static void serves(JsonNode damage) {
        Path file = Corpus.file("damaged").resolve(damage.get("file").asText());
        try {
            Reading.snapshot(file, snapshot -> {
                assertThat(snapshot.complete()).isFalse();
                assertThat(snapshot.damages()).isNotEmpty();
                assertThat(snapshot.keys().size())
                        .isGreaterThanOrEqualTo(
                                damage.path("whole_records_before").asInt() - 1);
                return Facts.of(snapshot);
            });
        } catch (SourceException e) {
            assertThat(damage.path("offset").asInt()).isLessThan(9);
        }
    }

    @Test
    void smallFileHasEveryKindOfRecord() {
        Reading reading = Reading.of(RdbBytes.write(folder, SmallRdb.summed()));
        reading.assertTiles(0);
        assertThat(reading.summary().damages()).isEmpty();
        assertThat(reading.summary().crc()).isEqualTo(CrcState.OK);
        assertThat(reading.keySpans()).hasSize(SmallRdb.KEYS);
        assertThat(Reading.<Integer>snapshot(
                        folder.resolve("dump.rdb"),
                        snapshot -> Facts.of(snapshot).size()))
                .isEqualTo(SmallRdb.KEYS);
    }

    @Test
    void anRdbInsideALargerFileIsTiledFromItsFirstByteToItsChecksum() {
        byte[] content = RdbBytes.bare()
                .ascii("before")
                .raw(SmallRdb.summed())
                .ascii("*1\r\n")
                .bytes();
        Reading reading = Reading.with(RdbBytes.write(folder, content), source -> Reading.of(source, 6));
        reading.assertTiles(6);
        assertThat(reading.summary().intact()).isTrue();
        assertThat(reading.summary().end()).isEqualTo(content.length - 4L);
    }
}
