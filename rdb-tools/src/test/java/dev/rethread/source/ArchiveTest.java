package dev.rethread.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rethread.source.Packing.Tar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class ArchiveTest {
    private static final byte[] RDB = ascii("REDIS0009\u00ff12345678");
    private static final byte[] AOF = ascii("*1\r\n$4\r\nPING\r\n");

    @TempDir
    Path folder;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private Path archive(byte[] content) throws IOException {
        return Files.write(folder.resolve("a.tar"), content);
    }

    private static String read(Path path) {
        try (SourceFile file = SourceFile.openPart(path)) {
            byte[] content = new byte[(int) file.size()];
            return Text.of(content, file.read(0, content, 0, content.length));
        }
    }

    private Path in(String member) {
        return folder.resolve("a.tar!" + member);
    }

    @ParameterizedTest
    @EnumSource
    void membersAreReadByNameWhateverTheArchiveWasCompressedWith(Codec codec) throws IOException {
        archive(Packing.packed(
                codec, new Tar().file("./data/dump.rdb", RDB).file("b", AOF).bytes()));
        assertThat(read(in("data/dump.rdb"))).isEqualTo(Text.of(RDB, RDB.length));
        assertThat(read(in("/b"))).isEqualTo(Text.of(AOF, AOF.length));
        assertThat(read(folder.resolve("a.tar/data/dump.rdb"))).isEqualTo(Text.of(RDB, RDB.length));
        assertThat(Sniffer.sniff(in("data/dump.rdb"))).isEqualTo(SourceKind.RDB);
    }

    @Test
    void aCompressedMemberIsUnpackedToo() throws IOException {
        archive(new Tar().file("dump.rdb.gz", Packing.gzip(RDB)).bytes());
        assertThat(read(in("dump.rdb.gz"))).isEqualTo(Text.of(RDB, RDB.length));
    }

    @Test
    void aFileOfThatVeryNameComesFirst() throws IOException {
        archive(new Tar().file("b", RDB).bytes());
        Files.write(folder.resolve("a.tar!b"), AOF);
        assertThat(Sniffer.sniff(in("b"))).isEqualTo(SourceKind.AOF);
    }

    @Test
    void foldersOfAnArchiveAreFolders() throws IOException {
        archive(new Tar()
                .file("data/appendonlydir/a.manifest", AOF)
                .file("data/appendonlydir/a.1.incr.aof", AOF)
                .file("data/dump.rdb", RDB)
                .bytes());
        assertThat(SourceFolder.is(in("data"))).isTrue();
        assertThat(SourceFolder.is(in("data/dump.rdb"))).isFalse();
        assertThat(SourceFolder.children(in("data"))).containsExactly(in("/data/appendonlydir"), in("/data/dump.rdb"));
        assertThat(Sniffer.sniff(in("data/appendonlydir"))).isEqualTo(SourceKind.AOF_DIRECTORY);
        assertThat(SourceFile.onDisk(in("data/dump.rdb"))).isEqualTo(folder.resolve("a.tar"));
    }

    @Test
    void anArchiveByItselfIsTheOnlySourceInIt() throws IOException {
        Path archive = archive(new Tar()
                .file("x/README", ascii("hello"))
                .file("x/dump.rdb", RDB)
                .bytes());
        assertThat(Sniffer.locate(archive)).isEqualTo(in("/x/dump.rdb"));
    }

    @Test
    void ofSeveralSourcesOneMustBeNamed() throws IOException {
        Path archive = archive(
                new Tar().file("dump.rdb", RDB).file("aof/a.1.incr.aof", AOF).bytes());
        assertThatThrownBy(() -> Sniffer.locate(archive))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> assertThat(e.hint())
                                .contains("a.tar!/aof (appendonlydir), ")
                                .contains("a.tar!/dump.rdb (rdb)."));
        Files.write(folder.resolve("dump.rdb"), RDB);
        assertThatThrownBy(() -> Sniffer.locate(folder))
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.hint()).contains("/dump.rdb (rdb)"));
    }

    @ParameterizedTest
    @ValueSource(ints = {TarArchiveOutputStream.LONGFILE_POSIX, TarArchiveOutputStream.LONGFILE_GNU})
    void longNamesOfBothDialectsAreRead(int dialect) throws IOException {
        String name = "a very long folder name/".repeat(20) + "d\u00fcmp.rdb";
        archive(new Tar().file(name, RDB).file("b", AOF).bytes(dialect));
        assertThat(read(in(name))).isEqualTo(Text.of(RDB, RDB.length));
        assertThat(read(in("b"))).isEqualTo(Text.of(AOF, AOF.length));
    }

    @Test
    void linksAreFollowedWithinTheArchive() throws IOException {
        archive(new Tar()
                .file("data/dump-1.rdb", RDB)
                .link("data/dump.rdb", TarConstants.LF_SYMLINK, "dump-1.rdb")
                .link("up/dump.rdb", TarConstants.LF_SYMLINK, "../data/dump.rdb")
                .link("hard.rdb", TarConstants.LF_LINK, "data/dump-1.rdb")
                .link("out", TarConstants.LF_SYMLINK, "/etc/passwd")
                .link("round", TarConstants.LF_SYMLINK, "round")
                .bytes());
        for (String link : new String[] {"data/dump.rdb", "up/dump.rdb", "hard.rdb"}) {
            assertThat(read(in(link))).isEqualTo(Text.of(RDB, RDB.length));
        }
        for (String link : new String[] {"out", "round"}) {
            assertThatThrownBy(() -> SourceFile.open(in(link)))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("is a link to ");
        }
    }

    @Test
    void devicesAndMissingMembersAreRefused() throws IOException {
        archive(new Tar().link("pipe", TarConstants.LF_FIFO, "").file("b", AOF).bytes());
        assertThatThrownBy(() -> SourceFile.open(in("pipe"))).hasMessageContaining("is a folder or a device");
        assertThatThrownBy(() -> SourceFile.open(in("none"))).hasMessageContaining("no such file in the archive");
        Files.write(folder.resolve("plain"), AOF);
        assertThatThrownBy(() -> SourceFile.open(folder.resolve("plain!b"))).hasMessageContaining("is no archive");
    }

    @Test
    void ofTwoMembersOfOneNameTheLastCounts() throws IOException {
        archive(new Tar().file("b", RDB).file("b", AOF).bytes());
        assertThat(Sniffer.sniff(in("b"))).isEqualTo(SourceKind.AOF);
    }

    @Test
    void namesThatLeadOutsideTouchNothing() throws IOException {
        archive(new Tar().file("../evil", RDB).file("/abs", AOF).bytes());
        assertThat(SourceFolder.children(folder.resolve("a.tar"))).hasSize(2);
        assertThat(read(in("abs"))).isEqualTo(Text.of(AOF, AOF.length));
        assertThat(folder.resolveSibling("evil")).doesNotExist();
    }

    @Test
    void anArchiveBehindAnotherIsReadToo() throws IOException {
        byte[] first = new Tar().file("a", RDB).bytes();
        byte[] second = new Tar().file("b", AOF).bytes();
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        archive(both);
        assertThat(read(in("b"))).isEqualTo(Text.of(AOF, AOF.length));
    }

    @Test
    void membersBeforeACutAreGoodAndTheOneItHitsSaysSo() throws IOException {
        byte[] large = new byte[3000];
        Arrays.fill(large, (byte) 'x');
        byte[] whole = new Tar().file("a", RDB).file("b", large).file("c", RDB).bytes();
        archive(Arrays.copyOf(whole, 512 + 512 + 512 + 1000));
        try (SourceFile a = SourceFile.open(in("a"));
                SourceFile b = SourceFile.open(in("b"))) {
            assertThat(a.damages()).isEmpty();
            assertThat(b.size()).isEqualTo(1000);
            assertThat(b.damages()).hasSize(1);
            assertThat(b.damages().get(0).problem()).isEqualTo("breaks off, 3000 bytes announced, 1000 there");
        }
        archive(Packing.gzip(whole));
        byte[] packed = Packing.gzip(whole);
        archive(Arrays.copyOf(packed, packed.length - 5));
        try (SourceFile a = SourceFile.open(in("a"))) {
            assertThat(a.damages()).isEmpty();
            assertThat(a.around()).hasSize(1);
        }
    }

    @Test
    void whereTheChecksumOfTheCompressionIsWrongNoMemberIsSure() throws IOException {
        byte[] packed = Packing.gzip(new Tar().file("a", RDB).file("b", AOF).bytes());
        packed[packed.length - 6] ^= 1;
        archive(packed);
        try (SourceFile a = SourceFile.open(in("a"))) {
            assertThat(a.damages()).hasSize(1);
        }
    }

    @Test
    void anyDamageToHeadersLeavesAnAnswer() throws IOException {
        Random random = new Random(11);
        byte[] whole =
                new Tar().file("a", RDB).file("long/".repeat(40) + "b", AOF).bytes();
        for (int i = 0; i < 150; i++) {
            byte[] damaged = whole.clone();
            int at = random.nextInt(512, whole.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            archive(i % 2 == 0 ? damaged : Arrays.copyOf(damaged, random.nextInt(512, whole.length)));
            assertThat(SourceFolder.children(folder.resolve("a.tar"))).isNotEmpty();
        }
    }

    @Test
    void sparseMembersAreRefused() throws IOException, InterruptedException {
        Path sparse = folder.resolve("sparse.rdb");
        try (java.nio.channels.FileChannel channel = java.nio.channels.FileChannel.open(
                sparse, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(RDB), 10 << 20);
        }
        Process tar = new ProcessBuilder("tar", "-S", "--format=posix", "-cf", "a.tar", "sparse.rdb")
                .directory(folder.toFile())
                .inheritIO()
                .start();
        org.junit.jupiter.api.Assumptions.assumeTrue(tar.waitFor() == 0, "no GNU tar here");
        assertThatThrownBy(() -> SourceFile.open(in("sparse.rdb"))).hasMessageContaining("sparse");
    }

    @Test
    @Timeout(30)
    void manyMembersAreLookedThroughWithoutReadingAllHeadersForEach() throws IOException {
        Tar tar = new Tar();
        for (int i = 0; i < 4000; i++) {
            tar.file("notes/" + i, ascii("text"));
        }
        archive(tar.file("notes/dump", RDB).bytes());
        assertThat(Sniffer.locate(folder.resolve("a.tar"))).isEqualTo(folder.resolve("a.tar!/notes/dump"));
    }

    @Test
    void anotherArchiveOfTheSameNameIsReadAnew() throws IOException {
        archive(new Tar().file("b", AOF).bytes());
        assertThat(SourceFolder.hasFile(in("b"))).isTrue();
        archive(new Tar().file("c", RDB).file("d", RDB).bytes());
        assertThat(SourceFolder.hasFile(in("b"))).isFalse();
        assertThat(read(in("d"))).isEqualTo(Text.of(RDB, RDB.length));
    }
}
