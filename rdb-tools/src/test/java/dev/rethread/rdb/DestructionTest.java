package dev.rethread.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.rethread.keyspace.SelectedSnapshot;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.source.SourceException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A small file destroyed at each of its bytes: no crash, no hang, no memory beyond what the file can be worth. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DestructionTest {
    private static final int HEADER = 9;
    /** Read-ahead, readers and a list of records, for a file of a kilobyte. */
    private static final long BYTES_FOR_ONE_READING = 1 << 20;

    private static final ThreadMXBean MEMORY = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    Path folder;

    private interface Check {
        void of(RdbSnapshot snapshot);
    }

    /** The first reading of each kind makes the platform load and link what it needs. */
    @BeforeEach
    void warmUp() {
        for (byte[] content : List.of(SmallRdb.summed(), SmallRdb.unsummed(), new byte[] {1, 2})) {
            readAll(RdbBytes.write(folder, content), snapshot -> {});
            readAll(RdbBytes.write(folder, Arrays.copyOf(content, content.length / 2)), snapshot -> {});
        }
    }

    /** Reads all of a file; the header alone may refuse. */
    private void read(byte[] content, int at, Check check) {
        Path file = RdbBytes.write(folder, content);
        long before = MEMORY.getCurrentThreadAllocatedBytes();
        long[] after = new long[1];
        boolean refused = !readAll(file, snapshot -> {
            after[0] = MEMORY.getCurrentThreadAllocatedBytes();
            check.of(snapshot);
        });
        if (refused) {
            assertThat(at).isLessThan(HEADER);
        } else {
            assertThat(after[0] - before).isLessThan(BYTES_FOR_ONE_READING);
        }
    }

    /** Whether the file was not refused. */
    private static boolean readAll(Path file, Check check) {
        Reading.with(file, source -> Reading.of(source, 0)).assertTiles(0);
        try {
            return Reading.<Boolean>snapshot(file, snapshot -> {
                snapshot.keys().forEach(snapshot::get);
                check.of(snapshot);
                return true;
            });
        } catch (SourceException refusal) {
            assertThat(refusal.getMessage()).doesNotContain("\n");
            return false;
        }
    }

    @Test
    void aCutAtAnyByteKeepsEveryRecordBeforeIt() {
        byte[] whole = SmallRdb.summed();
        Path file = RdbBytes.write(folder, whole);
        Reading reading = Reading.of(file);
        Map<String, Facts.Fact> facts = Reading.snapshot(file, Facts::of);
        for (int cut = 1; cut < whole.length; cut++) {
            int end = cut;
            read(Arrays.copyOf(whole, cut), cut, snapshot -> {
                assertThat(snapshot.complete()).isFalse();
                Snapshot read = new SelectedSnapshot(snapshot, key -> !snapshot.partial(key));
                assertThat(read.keys()).hasSize((int) reading.keySpans().stream()
                        .filter(span -> span.end() <= end)
                        .count());
                assertThat(facts).containsAllEntriesOf(Facts.of(read));
            });
        }
    }

    @Test
    void noFlippedBitOfASummedFileLeavesItComplete() {
        byte[] whole = SmallRdb.summed();
        for (int at = 0; at < whole.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] flipped = whole.clone();
                flipped[at] ^= (byte) (1 << bit);
                read(flipped, at, snapshot -> {
                    assertThat(snapshot.complete()).isFalse();
                    assertThat(snapshot.damages()).isNotEmpty();
                });
            }
        }
    }

    @Test
    void flippedBitsOfAnUnsummedFileAreReadOrReported() {
        byte[] whole = SmallRdb.unsummed();
        for (int at = 0; at < whole.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] flipped = whole.clone();
                flipped[at] ^= (byte) (1 << bit);
                read(
                        flipped,
                        at,
                        snapshot -> assertThat(snapshot.damages().isEmpty()).isEqualTo(snapshot.complete()));
            }
        }
    }

    @Test
    void anEnormousLengthAnywhereAllocatesNothing() {
        byte[][] lengths = {
            RdbBytes.bare().length(1L << 62).bytes(),
            RdbBytes.bare().length(-1).bytes(),
            RdbBytes.bare().raw(0x80).hex("7fffffff").bytes(),
            RdbBytes.bare().hex("ffffffffffff").bytes(),
            RdbBytes.bare().hex("c3 81 00000000 00000001 81 00000000 7fffffff").bytes(),
        };
        byte[] whole = SmallRdb.unsummed();
        for (byte[] length : lengths) {
            for (int at = HEADER; at + length.length <= whole.length; at++) {
                byte[] struck = whole.clone();
                System.arraycopy(length, 0, struck, at, length.length);
                read(struck, at, snapshot -> {});
            }
        }
    }

    @Test
    void zeroesAndNoiseAfterTheHeaderAreDamage() {
        for (int fill : new int[] {0, 0x55, 0xaa, 0xff}) {
            byte[] noise = new byte[2000];
            Arrays.fill(noise, (byte) fill);
            byte[] content = RdbBytes.version(11).raw(noise).bytes();
            read(content, HEADER, snapshot -> assertThat(snapshot.complete()).isFalse());
        }
    }
}
