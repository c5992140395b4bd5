package dev.rethread.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(300)
class CompressedTest {
    private static final Path CORPUS = Path.of("..", "..", "shared", "data", "corpus");
    private static final Random RANDOM = new Random(7);

    @TempDir
    Path folder;

    private Path written(byte[] content) throws IOException {
        return Files.write(folder.resolve("source"), content);
    }

    private static byte[] all(SourceFile file) {
        byte[] content = new byte[(int) file.size()];
        assertThat(file.read(0, content, 0, content.length)).isEqualTo(content.length);
        return content;
    }

    /** Half text, half noise, so that every decoder has matches and literals to do. */
    private static byte[] content(int size) {
        byte[] content = new byte[size];
        RANDOM.nextBytes(content);
        for (int at = 0; at + 64 <= size; at += 128) {
            byte[] text = "the quick brown fox jumps over the lazy dog, post number 0000000"
                    .getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(text, 0, content, at, 64);
        }
        return content;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }

    @ParameterizedTest
    @EnumSource
    void everyCodecIsToldByContentAndReadAnywhere(Codec codec) throws IOException {
        byte[] content = content(300_000);
        try (SourceFile file = SourceFile.open(written(Packing.packed(codec, content)))) {
            assertThat(all(file)).isEqualTo(content);
            assertThat(file.damages()).isEmpty();
            byte[] some = new byte[1000];
            assertThat(file.read(299_500, some, 0, 1000)).isEqualTo(500);
            assertThat(Arrays.copyOf(some, 500)).isEqualTo(Arrays.copyOfRange(content, 299_500, 300_000));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "VALKEY") // which has one frame
    void membersInARowAreOneContent(Codec codec) throws IOException {
        byte[] content = content(5000);
        byte[] twice = joined(Packing.packed(codec, content), Packing.packed(codec, content));
        try (SourceFile file = SourceFile.open(written(twice))) {
            assertThat(all(file)).isEqualTo(joined(content, content));
            assertThat(file.damages()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ZSTD", "LZ4"})
    void framesWithoutContentArePassedOver(Codec codec) throws IOException {
        byte[] skippable = {0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3};
        byte[] content = content(5000);
        byte[] packed = Packing.packed(codec, content);
        boolean first = codec == Codec.ZSTD;
        byte[] whole = first ? joined(skippable, packed, skippable) : joined(packed, skippable, packed);
        try (SourceFile file = SourceFile.open(written(whole))) {
            assertThat(all(file)).isEqualTo(first ? content : joined(content, content));
            assertThat(file.damages()).isEmpty();
        }
    }

    @Test
    void zeroesBehindGzipArePadding() throws IOException {
        byte[] content = content(5000);
        try (SourceFile file = SourceFile.open(written(joined(Packing.gzip(content), new byte[20_000])))) {
            assertThat(all(file)).isEqualTo(content);
            assertThat(file.damages()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void garbageBehindItIsDamageAndCostsNothing(Codec codec) throws IOException {
        byte[] content = content(5000);
        byte[] garbage = "and then somebody appended this line to the dump".getBytes(StandardCharsets.US_ASCII);
        try (SourceFile file = SourceFile.open(written(joined(Packing.packed(codec, content), garbage)))) {
            assertThat(all(file)).isEqualTo(content);
            assertThat(file.damages()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whereverItIsCutOffAllBeforeIsThere(Codec codec) throws IOException {
        byte[] content = content(150_000);
        byte[] packed = Packing.packed(codec, content);
        long longest = 0;
        for (int cut = packed.length - 1; cut > 20; cut -= packed.length / 8) {
            try (SourceFile file = SourceFile.openPart(written(Arrays.copyOf(packed, cut)))) {
                byte[] read = all(file);
                assertThat(read).isEqualTo(Arrays.copyOf(content, read.length));
                assertThat(file.damages()).hasSize(1);
                Damage damage = file.damages().get(0);
                assertThat(damage.span().offset()).isEqualTo(read.length);
                assertThat(damage.problem())
                        .startsWith("breaks off at compressed offset 0x" + Integer.toHexString(cut));
                assertThat(read.length).isLessThanOrEqualTo((int) (longest == 0 ? content.length : longest));
                longest = read.length;
                assertThat(lost(codec, packed.length, cut, read.length, content.length))
                        .isTrue();
            }
        }
    }

    /** A decoder works block by block; it may keep back one block (bzip2's are of 100 kB here, LZ4's of 4 MB, a chunk of xz is of 64 kB packed). */
    private static boolean lost(Codec codec, int packed, int cut, int read, int whole) {
        long fair = (long) whole * cut / packed;
        return switch (codec) {
            case GZIP -> read >= fair - 2_000;
            case XZ -> read >= fair - 140_000;
            case ZSTD -> read >= fair - 140_000;
            case BZIP2 -> read >= fair - 110_000;
            case LZ4, VALKEY -> read >= 0;
        };
    }

    @ParameterizedTest
    @EnumSource
    void flippedBitsNeverCrashAndNeverPassUnseen(Codec codec) throws IOException {
        byte[] content = content(20_000);
        byte[] packed = Packing.packed(codec, content);
        int seen = 0;
        for (int i = 0; i < 60; i++) {
            byte[] flipped = packed.clone();
            int at = RANDOM.nextInt(12, packed.length);
            flipped[at] ^= (byte) (1 << RANDOM.nextInt(8));
            try (SourceFile file = SourceFile.openPart(written(flipped))) {
                boolean same = Arrays.equals(all(file), content);
                assertThat(same || !file.damages().isEmpty())
                        .as("%s, byte %d of %d", codec, at, packed.length)
                        .isTrue();
                seen += file.damages().isEmpty() ? 0 : 1;
            }
        }
        assertThat(seen).isGreaterThan(45);
    }

    @Test
    void whatAHeaderAsksForIsNotAllocated() throws IOException {
        byte[] xz = Packing.packed(Codec.XZ, content(100));
        byte[] zstd = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) 0xa8, 1, 0, 0, 0, 0, 0};
        assertThat(xz).isNotEmpty();
        assertThatThrownBy(() -> SourceFile.open(written(zstd)))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("zstd");
    }

    @Test
    void nothingThatCanBeUnpackedIsRefusedWithTheDecodersWords() throws IOException {
        byte[] cut = Arrays.copyOf(Packing.gzip(content(1000)), 11);
        assertThatThrownBy(() -> SourceFile.open(written(cut)))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("gzip: breaks off at compressed offset 0xb of 0xb");
    }

    @Test
    void theFileOnDiskKeepsItsHash() throws IOException {
        Path path = written(Packing.gzip(content(1000)));
        Sha256 expected = new Sha256();
        expected.add(Files.readAllBytes(path));
        try (SourceFile stored = SourceFile.stored(path)) {
            assertThat(stored.sha256()).isEqualTo(expected.hex());
        }
    }

    @Test
    void aFileThatWasReplacedIsUnpackedAgain() throws IOException {
        for (byte fill = 1; fill < 4; fill++) {
            byte[] content = new byte[100 * fill];
            Arrays.fill(content, fill);
            try (SourceFile file = SourceFile.open(written(Packing.gzip(content)))) {
                assertThat(all(file)).isEqualTo(content);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void realFilesReadTheSamePackedOrNot(Codec codec) throws IOException {
        assumeTrue(Files.isDirectory(CORPUS), "the corpus of real files does not lie beside this clone");
        List<Path> files;
        try (Stream<Path> walk = Files.walk(CORPUS, 3)) {
            files = walk.filter(path -> path.toString().matches(".*[/\\\\]redis-[^/\\\\]*[/\\\\].*\\.(rdb|aof)"))
                    .sorted()
                    .toList();
        }
        for (Path path : files.subList(0, Math.min(4, files.size()))) {
            byte[] content = Files.readAllBytes(path);
            Path packed = Files.write(folder.resolve(path.getFileName() + "." + codec), Packing.packed(codec, content));
            try (SourceFile file = SourceFile.open(packed)) {
                assertThat(all(file)).as(path.toString()).isEqualTo(content);
            }
            assertThat(Sniffer.sniff(Files.copy(
                            packed,
                            folder.resolve(path.getFileName() + ".gz"),
                            java.nio.file.StandardCopyOption.REPLACE_EXISTING)))
                    .isEqualTo(Sniffer.sniff(path));
        }
    }

    @Test
    void closingTwiceTakesNothingFromWhoStillReads() throws IOException {
        byte[] content = content(9 << 20); // too large to be held in memory
        Path path = written(Packing.gzip(content));
        SourceFile twice = SourceFile.open(path);
        try (SourceFile reading = SourceFile.open(path)) {
            twice.close();
            twice.close();
            for (int i = 0; i < 5; i++) { // more than are kept when idle
                SourceFile.open(Files.write(folder.resolve("other" + i), Packing.gzip(new byte[] {1})))
                        .close();
            }
            assertThat(all(reading)).isEqualTo(content);
        }
    }
}
