package dev.rethread.document;

import static dev.rethread.document.Dumps.bytes;
import static dev.rethread.document.Dumps.numbered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.keyspace.Span;
import dev.rethread.source.Damage;
import dev.rethread.source.SourceFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDbPointer;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonJavaScript;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonSymbol;
import org.bson.BsonTimestamp;
import org.bson.BsonUndefined;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sound, torn and damaged collections. */
class CollectionReaderTest {
    private static final byte[] ONE = bytes(numbered(1));

    @TempDir
    private Path dir;

    private final List<Document> documents = new ArrayList<>();

    @Test
    void everyTypeIsRead() throws IOException {
        CollectionSummary summary = read(bytes(everyType(), numbered(2)));
        assertThat(summary.damages()).isEmpty();
        assertThat(documents).extracting(Document::content).containsExactly(everyType(), numbered(2));
        assertThat(documents.get(1).span().offset()).isEqualTo(bytes(everyType()).length);
    }

    @Test
    void documentsLargerThanTheWindowAreRead() throws IOException {
        BsonDocument large = numbered(1).append("large", new BsonBinary(new byte[5 << 20]));
        CollectionSummary summary = read(bytes(numbered(0), large, numbered(2)));
        assertThat(summary.damages()).isEmpty();
        assertThat(documents).extracting(Document::content).containsExactly(numbered(0), large, numbered(2));
    }

    @Test
    void aCutAtAnyByteTearsTheLastDocumentOnly() throws IOException {
        byte[] first = bytes(numbered(1), everyType());
        byte[] all = bytes(numbered(1), everyType(), numbered(2));
        for (int length = 1; length <= all.length; length++) {
            CollectionSummary summary = read(Arrays.copyOf(all, length));
            boolean atBorder = length == ONE.length || length == first.length || length == all.length;
            assertThat(summary.damages()).as("cut at %d", length).hasSize(atBorder ? 0 : 1);
            assertThat(documents)
                    .hasSize(length == all.length ? 3 : length >= first.length ? 2 : length >= ONE.length ? 1 : 0);
            assertThat(Dumps.tiles(documents, summary)).isTrue();
        }
    }

    @Test
    void aFlipOfAnyByteLosesAtMostTheDocumentItIsIn() throws IOException {
        byte[] good = bytes(numbered(1), everyType(), numbered(2), numbered(3));
        int from = ONE.length;
        int to = bytes(numbered(1), everyType()).length;
        for (int at = 0; at < good.length; at++) {
            for (int flip : new int[] {0x01, 0x80, 0xff}) {
                byte[] bad = good.clone();
                bad[at] ^= (byte) flip;
                CollectionSummary summary = read(bad);
                assertThat(Dumps.tiles(documents, summary))
                        .as("at %d, ^%d", at, flip)
                        .isTrue();
                if (at >= from && at < to) {
                    assertThat(documents)
                            .as("at %d, ^%d", at, flip)
                            .extracting(Document::content)
                            .contains(numbered(1), numbered(2), numbered(3))
                            .hasSizeLessThanOrEqualTo(4);
                }
            }
        }
    }

    @Test
    void readingGoesOnBehindAStretchOfZeros() throws IOException {
        byte[] content = bytes(numbered(1), numbered(2), numbered(3), numbered(4));
        Arrays.fill(content, ONE.length + 10, 2 * ONE.length + 20, (byte) 0);
        CollectionSummary summary = read(content);
        assertThat(documents).extracting(Document::content).containsExactly(numbered(1), numbered(4));
        assertThat(summary.damages())
                .extracting(damage -> damage.span().length())
                .containsExactly(2L * ONE.length);
    }

    @Test
    void garbageBehindTheLastDocumentIsDamage() throws IOException {
        byte[] content = Arrays.copyOf(ONE, ONE.length + 4_096);
        CollectionSummary summary = read(content);
        assertThat(documents).hasSize(1);
        assertThat(problem(summary)).contains("a document of 0 bytes, possible are 5 to 16793600");
    }

