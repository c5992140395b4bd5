package dev.rethread.aof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.fuzz.FuzzInput;
import dev.rethread.source.SourceException;
import java.nio.file.Path;

/** Whatever the bytes are: they are tiled by records and holes, and what they replay into can be read. */
public final class AofFuzz {
    private AofFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        Path file = FuzzInput.file(data);
        Tiles.of(file);
        try {
            AofSnapshot snapshot = AofSnapshot.read("fuzz", file);
            snapshot.keys().forEach(key -> assertThat(snapshot.get(key)).isNotNull());
        } catch (SourceException refused) {
            assertThat(refused.hint()).isNotBlank();
        }
    }
}
