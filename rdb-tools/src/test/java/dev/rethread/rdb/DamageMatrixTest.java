package dev.rethread.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Span;
import dev.rethread.rdb.DamageMatrix.Tally;
import dev.rethread.source.SourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Files damaged in known ways: what lies around the damage is read, and nothing that was not there. */
class DamageMatrixTest {
    private static final boolean FULL = "full".equals(System.getProperty("rethread.matrix"));
    private static final int[] MASKS = {0x01, 0x40, 0xff};

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> everyKeyThatTheDamageOfARealFileDidNotTouchIsRead() {
        return StreamSupport.stream(Corpus.damages().spliterator(), false)
                .filter(damage -> damage.get("file").asText().endsWith(".rdb"))
                .filter(damage -> damage.get("size").asLong() > 0)
                .map(damage -> DynamicTest.dynamicTest(damage.get("file").asText(), () -> compare(damage)));
    }

    private static void compare(JsonNode damage) {
        String name = damage.path("source_instead").asText(damage.get("source").asText());
        DamageMatrix matrix = Reading.snapshot(Corpus.file(name), DamageMatrix::new);
        Path file = Corpus.file("damaged").resolve(damage.get("file").asText());
        try {
            Tally tally = Reading.snapshot(
                    file, snapshot -> matrix.compare(snapshot, matrix.hit(span(damage)), span -> false));
            assertThat(tally.lost()).isEmpty();
            assertThat(tally.wrong()).isEmpty();
            assertThat(tally.invented()).hasSizeLessThanOrEqualTo(invented(damage));
        } catch (SourceException refusal) {
            assertThat(damage.get("size").asLong()).isLessThan(9);
        }
    }

    /** A changed byte of a key makes another key, and a second file has keys of its own. */
    private static int invented(JsonNode damage) {
        return damage.has("second") ? 50 : damage.path("region").asText().equals("key") ? 1 : 0;
    }

    private static Span span(JsonNode damage) {
        long offset = damage.path("offset").asLong();
        return switch (damage.get("kind").asText()) {
            case "truncate" -> new Span(offset, 1L << 40);
            case "flip" -> new Span(offset, 1);
            case "zero", "remove" -> new Span(offset, damage.get("length").asLong());
            case "insert" -> new Span(offset, 0);
            case "glue" -> new Span(offset, damage.get("file").asText().contains("cut") ? 1L << 40 : 0);
            default -> new Span(0, 0);
        };
    }

    /** What many damages of one file came to. */
    private static final class Sum {
        private final String name;
        private int damages;
        private int spared;
        private int recovered;
        private int lost;
        private int contested;
        private int wrong;
        private int hit;
        private int changed;
        private int partial;
        private int renamed;
        private int invented;

        Sum(String name) {
            this.name = name;
        }

        void add(Tally tally) {
            damages++;
            spared += tally.spared();
            recovered += tally.recovered();
            lost += tally.lost().size();
            contested += tally.contested();
            wrong += tally.wrong().size();
            hit += tally.hit();
            changed += tally.changed();
            partial += tally.partial();
            renamed += tally.renamed();
            invented += tally.invented().size();
        }

        @Override
        public String toString() {
            return String.format(
                    "| %s | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d |",
                    name, damages, spared, recovered, lost, contested, wrong, hit, changed, partial, renamed, invented);
        }
    }

    private Tally tally(DamageMatrix matrix, byte[] content, Set<Key> hit, Predicate<Span> touches) {
        return Reading.snapshot(RdbBytes.write(folder, content), snapshot -> matrix.compare(snapshot, hit, touches));
    }

    private DamageMatrix matrix(byte[] whole) {
        return Reading.snapshot(RdbBytes.write(folder, whole), DamageMatrix::new);
    }

