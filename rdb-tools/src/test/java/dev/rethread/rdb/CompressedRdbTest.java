package dev.rethread.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.source.Damage;
import dev.rethread.source.Packing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressedRdbTest {
    @TempDir
    Path folder;

    @Test
    void aCompressedDumpReadsAsTheDumpDoes() throws IOException {
        Path plain = Files.write(folder.resolve("dump.rdb"), SmallRdb.summed());
        Path packed = Files.write(folder.resolve("dump.rdb.gz"), Packing.gzip(SmallRdb.summed()));
        assertThat(Reading.of(packed).keySpans())
                .isEqualTo(Reading.of(plain).keySpans())
                .hasSize(SmallRdb.KEYS);
        assertThat(Reading.<Boolean>snapshot(packed, RdbSnapshot::complete)).isTrue();
    }

    @Test
    void keysBeforeACutOfTheCompressedFileAreThereAndTheRestIsDamage() throws IOException {
        byte[] packed = Packing.gzip(SmallRdb.summed());
        Path cut = Files.write(folder.resolve("dump.rdb.gz"), Arrays.copyOf(packed, packed.length * 3 / 4));
        Reading.of(cut).assertTiles(0);
        Reading.snapshot(cut, snapshot -> {
            assertThat(snapshot.keys()).isNotEmpty();
            assertThat(snapshot.complete()).isFalse();
            assertThat(snapshot.damages()).extracting(Damage::doing).contains("gzip");
            return snapshot;
        });
    }

    @Test
    void aWrongChecksumOfTheCompressionAloneIsSaidToo() throws IOException {
        byte[] packed = Packing.gzip(SmallRdb.summed());
        packed[packed.length - 6] ^= 1;
        Path file = Files.write(folder.resolve("dump.rdb.gz"), packed);
        Reading.snapshot(file, snapshot -> {
            assertThat(snapshot.keys()).hasSize(SmallRdb.KEYS);
            assertThat(snapshot.damages()).extracting(Damage::doing).containsExactly("gzip");
            assertThat(snapshot.complete()).isFalse();
            return snapshot;
        });
    }
}