    @Test
    void anInnerDocumentIsNeverTakenForAStoredOne() throws IOException {
        byte[] content = ONE.clone();
        content[0] = (byte) 0xff;
        assertThat(read(content).documents()).isZero();
        byte[] inner = bytes(new BsonDocument("_id", new BsonInt32(1)));
        byte[] torn = Arrays.copyOf(ONE, ONE.length - 1);
        assertThat(Arrays.copyOfRange(torn, torn.length - inner.length, torn.length))
                .isEqualTo(inner);
        assertThat(read(torn).documents()).isZero();
    }

    @Test
    void aWrongLengthThatPointsToAnInnerDocumentIsNotBelieved() throws IOException {
        byte[] inner = bytes(new BsonDocument("_id", new BsonInt32(1)));
        byte[] content = bytes(numbered(1), numbered(2));
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putInt(0, ONE.length - 1 - inner.length);
        CollectionSummary summary = read(content);
        assertThat(documents).extracting(Document::content).containsExactly(numbered(2));
        assertThat(summary.damages())
                .extracting(damage -> damage.span().length())
                .containsExactly((long) ONE.length);
    }

    @Test
    void behindRandomDamageOnlyStoredDocumentsAreHandedOut() throws IOException {
        byte[] good = bytes(IntStream.range(0, 400).mapToObj(Dumps::numbered).toArray(BsonDocument[]::new));
        read(good);
        List<Span> stored = documents.stream().map(Document::span).toList();
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            byte[] bad = good.clone();
            for (int n = 0; n < 40; n++) {
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            }
            CollectionSummary summary = read(bad);
            assertThat(Dumps.tiles(documents, summary)).isTrue();
            assertThat(documents)
                    .extracting(Document::span)
                    .hasSizeGreaterThan(340)
                    .isSubsetOf(stored);
        }
    }

    @Test
    void anAnnouncedGigabyteIsNotAllocated() throws IOException {
        byte[] content = ONE.clone();
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putInt(0, 1 << 30);
        assertThat(problem(read(content))).contains("a document of 1073741824 bytes");
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putInt(0, DocumentShape.LARGEST);
        assertThat(read(content).damages()).hasSize(1);
    }

    @Test
    void theLargestDocumentIsReadAndALargerOneIsNot() throws IOException {
        int frame = bytes(filled(0)).length;
        read(bytes(filled(DocumentShape.LARGEST - frame)));
        assertThat(documents).hasSize(1);
        assertThat(problem(read(bytes(filled(DocumentShape.LARGEST - frame + 1)))))
                .contains("16793601 bytes");
    }

    @Test
    void aNestingBombIsDamage() throws IOException {
        assertThat(read(nested(DocumentShape.DEEPEST)).damages()).isEmpty();
        assertThat(problem(read(nested(DocumentShape.DEEPEST + 1)))).contains("nested deeper than 200");
        assertThat(problem(read(nested(100_000)))).contains("nested deeper than 200");
    }

    @Test
    void aDocumentOfVeryManyElementsStaysAsItLies() throws IOException {
        BsonArray many = new BsonArray(
                IntStream.range(0, 150_000).mapToObj(BsonInt32::new).toList());
        BsonDocument wide = numbered(1).append("many", many);
        CollectionSummary summary = read(bytes(wide, numbered(2)));
        assertThat(summary.documents()).isEqualTo(2);
        assertThat(documents.get(0).content().getArray("many")).isEqualTo(many);
        assertThat(documents.get(0).content()).isEqualTo(wide);
    }

    /** Each of a million beginnings announces nearly 16 MiB: to look at all of each would take hours. */
    @Test
    void aFileOfFalseBeginningsEndsTheSearch() throws IOException {
        byte[] head = {0, 0, 0, 1, 2, '_', 'i', 'd', 0, 0, 0, 0, 0, 1, 1, 1};
        byte[] content = new byte[18 << 20];
        for (int at = 0; at < content.length; at += head.length) {
            System.arraycopy(head, 0, content, at, head.length);
        }
        CollectionSummary summary = read(content);
        assertThat(summary.documents()).isZero();
        assertThat(Dumps.tiles(documents, summary)).isTrue();
    }

    @Test
    void wrongValuesAreNamed() throws IOException {
        assertThat(problemOf(element(0x14))).contains("unknown type 0x14, at 0x");
        assertThat(problemOf(element(0x02, 0, 0, 0, 0))).contains("a string of 0 bytes");
        assertThat(problemOf(element(0x02, 1, 0, 0, 0, 7))).contains("does not end with zero");
        assertThat(problemOf(element(0x02, 255, 255, 255, 127))).contains("2147483646 bytes needed");
        assertThat(problemOf(element(0x05, 255, 255, 255, 255, 0))).contains("-1 bytes needed");
        assertThat(problemOf(element(0x05, 5, 0, 0, 0, 2, 2, 0, 0, 0, 1))).contains("of 5 bytes that says it holds 2");
        assertThat(problemOf(element(0x08, 2))).contains("a boolean of 2");
        assertThat(problemOf(element(0x03, 4, 0, 0, 0, 0))).contains("a document of 4 bytes");
        assertThat(problemOf(element(0x03, 6, 0, 0, 0, 0, 0))).contains("ends here, it announced");
        assertThat(problemOf(element(0x0f, 15, 0, 0, 0, 1, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0)))
                .contains("code with scope");
        assertThat(problemOf(element(0x07, 1, 2, 3))).contains("12 bytes needed, 4 left");
    }

    @Test
    void damageTellsFilePlaceAndProblem() throws IOException {
        CollectionSummary summary = read(Arrays.copyOf(bytes(numbered(1), numbered(2)), ONE.length + 30));
        assertThat(summary.damages().get(0).toString())
                .contains("posts.bson @0x" + Integer.toHexString(ONE.length) + " (+30) document: ")
                .contains("the file ends after");
    }

    private String problemOf(byte[] content) throws IOException {
        return problem(read(content));
    }

    private static String problem(CollectionSummary summary) {
        return summary.damages().stream().map(Damage::problem).findFirst().orElse("none");
    }

    private CollectionSummary read(byte[] content) throws IOException {
        documents.clear();
        Path path = Files.write(dir.resolve("posts.bson"), content);
        try (SourceFile file = SourceFile.openPart(path)) {
            return CollectionReader.read("posts", file, documents::add);
        }
    }

    private static BsonDocument filled(int size) {
        return new BsonDocument("_id", new BsonBinary(new byte[size]));
    }

    /** A document of one element called x with these bytes. */
    private static byte[] element(int type, int... value) {
        ByteBuffer document = ByteBuffer.allocate(8 + value.length).order(ByteOrder.LITTLE_ENDIAN);
        document.putInt(document.capacity()).put((byte) type).put((byte) 'x').put((byte) 0);
        for (int part : value) {
            document.put((byte) part);
        }
        return document.array();
    }

    /** Documents of one element each, called by the empty name: length, type, name, the next one, zero. */
    private static byte[] nested(int depth) {
        int frame = 4 + 1 + 1 + 1;
        ByteBuffer document = ByteBuffer.allocate(frame * depth + 5).order(ByteOrder.LITTLE_ENDIAN);
        for (int n = depth; n > 0; n--) {
            document.putInt(frame * n + 5).put((byte) 3).put((byte) 0);
        }
        document.putInt(5);
        return document.array();
    }

    private static BsonDocument everyType() {
        return numbered(99)
                .append("double", new BsonDouble(1.5))
                .append("array", new BsonArray(List.of(new BsonInt32(1), new BsonString("two"), numbered(3))))
                .append("binary", new BsonBinary(new byte[] {1, 2, 3}))
                .append("old", new BsonBinary((byte) 2, new byte[] {4, 5}))
                .append("undefined", new BsonUndefined())
                .append("yes", BsonBoolean.TRUE)
                .append("time", new BsonDateTime(1_390_000_000_000L))
                .append("null", new BsonNull())
                .append("regex", new BsonRegularExpression("^a", "im"))
                .append("pointer", new BsonDbPointer("db.c", new ObjectId(1, 2)))
                .append("code", new BsonJavaScript("f()"))
                .append("symbol", new BsonSymbol("s"))
                .append("scoped", new BsonJavaScriptWithScope("g()", new BsonDocument("v", new BsonInt32(1))))
                .append("stamp", new BsonTimestamp(9, 1))
                .append("long", new BsonInt64(1L << 40))
                .append("decimal", new BsonDecimal128(Decimal128.parse("1.25")))
                .append("id", new BsonObjectId(new ObjectId(3, 4)))
                .append("min", new BsonMinKey())
                .append("max", new BsonMaxKey());
    }
}