    /**
     * One of three changes at each byte, or with {@code -Drethread.matrix=full} all of them; not in the number of a
     * database, which nothing can tell to be wrong.
     */
    private Sum flips(String name, byte[] whole) {
        DamageMatrix matrix = matrix(whole);
        List<RdbRecord> records = Reading.of(RdbBytes.write(folder, whole)).records();
        Sum sum = new Sum(name);
        for (int at = 0; at < whole.length; at++) {
            Span flip = new Span(at, 1);
            Set<Key> hit = hit(matrix, records, flip);
            int every = FULL ? MASKS.length : 1;
            for (int i = 0; i < every && !isDatabase(records, at); i++) {
                byte[] flipped = whole.clone();
                flipped[at] ^= (byte) MASKS[(at + i) % MASKS.length];
                Tally tally = tally(matrix, flipped, hit, span -> overlap(span, flip));
                assertThat(tally.lost()).as("%s, flipped at %d", name, at).isSubsetOf(matrix.neighbours(hit));
                sum.add(tally);
            }
        }
        System.out.println(sum);
        return sum;
    }

    private static boolean overlap(Span one, Span other) {
        return one.offset() < other.end() && other.offset() < one.end();
    }

    /** The keys whose records have the byte, or the names of whose fields. */
    private static Set<Key> hit(DamageMatrix matrix, List<RdbRecord> records, Span flip) {
        Set<Key> hit = matrix.hit(flip);
        for (RdbRecord record : records) {
            if (record instanceof RdbRecord.HashTemplate template && overlap(template.span(), flip)) {
                hit.addAll(List.of(Key.of("tlr"), Key.of("tar")));
            }
        }
        return hit;
    }

    private static boolean isDatabase(List<RdbRecord> records, long at) {
        return records.stream()
                .anyMatch(record -> record instanceof RdbRecord.SelectDb select
                        && select.span().offset() < at
                        && at < select.span().end());
    }

    /** A cut at every third byte, or at all. */
    private Sum cuts(String name, byte[] whole) {
        DamageMatrix matrix = matrix(whole);
        Sum sum = new Sum(name);
        for (int cut = 20; cut < whole.length; cut += FULL ? 1 : 3) {
            Set<Key> hit = matrix.hit(new Span(cut, whole.length));
            sum.add(tally(matrix, Arrays.copyOf(whole, cut), hit, span -> false));
        }
        System.out.println(sum);
        return sum;
    }

    @Test
    void aFlippedByteOfASmallForumCostsNoOtherKeyAndInventsNone() {
        Sum sum = flips("forum, flipped", ForumRdb.whole());
        assertThat(sum.lost + sum.wrong + sum.invented).isZero();
    }

    /**
     * Keys of a few letters each leave little to tell a record by: sometimes a neighbour goes too. One flip makes the
     * length of a value read as an integer, and what follows as an empty key with a value; real files have that too.
     */
    @Test
    void aFlippedByteOfASmallFileOfAllTypesCostsANeighbourAtMost() {
        Sum sum = flips("all types, flipped", SmallRdb.summed());
        assertThat(sum.lost).isLessThanOrEqualTo(sum.damages / 50);
        assertThat(sum.wrong).isZero();
        assertThat(sum.invented).isLessThanOrEqualTo(1);
    }

    @Test
    void aCutCostsNoKeyBeforeItAndInventsNone() {
        Sum sum = cuts("forum, cut", ForumRdb.whole());
        assertThat(sum.lost + sum.wrong + sum.invented).isZero();
    }

    @TestFactory
    Stream<DynamicTest> theFourteenDamagesThatNoOtherToolSurvives() {
        byte[] whole = forum();
        List<KeyValue> records = records(whole);
        DamageMatrix matrix = matrix(whole);
        return FourteenDamages.of(whole, records).stream()
                .map(damage -> DynamicTest.dynamicTest(damage.name(), () -> {
                    Set<Key> hit = damage.hit(matrix, records, whole);
                    Tally tally = tally(matrix, damage.content().toArray(), hit, span -> false);
                    Sum sum = new Sum(damage.name());
                    sum.add(tally);
                    System.out.println(sum);
                    assertThat(tally.lost()).hasSizeLessThanOrEqualTo(damage.mayLose());
                    assertThat(tally.wrong()).isEmpty();
                    assertThat(tally.invented()).isEmpty();
                }));
    }

    private static byte[] forum() {
        try {
            return Files.readAllBytes(Corpus.file("redis-7.0.15").resolve("forum-small.rdb"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<KeyValue> records(byte[] whole) {
        return Reading.of(RdbBytes.write(folder, whole)).records().stream()
                .filter(KeyValue.class::isInstance)
                .map(KeyValue.class::cast)
                .toList();
    }
}
