package dev.rethread.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.source.SourceException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Content made to keep the search for records busy: the work stays in proportion to the size. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SalvageWorkTest {
    private static final int SIZE = 4 << 20;

    @TempDir
    Path folder;

    static Stream<Arguments> contents() {
        byte[] key = RdbBytes.bare().stringKey("key:1", "text").bytes();
        byte[] hash = RdbBytes.bare()
                .key(RdbType.HASH, "user:1")
                .raw(0x80, 0, 1, 0, 0)
                .string("field")
                .bytes();
        byte[] loose =
                RdbBytes.bare().raw(RdbType.SET.code(), 1, 'a', 0x7f, 0xff).bytes();
        byte[] end = RdbBytes.bare().stringKey("key:2", "text").eof().bytes();
        byte[] header = "REDIS0011".getBytes(StandardCharsets.US_ASCII);
        return Stream.of(
                Arguments.of("zeros", new byte[] {0}),
                Arguments.of("0xff", new byte[] {(byte) 0xff}),
                Arguments.of("text", "lorem ipsum dolor sit amet\n".getBytes(StandardCharsets.US_ASCII)),
                Arguments.of(
                        "records with a broken one between",
                        RdbBytes.bare().raw(key).raw(0x77, 3).bytes()),
                Arguments.of("hashes that do not end", hash),
                Arguments.of("sets that do not end", loose),
                Arguments.of("ends", end),
                Arguments.of("headers", header),
                Arguments.of(
                        "long fields",
                        RdbBytes.bare()
                                .raw(RdbOpcode.AUX, 1, 'a', 0x80, 0, 0x70, 0, 0)
                                .bytes()),
                Arguments.of(
                        "long listpacks",
                        RdbBytes.bare()
                                .key(RdbType.HASH_LISTPACK, "a")
                                .raw(0x80, 0, 0x70, 0, 0)
                                .bytes()),
                Arguments.of("expiries", new byte[] {(byte) RdbOpcode.EXPIRETIME}),
                Arguments.of("commands", "*1\r\n$4\r\nPING\r\n".getBytes(StandardCharsets.US_ASCII)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("contents")
    void theWorkIsInProportionToTheSize(String name, byte[] pattern) {
        long small = nanoseconds(pattern, SIZE / 8);
        long large = nanoseconds(pattern, SIZE);
        assertThat(large).as(name).isLessThan(16 * small + TimeUnit.SECONDS.toNanos(5));
    }

    private long nanoseconds(byte[] pattern, int size) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(size);
        out.writeBytes(Arrays.copyOf(ForumRdb.whole(), 2000));
        while (out.size() < size) {
            out.writeBytes(pattern);
        }
        Path file = RdbBytes.write(folder, out.toByteArray());
        long begun = System.nanoTime();
        try {
            Reading.snapshot(file, snapshot -> snapshot.damages().size());
        } catch (SourceException refused) {
            assertThat(refused).hasMessageContaining("begins with");
        }
        return System.nanoTime() - begun;
    }
}
