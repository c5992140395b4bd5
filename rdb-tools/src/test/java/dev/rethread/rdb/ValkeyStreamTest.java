package dev.rethread.rdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rethread.keyspace.Key;
import dev.rethread.source.Sniffer;
import dev.rethread.source.SourceFile;
import dev.rethread.source.SourceKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An RDB that Valkey compressed as a whole. The envelope is built by hand, the frame by the library. */
class ValkeyStreamTest {
    @TempDir
    Path folder;

    private Path file(int version, int cut) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {'V', 'C', 'S', (byte) version, 1, 0, 1});
        RdbBytes rdb = RdbBytes.header("VALKEY080");
        for (int i = 0; i < 1000; i++) {
            rdb.stringKey("key " + i, "the same text");
        }
        try (FramedLZ4CompressorOutputStream lz4 = new FramedLZ4CompressorOutputStream(out)) {
            lz4.write(rdb.eofWithoutChecksum().bytes());
        }
        byte[] whole = out.toByteArray();
        return RdbBytes.write(folder, Arrays.copyOf(whole, whole.length - cut));
    }

    @Test
    void isReadAsTheRdbThatItHolds() throws IOException {
        Path path = file(1, 0);
        assertThat(Sniffer.sniff(path)).isEqualTo(SourceKind.RDB);
        try (SourceFile source = SourceFile.open(path)) {
            RdbSnapshot snapshot = RdbSnapshot.read(source);
            assertThat(snapshot.complete()).isTrue();
            assertThat(snapshot.summary().magic()).isEqualTo("VALKEY");
            assertThat(snapshot.keys()).hasSize(1000);
            assertThat(snapshot.get(Key.of("key 999"))).isNotNull();
        }
    }

    @Test
    void ofAnotherVersionIsSaidToBeUnknown() throws IOException {
        Path path = file(2, 0);
        assertThatThrownBy(() -> SourceFile.open(path))
                .hasMessageContaining("56435302010001")
                .hasMessageContaining("known is 56435301010001");
    }

    @Test
    void thatBreaksOffIsDamage() throws IOException {
        try (SourceFile source = SourceFile.open(file(1, 40))) {
            assertThat(RdbSnapshot.read(source).complete()).isFalse();
        }
    }
}
