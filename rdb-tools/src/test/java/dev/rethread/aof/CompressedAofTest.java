package dev.rethread.aof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.source.Damage;
import dev.rethread.source.Packing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressedAofTest {
    private static final byte[] MANIFEST =
            "file a.1.base.aof seq 1 type b\nfile a.1.incr.aof seq 1 type i\n".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] BASE =
            new AofBytes().command("SET", "base", "v").bytes();
    private static final byte[] INCREMENT =
            new AofBytes().command("SET", "increment", "v").bytes();

    @TempDir
    Path folder;

    private static void assertWhole(Path path) {
        AofSnapshot snapshot = AofSnapshot.read("replica", path);
        assertThat(snapshot.keys()).hasSize(2);
        assertThat(snapshot.parts()).containsExactly("replica/a.1.base.aof", "replica/a.1.incr.aof");
        assertThat(snapshot.damages()).isEmpty();
        assertThat(snapshot.notes()).isEmpty();
        assertThat(snapshot.complete()).isTrue();
    }

    private static byte[] tar(String prefix) throws IOException {
        return new Packing.Tar()
                .file(prefix + "a.1.incr.aof", INCREMENT)
                .file(prefix + "a.1.base.aof", BASE)
                .file(prefix + "a.manifest", MANIFEST)
                .bytes();
    }

    @Test
    void aDirectoryInAnArchiveIsReadByItsManifest() throws IOException {
        Files.write(folder.resolve("a.tar"), tar("var/appendonlydir/"));
        assertWhole(folder.resolve("a.tar!var/appendonlydir"));
        assertWhole(Files.write(folder.resolve("b.tgz"), Packing.gzip(tar("./"))));
    }

    @Test
    void partsMayBeCompressedOneByOne() throws IOException {
        Files.write(folder.resolve("a.manifest.gz"), Packing.gzip(MANIFEST));
        Files.write(folder.resolve("a.1.base.aof"), BASE);
        Files.write(folder.resolve("a.1.incr.aof.gz"), Packing.gzip(INCREMENT));
        assertWhole(folder);
    }

    @Test
    void whatTheCompressionLostMakesItIncomplete() throws IOException {
        byte[] packed = Packing.gzip(INCREMENT);
        Path cut = Files.write(folder.resolve("cut.aof.gz"), Arrays.copyOf(packed, packed.length - 4));
        AofSnapshot snapshot = AofSnapshot.read("cut", cut);
        assertThat(snapshot.keys()).hasSize(1);
        assertThat(snapshot.damages()).extracting(Damage::doing).containsExactly("gzip");
        assertThat(snapshot.complete()).isFalse();
    }

    @Test
    void anArchiveThatBreaksOffMakesTheDirectoryInItIncomplete() throws IOException {
        byte[] packed = Packing.gzip(tar(""));
        Path cut = Files.write(folder.resolve("cut.tgz"), Arrays.copyOf(packed, packed.length - 4));
        AofSnapshot snapshot = AofSnapshot.read("cut", cut);
        assertThat(snapshot.keys()).hasSize(2);
        assertThat(snapshot.complete()).isFalse();
    }
}
