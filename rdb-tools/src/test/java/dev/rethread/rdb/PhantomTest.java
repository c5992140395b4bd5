package dev.rethread.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Span;
import dev.rethread.keyspace.Value;
import dev.rethread.rdb.DamageMatrix.Tally;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What is no record of the file is not taken for one, however much it looks like one. */
class PhantomTest {
    private static final int OUTER = 40;
    private static final int BACKUP = 20;

    @TempDir
    Path folder;

    private List<byte[]> records(byte[] value) {
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < OUTER; i++) {
            String text = "the value of key " + i;
            records.add(RdbBytes.bare().stringKey("outer:" + i, text).bytes());
        }
        records.set(
                BACKUP,
                RdbBytes.bare()
                        .key(RdbType.STRING, "outer:" + BACKUP)
                        .length(value.length)
                        .raw(value)
                        .bytes());
        return records;
    }

    private static byte[] file(List<byte[]> records) {
        RdbBytes out = RdbBytes.version(11).raw(RdbOpcode.SELECTDB, 0).raw(RdbOpcode.RESIZEDB, OUTER, 0);
        records.forEach(out::raw);
        return out.eof().bytes();
    }

    /** Keys, between the header with the AUX fields and the last record. */
    private static byte[] recordsOnly() {
        byte[] rdb = ForumRdb.whole();
        return Arrays.copyOfRange(rdb, 49, rdb.length - 9);
    }

    @TestFactory
    Stream<DynamicTest> anIntactValueIsNotLookedInto() {
        return Stream.of(ForumRdb.whole(), recordsOnly(), twice(ForumRdb.whole()))
                .flatMap(value -> Stream.of(1, 2, 3, 8)
                        .map(away -> DynamicTest.dynamicTest(
                                value.length + " bytes, damage " + away + " keys before and behind",
                                () -> damagedAround(value, away))));
    }

    private static byte[] twice(byte[] rdb) {
        return RdbBytes.bare().raw(rdb).raw(rdb).bytes();
    }

    private void damagedAround(byte[] value, int away) {
        for (int kind : new int[] {0x77, 0xfe, RdbType.HASH.code()}) {
            List<byte[]> records = records(value);
            records.get(BACKUP - away)[0] = (byte) kind;
            records.get(BACKUP + away)[0] = (byte) kind;
            Reading.snapshot(RdbBytes.write(folder, file(records)), snapshot -> {
                assertThat(snapshot.keys())
                        .allMatch(key -> key.name().utf8().startsWith("outer:"))
                        .hasSizeGreaterThanOrEqualTo(OUTER - 4);
                assertThat(snapshot.complete()).isFalse();
                return true;
            });
        }
    }

    @Test
    void zerosAreNoKeys() throws IOException {
        byte[] whole = Files.readAllBytes(Corpus.file("redis-7.2.6/forum-small.rdb"));
        DamageMatrix matrix = Reading.snapshot(RdbBytes.write(folder, whole), DamageMatrix::new);
        for (int at : new int[] {32768, 50000, 66001}) {
            byte[] zeroed = whole.clone();
            Arrays.fill(zeroed, at, Math.min(at + 65536, whole.length), (byte) 0);
            Set<Key> hit = matrix.hit(new Span(at, 65536));
            Tally tally = Reading.snapshot(
                    RdbBytes.write(folder, zeroed), snapshot -> matrix.compare(snapshot, hit, span -> false));
            assertThat(tally.invented()).isEmpty();
            assertThat(tally.lost()).isEmpty();
            assertThat(tally.wrong()).isEmpty();
        }
    }

    @Test
    void ofTwoRealFilesGluedTogetherAllKeysComeAndNoOthers() throws IOException {
        Path first = Corpus.file("redis-7.2.6/forum-small.rdb");
        Path second = Corpus.file("redis-6.2.16/all-types.rdb");
        Map<Key, Value> expected = new HashMap<>(values(first));
        expected.putAll(values(second));
        ByteArrayOutputStream glued = new ByteArrayOutputStream();
        glued.writeBytes(Files.readAllBytes(first));
        glued.writeBytes(Files.readAllBytes(second));
        Reading.snapshot(RdbBytes.write(folder, glued.toByteArray()), snapshot -> {
            assertThat(new DamageMatrix(snapshot).values()).isEqualTo(expected);
            assertThat(snapshot.complete()).isFalse();
            return true;
        });
    }

    private static Map<Key, Value> values(Path file) {
        return Reading.snapshot(file, DamageMatrix::new).values();
    }
}
