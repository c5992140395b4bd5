package dev.rethread.aof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.rdb.RdbSnapshot;
import dev.rethread.source.SourceFile;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A real forum's directory, held against the RDB that the server saved at the same moment. */
class NodebbIncidentTest {
    @Test
    void replayedDirectoryEqualsTheDumpOfTheSameMoment() {
        AofSnapshot replayed = AofSnapshot.read("replica", Shared.data("nodebb-incident-s/appendonlydir"));
        Path dump = Shared.data("nodebb-incident-s/full.rdb");
        try (SourceFile file = SourceFile.open(dump)) {
            RdbSnapshot saved = RdbSnapshot.read(file);
            assertThat(replayed.keys()).containsExactlyInAnyOrderElementsOf(saved.keys());
            for (Key key : saved.keys()) {
                Entry expected = Objects.requireNonNull(saved.get(key));
                Entry found = Objects.requireNonNull(replayed.get(key));
                assertThat(found.value()).as(key.toString()).isEqualTo(expected.value());
                assertThat(found.expireAt()).as(key.toString()).isEqualTo(expected.expireAt());
            }
        }
        assertThat(replayed.complete()).as(replayed.doubts().toString()).isTrue();
        assertThat(replayed.stop().reason()).isEqualTo(Stop.Reason.END_OF_FILE);
        assertThat(replayed.uninterpreted()).isEmpty();
        assertThat(replayed.lastTimestamp()).isPresent();
    }

    @Test
    void tornDirectoryIsCompleteUpToTheTear() {
        AofSnapshot torn = AofSnapshot.read("replica", Shared.data("nodebb-incident-s/appendonlydir-crashed"));
        AofSnapshot whole = AofSnapshot.read("replica", Shared.data("nodebb-incident-s/appendonlydir"));
        assertThat(torn.stop().reason()).isEqualTo(Stop.Reason.TORN_TAIL);
        assertThat(torn.complete()).isTrue();
        assertThat(torn.damages()).hasSize(1);
        assertThat(whole.commands() - torn.commands()).isBetween(1L, 2L);
    }

    @Test
    void anotherForumsDirectoryEqualsItsDump() {
        AofSnapshot replayed = AofSnapshot.read("replica", Shared.data("lamernews-incident-a/appendonlydir"));
        try (SourceFile file = SourceFile.open(Shared.data("lamernews-incident-a/full.rdb"))) {
            RdbSnapshot saved = RdbSnapshot.read(file);
            assertThat(replayed.keys()).containsExactlyInAnyOrderElementsOf(saved.keys());
            for (Key key : saved.keys()) {
                Entry found = Objects.requireNonNull(replayed.get(key));
                assertThat(found.value())
                        .as(key.toString())
                        .isEqualTo(Objects.requireNonNull(saved.get(key)).value());
            }
        }
    }

    @Test
    void untouchedKeysKeepTheirRecordOfTheBase() {
        Path directory = Shared.data("nodebb-incident-s/appendonlydir");
        AofSnapshot replayed = AofSnapshot.read("replica", directory);
        try (SourceFile file = SourceFile.open(directory.resolve("appendonly.aof.1.base.rdb"))) {
            RdbSnapshot base = RdbSnapshot.read(file);
            long untouched = replayed.keys().stream()
                    .filter(key -> Objects.equals(replayed.get(key), base.get(key)))
                    .count();
            assertThat(untouched).isBetween(1L, replayed.keys().size() - 1L);
        }
    }
}
