package dev.rethread.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.fuzz.FuzzInput;
import dev.rethread.keyspace.Key;
import dev.rethread.source.SourceException;
import dev.rethread.source.SourceFile;
import java.nio.file.Path;
import java.util.List;

/** Whatever the bytes are: they are tiled by records and damage, and every key is served or accounted for. */
public final class RdbFuzz {
    private RdbFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        Path file = FuzzInput.file(data);
        try (SourceFile source = SourceFile.open(file)) {
            Reading.of(source, 0).assertTiles(0);
            read(source);
        } catch (SourceException refused) {
            assertThat(refused.hint()).isNotBlank();
        }
    }

    private static void read(SourceFile source) {
        RdbSnapshot snapshot = RdbSnapshot.read(source);
        for (Key key : List.copyOf(snapshot.keys())) {
            boolean served = snapshot.get(key) != null;
            assertThat(served || !snapshot.complete()).as("%s", key).isTrue();
        }
        assertThat(snapshot.complete() && !snapshot.damages().isEmpty()).isFalse();
    }
}
