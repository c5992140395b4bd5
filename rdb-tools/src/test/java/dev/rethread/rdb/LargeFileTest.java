package dev.rethread.rdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Type;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.StringValue;
import dev.rethread.keyspace.ValueSink;
import dev.rethread.source.SourceFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files large enough to be read and summed on a second thread. */
class LargeFileTest {
    private static final int MEMBERS = 1_200_000;
    private static final long FEW_BYTES = 4 << 20;
    private static final ThreadMXBean MEMORY = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static byte[] whole = {};

    @TempDir
    Path folder;

    /** Values of up to three times the chunk that is read at once, and a sorted set of more than a million members. */
    @BeforeAll
    static void write() {
        RdbBytes content = RdbBytes.version(11);
        Random random = new Random(1);
        for (int i = 0; i < 20; i++) {
            byte[] value = new byte[random.nextInt(3 << 19)];
            random.nextBytes(value);
            content.key(RdbType.STRING, "large:" + i).string(value).stringKey("small:" + i, "v" + i);
        }
        content.key(RdbType.ZSET_2, "scores").length(MEMBERS);
        for (int i = 0; i < MEMBERS; i++) {
            content.string("member:" + i).le(Double.doubleToLongBits(i), 8);
        }
        whole = content.stringKey("last", "value").eof().bytes();
    }

    private static void assertNoThreadIsLeft() {
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("rdb-read-ahead"));
    }

    @Test
    void everyValueAndTheChecksumAreRight() {
        Path file = RdbBytes.write(folder, whole);
        Reading reading = Reading.of(file);
        assertNoThreadIsLeft();
        assertThat(reading.summary().crc()).isEqualTo(CrcState.OK);
        reading.assertTiles(0);
        assertThat(reading.summary().end()).isEqualTo(whole.length);
        Reading.<Integer>snapshot(file, snapshot -> {
            assertThat(snapshot.complete()).isTrue();
            assertThat(snapshot.keys()).hasSize(42);
            for (int i = 0; i < 20; i++) {
                Entry large = Objects.requireNonNull(snapshot.get(Key.of("large:" + i)));
                byte[] bytes = ((StringValue) large.value()).bytes().unsafeArray();
                int end = (int) large.span().end();
                assertThat(Arrays.equals(bytes, Arrays.copyOfRange(whole, end - bytes.length, end)))
                        .isTrue();
                assertThat(snapshot.get(Key.of("small:" + i)))
                        .extracting(Entry::value)
                        .isEqualTo(new StringValue(Bytes.of("v" + i)));
            }
            return 0;
        });
    }

    @Test
    void aFlippedBitAnywhereMakesTheChecksumWrong() {
        for (int at : new int[] {30, 1 << 19, (1 << 19) - 1, whole.length / 3}) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 1;
            Path file = RdbBytes.write(folder, flipped);
            RdbSummary summary = Reading.with(file, source -> RdbReader.read(source, 0, record -> {}));
            assertThat(summary.intact()).isFalse();
        }
        assertNoThreadIsLeft();
    }

    @Test
    void aCutIsDamage() {
        Path file = RdbBytes.write(folder, Arrays.copyOf(whole, whole.length - 100_000));
        Reading reading = Reading.of(file);
        reading.assertTiles(0);
        assertThat(reading.summary().damages())
                .singleElement()
                .satisfies(damage -> assertThat(damage.key()).isEqualTo(Bytes.of("scores")));
        assertNoThreadIsLeft();
    }

    @Test
    void theSecondThreadEndsWhereTheVisitorFails() {
        Path file = RdbBytes.write(folder, whole);
        try (SourceFile source = SourceFile.open(file)) {
            assertThatThrownBy(() -> RdbReader.read(source, 0, record -> {
                        throw new IllegalStateException("enough");
                    }))
                    .hasMessage("enough");
        }
        assertNoThreadIsLeft();
    }

    @Test
    void aSortedSetOfAMillionMembersPassesThroughInLittleMemory() {
        Path file = RdbBytes.write(folder, whole);
        Scores scores = new Scores();
        Reading.<RdbSummary>with(
                file,
                source -> RdbReader.read(source, 0, record -> {
                    if (record instanceof KeyValue keyValue && keyValue.type() == Type.ZSET) {
                        long before = MEMORY.getCurrentThreadAllocatedBytes();
                        keyValue.decode(scores);
                        scores.allocated = MEMORY.getCurrentThreadAllocatedBytes() - before;
                    }
                }));
        assertThat(scores.count).isEqualTo(MEMBERS);
        assertThat(scores.sum).isEqualTo((MEMBERS - 1L) * MEMBERS / 2);
        assertThat(scores.lengths).isEqualTo(15_688_890L);
        assertThat(scores.allocated).isLessThan(FEW_BYTES);
    }

    /** Takes a sorted set and nothing else. */
    private static final class Scores implements ValueSink {
        private long count;
        private long lengths;
        private double sum;
        private long allocated;

        @Override
        public void begin(Type type) {
            assertThat(type).isEqualTo(Type.ZSET);
        }

        @Override
        public void scored(byte[] bytes, int offset, int length, double score) {
            count++;
            lengths += length;
            sum += score;
        }

        @Override
        public void string(byte[] bytes, int offset, int length) {
            throw new AssertionError("string");
        }

        @Override
        public void element(byte[] bytes, int offset, int length) {
            throw new AssertionError("element");
        }

        @Override
        public void member(byte[] bytes, int offset, int length) {
            throw new AssertionError("member");
        }

        @Override
        public void field(byte[] field, int offset, int length, byte[] value, int at, int size, long expireAt) {
            throw new AssertionError("field");
        }

        @Override
        public void whole(Value value) {
            throw new AssertionError("stream");
        }

        @Override
        public void opaque(int rdbType, byte[] raw, int offset, int length) {
            throw new AssertionError("opaque");
        }

        @Override
        public void end() {}
    }
}
