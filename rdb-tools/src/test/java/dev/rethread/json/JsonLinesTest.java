package dev.rethread.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rethread.keyspace.ArrayValue;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Span;
import dev.rethread.keyspace.StreamId;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.Type;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.StringValue;
import dev.rethread.keyspace.ValueSink;
import dev.rethread.rdb.RdbSnapshot;
import dev.rethread.source.SourceFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON lines, read back by a JSON library. */
class JsonLinesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CORPUS = Path.of("..", "..", "shared", "data", "corpus");

    private static String json(Entry... entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonLines lines = JsonLines.to(out)) {
            for (Entry entry : entries) {
                lines.write(entry);
            }
            assertThat(lines.written()).isGreaterThan(0);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Entry entry(Bytes name, Value value) {
        return new Entry(new Key(0, name), value, Entry.NEVER, new Span(0, 0));
    }

    private static Bytes backOfString(Bytes text) throws IOException {
        JsonNode line = JSON.readTree(json(entry(text, new StringValue(text))));
        assertThat(JsonLines.bytes(line.get("key").asText())).isEqualTo(text);
        assertThat(line.get("value").asText()).isEqualTo(JsonLines.text(text));
        return JsonLines.bytes(line.get("value").asText());
    }

    /** Every corpus file that a server wrote: what stands in the JSON is what the snapshot answers. */
    @TestFactory
    Stream<DynamicTest> everyFileOfTheCorpusComesBackFromItsJson() throws IOException {
        assumeTrue(Files.isDirectory(CORPUS), "the corpus of real files does not lie beside this clone");
        try (Stream<Path> files = Files.walk(CORPUS, 2)) {
            return files
                    .filter(file -> file.toString().endsWith(".rdb") && !file.startsWith(CORPUS.resolve("damaged")))
                    .sorted()
                    .map(file -> DynamicTest.dynamicTest(CORPUS.relativize(file).toString(), () -> comesBack(file)))
                    .toList()
                    .stream();
        }
    }

    private static void comesBack(Path file) throws IOException {
        try (SourceFile source = SourceFile.open(file)) {
            RdbSnapshot snapshot = RdbSnapshot.read(source);
            List<Entry> entries = new ArrayList<>();
            for (Key key : snapshot.keys()) {
                Entry entry = snapshot.get(key);
                assertThat(entry).as("%s", key).isNotNull();
                entries.add(entry);
            }
            assertSame(read(walked(snapshot)), entries);
            assertSame(read(json(entries.toArray(Entry[]::new))), entries);
        }
    }

    /** The lines of a snapshot as they are made straight from its file. */
    private static String walked(RdbSnapshot snapshot) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonLines lines = JsonLines.to(out)) {
            snapshot.walk(lines);
            assertThat(lines.lines()).isEqualTo(snapshot.keys().size());
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<Entry> read(String lines) throws IOException {
        List<Entry> read = new ArrayList<>();
        for (String line : lines.split("\n", -1)) {
            if (!line.isEmpty()) {
                read.add(FromJson.entry(JSON.readTree(line)));
            }
        }
        return read;
    }

    private static void assertSame(List<Entry> read, List<Entry> entries) {
        assertThat(read).hasSameSizeAs(entries).isNotEmpty();
        for (int i = 0; i < read.size(); i++) {
            Entry expected = entries.get(i);
            assertThat(read.get(i).key()).isEqualTo(expected.key());
            assertThat(read.get(i).expireAt()).isEqualTo(expected.expireAt());
            assertThat(read.get(i).value()).as("%s", expected.key()).isEqualTo(expected.value());
        }
    }

    /** What a value that breaks off in the middle has written is not there, however much it was. */
    @ParameterizedTest
    @ValueSource(ints = {1, 10, 1_000, 100_000, 1_000_000})
    void aLineThatDoesNotEndIsTakenBack(int elements) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] element = "element".getBytes(StandardCharsets.US_ASCII);
        Entry whole = entry(Bytes.of("whole"), new StringValue(Bytes.of("v")));
        try (JsonLines lines = JsonLines.to(out)) {
            for (int round = 0; round < 3; round++) {
                lines.write(whole);
                ValueSink broken = lines.key(new Key(0, Bytes.of("broken")), Entry.NEVER, false);
                broken.begin(Type.LIST);
                for (int i = 0; i < elements; i++) {
                    broken.element(element, 0, element.length);
                }
            }
            assertThat(lines.lines()).isEqualTo(3);
        }
        String line = "{\"db\":0,\"key\":\"whole\",\"type\":\"string\",\"value\":\"v\"}\n";
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(line.repeat(3));
    }

    @Test
    void aLineThatWasSureToEndAndDidNotIsNotPassedOver() {
        byte[] element = new byte[1000];
        JsonLines lines = JsonLines.to(OutputStream.nullOutputStream());
        ValueSink broken = lines.key(new Key(0, Bytes.of("broken")), Entry.NEVER, true);
        broken.begin(Type.LIST);
        for (int i = 0; i < 1000; i++) {
            broken.element(element, 0, element.length);
        }
        assertThatThrownBy(lines::close).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFullDiskIsNotPassedOver() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("no space left");
            }
        };
        JsonLines lines = JsonLines.to(full);
        lines.write(entry(Bytes.of("k"), new StringValue(Bytes.of("v"))));
        assertThatThrownBy(lines::close).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void hugeArraysAndHashesWithDeadlinesComeBack() throws IOException {
        SortedMap<Long, Bytes> elements = new TreeMap<>(Long::compareUnsigned);
        Map<Bytes, Bytes> fields = new LinkedHashMap<>();
        Map<Bytes, Long> deadlines = new LinkedHashMap<>();
        for (int i = 0; i < 50_000; i++) {
            Bytes name = Bytes.of("field \u00e4 " + i);
            elements.put(i * 368_934_881_474_191L, name);
            fields.put(name, Bytes.of(i));
            if (i % 3 == 0) {
                deadlines.put(name, 1_398_281_040_000L + i);
            }
        }
        for (Value value : List.of(
                new ArrayValue(elements, 7),
                new ArrayValue(elements, ArrayValue.NONE),
                new Value.HashValue(fields, deadlines))) {
            Entry entry = entry(Bytes.of("k"), value);
            assertSame(read(json(entry)), List.of(entry));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Hello",
                "a \"quoted\" back\\slash",
                "\u0000\u0001\u001f\u007f\t\r\n",
                "äöü €\ud83d\ude00",
                "base64:",
                "base64:AAAA",
                "base64",
                "twelve bytes",
                "eight by\"te",
                "\u0080\u009f\ud7ff\ue000\uffff"
            })
    void textComesBack(String text) throws IOException {
        assertThat(backOfString(Bytes.of(text))).isEqualTo(Bytes.of(text));
    }

    @Test
    void everyPairOfBytesComesBackAtEveryPlaceOfAWord() throws IOException {
        for (int first = 0; first < 256; first++) {
            for (int second = 0; second < 256; second += 17) {
                byte[] bytes = "abcdefghijklmnopqrs".getBytes(StandardCharsets.US_ASCII);
                int at = (first + second) % (bytes.length - 1);
                bytes[at] = (byte) first;
                bytes[at + 1] = (byte) second;
                Bytes text = Bytes.wrap(bytes);
                assertThat(backOfString(text)).isEqualTo(text);
            }
        }
    }

    /** Overlong forms, halves of characters, surrogates, beyond the last character: Java's own decoder is the judge. */
    @Test
    void onlyWellFormedUtf8IsText() {
        Random random = new Random(7);
        int[] leads = {0x41, 0x80, 0xbf, 0xc0, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff};
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(6)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = (byte) (random.nextBoolean() ? leads[random.nextInt(leads.length)] : random.nextInt(256));
            }
            boolean wellFormed =
                    Bytes.of(new String(bytes, StandardCharsets.UTF_8)).equals(Bytes.copyOf(bytes))
                            && StandardCharsets.UTF_8.newEncoder().canEncode(new String(bytes, StandardCharsets.UTF_8));
            assertThat(Utf8.wellFormed(bytes)).as("%s", Bytes.copyOf(bytes)).isEqualTo(wellFormed);
        }
    }

    @Test
    void stringsLargerThanTheBufferComeBack() throws IOException {
        Random random = new Random(11);
        byte[] binary = new byte[1_000_003];
        random.nextBytes(binary);
        assertThat(backOfString(Bytes.wrap(binary))).isEqualTo(Bytes.wrap(binary));
        for (String unit : List.of("x", "\u0001", "€", "ab€\ud83d\ude00\"\n")) {
            Bytes text = Bytes.of(unit.repeat(300_007));
            assertThat(backOfString(text)).isEqualTo(text);
        }
    }

    @Test
    void scoresReadBackAsTheSameDouble() throws IOException {
        Random random = new Random(3);
        Map<Bytes, Double> scores = new LinkedHashMap<>();
        double[] odd = {
            0,
            0.1,
            -0.5,
            1e-300,
            1e300,
            123456.789,
            -9007199254740994d,
            0x1p63,
            -9.3e18,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            1398281040.123456
        };
        for (double score : odd) {
            scores.put(Bytes.of("odd " + score), score);
        }
        for (int i = 0; i < 5_000; i++) {
            double any = Double.longBitsToDouble(random.nextLong());
            double shortOne = Math.rint(random.nextDouble() * 1e9) / 1e4;
            scores.put(Bytes.of("any " + i), Double.isNaN(any) ? 1.5 : any);
            scores.put(Bytes.of("short " + i), shortOne);
        }
        Entry entry = entry(Bytes.of("scores"), new Value.SortedSetValue(scores));
        assertThat(FromJson.entry(JSON.readTree(json(entry))).value()).isEqualTo(entry.value());
        assertThat(json(entry(Bytes.of("s"), new Value.SortedSetValue(Map.of(Bytes.of("m"), 0.1)))))
                .contains("{\"m\":0.1}");
    }

    @Test
    void oneLineOfEachTypeLooksAsDocumented() throws IOException {
        Bytes name = Bytes.of("k");
        Bytes other = Bytes.of("v");
        assertThat(json(new Entry(new Key(3, name), new StringValue(other), 1398281040000L, new Span(0, 0))))
                .isEqualTo(
                        "{\"db\":3,\"key\":\"k\",\"type\":\"string\",\"expire_ms\":1398281040000,\"value\":\"v\"}\n");
        assertThat(json(entry(name, new Value.ListValue(List.of()))))
                .isEqualTo("{\"db\":0,\"key\":\"k\",\"type\":\"list\",\"value\":[]}\n");
        assertThat(json(entry(name, new Value.HashValue(Map.of(name, other), Map.of(name, 5L)))))
                .isEqualTo("{\"db\":0,\"key\":\"k\",\"type\":\"hash\",\"value\":{\"k\":\"v\"},"
                        + "\"field_expire_ms\":{\"k\":5}}\n");
        assertThat(json(entry(name, stream())))
                .isEqualTo("{\"db\":0,\"key\":\"k\",\"type\":\"stream\",\"value\":{\"entries\":[{\"id\":\"1-2\","
                        + "\"fields\":[\"k\",\"v\"]}],\"last_id\":\"1-2\",\"max_deleted_id\":\"0-0\","
                        + "\"entries_added\":1,\"groups\":{\"k\":{\"last_delivered_id\":\"1-2\",\"entries_read\":-1,"
                        + "\"pending\":[{\"id\":\"1-2\",\"consumer\":null,\"delivered_ms\":7,\"deliveries\":2}],"
                        + "\"consumers\":{\"v\":{\"seen_ms\":8,\"active_ms\":-1}}}}}}\n");
    }

    private static StreamValue stream() {
        StreamId id = new StreamId(1, 2);
        Bytes name = Bytes.of("k");
        Bytes other = Bytes.of("v");
        return new StreamValue(
                List.of(new StreamValue.StreamEntry(id, List.of(name, other))),
                id,
                StreamId.ZERO,
                1,
                Map.of(
                        name,
                        new StreamValue.Group(
                                id,
                                -1,
                                Map.of(id, new StreamValue.Pending(null, 7, 2)),
                                Map.of(other, new StreamValue.Consumer(8, -1)))),
                Bytes.EMPTY);
    }

    @Test
    void streamsComeBack() throws IOException {
        Entry entry = entry(Bytes.of("k"), stream());
        assertThat(FromJson.entry(JSON.readTree(json(entry))).value()).isEqualTo(entry.value());
    }
}
