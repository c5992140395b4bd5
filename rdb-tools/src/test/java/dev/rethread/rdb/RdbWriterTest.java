package dev.rethread.rdb;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Span;
import dev.rethread.keyspace.StreamId;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.Type;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.HashValue;
import dev.rethread.keyspace.Value.ListValue;
import dev.rethread.keyspace.Value.OpaqueValue;
import dev.rethread.keyspace.Value.SortedSetValue;
import dev.rethread.keyspace.Value.StringValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RdbWriterTest {
    private static final Value TEXT = new StringValue(Bytes.of("value"));
    private static final StreamId ID = new StreamId(5, 0);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(RdbTarget.class)
    void randomEntriesReadAsTheyWere(RdbTarget target) throws IOException {
        for (long seed = 1; seed <= 5; seed++) {
            List<Entry> entries = new RandomEntries(seed).entries(140, target);
            Path file = RdbBytes.write(folder, Written.bytes(target, entries));
            Reading.of(file).assertTiles(0);
            Reading.<Integer>snapshot(file, snapshot -> {
                assertThat(snapshot.damages()).isEmpty();
                assertThat(snapshot.complete()).isTrue();
                assertThat(snapshot.summary().version()).isEqualTo(target.version());
                assertThat(snapshot.keys()).containsExactlyElementsOf(keys(entries));
                entries.forEach(entry -> assertSame(requireNonNull(snapshot.get(entry.key())), entry, target));
                return 0;
            });
        }
    }

    private static List<Key> keys(List<Entry> entries) {
        return entries.stream().map(Entry::key).toList();
    }

    private static void assertSame(Entry read, Entry entry, RdbTarget target) {
        assertThat(read.expireAt()).isEqualTo(entry.expireAt());
        if (read.value() instanceof OpaqueValue opaque) {
            assertThat(opaque.type()).isEqualTo(entry.value().type());
        } else {
            assertThat(kept(read.value(), target)).as(entry.key().toString()).isEqualTo(kept(entry.value(), target));
        }
    }

    /** A value as the stream format of the target can say it. */
    private static Value kept(Value value, RdbTarget target) {
        if (!(value instanceof StreamValue stream) || target.knows(RdbType.STREAM_LISTPACKS_3.code())) {
            return value;
        }
        boolean second = target.knows(RdbType.STREAM_LISTPACKS_2.code());
        Map<Bytes, StreamValue.Group> groups = new HashMap<>();
        stream.groups().forEach((name, group) -> groups.put(name, kept(group, second)));
        return new StreamValue(
                stream.entries(),
                stream.lastId(),
                second ? stream.maxDeletedId() : StreamId.ZERO,
                second ? stream.entriesAdded() : stream.entries().size(),
                groups,
                stream.producers());
    }

    private static StreamValue.Group kept(StreamValue.Group group, boolean second) {
        Map<Bytes, StreamValue.Consumer> consumers = new HashMap<>();
        group.consumers()
                .forEach((name, consumer) ->
                        consumers.put(name, new StreamValue.Consumer(consumer.seenAt(), consumer.seenAt())));
        return new StreamValue.Group(
                group.lastDelivered(), second ? group.entriesRead() : 0, group.pending(), consumers);
    }

    @ParameterizedTest
    @EnumSource(RdbTarget.class)
    void theSameCallsWriteTheSameBytes(RdbTarget target) throws IOException {
        List<Entry> entries = new RandomEntries(9).entries(70, target);
        assertThat(Written.bytes(target, entries)).isEqualTo(Written.bytes(target, entries));
    }

    @Test
    void auxFunctionsAndDatabasesAreRecords() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RdbWriter writer = RdbWriter.to(out, RdbTarget.NEWEST_COMMON)) {
            writer.aux(Bytes.of("ctime"), Bytes.of(1_395_914_400));
            writer.function(Bytes.of("#!lua name=x"));
            writer.database(3, 1, 1);
            writer.write(entry(3, TEXT, 7));
        }
        Reading reading = Reading.of(RdbBytes.write(folder, out.toByteArray()));
        reading.assertTiles(0);
        assertThat(reading.records())
                .extracting(record -> record.getClass().getSimpleName())
                .containsExactly("Header", "Aux", "Function", "SelectDb", "ResizeDb", "KeyValue", "Eof");
        assertThat(reading.summary().aux()).containsEntry(Bytes.of("ctime"), Bytes.of("1395914400"));
        assertThat(reading.summary().crc()).isEqualTo(CrcState.OK);
    }

    @Test
    void anAnnouncedKeyThatIsMissingIsSeenByTheReader() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RdbWriter writer = RdbWriter.to(out, RdbTarget.NEWEST_COMMON)) {
            writer.database(0, 2, 0);
            writer.write(entry(0, TEXT, Entry.NEVER));
        }
        assertThat(Reading.of(RdbBytes.write(folder, out.toByteArray()))
                        .summary()
                        .intact())
                .isFalse();
    }

    @Test
    void writeBeginsTheDatabaseOfItsEntry() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RdbWriter writer = RdbWriter.to(out, RdbTarget.REDIS_2_6)) {
            writer.write(entry(2, TEXT, Entry.NEVER));
            writer.write(entry(0, TEXT, Entry.NEVER));
        }
        List<Key> keys =
                Reading.snapshot(RdbBytes.write(folder, out.toByteArray()), snapshot -> List.copyOf(snapshot.keys()));
        assertThat(keys).containsExactly(new Key(2, Bytes.of("key")), new Key(0, Bytes.of("key")));
    }

    @Test
    void whatATargetHasNoPlaceForIsRefused() {
        Value expiring = new HashValue(Map.of(Bytes.of("f"), Bytes.of("v")), Map.of(Bytes.of("f"), 5L));
        Value stream = stream(Bytes.EMPTY);
        assertRefused(RdbTarget.REDIS_7_2, expiring, "a hash with fields that expire");
        assertRefused(RdbTarget.REDIS_4_0, stream, "a stream");
        assertRefused(RdbTarget.VALKEY_9, stream(Bytes.of("x")), "a stream with idempotent producers");
        assertRefused(
                RdbTarget.REDIS_3_2,
                new OpaqueValue(Type.MODULE, RdbType.MODULE_2.code(), Bytes.EMPTY),
                "a value of RDB type 7");
        assertRefused(RdbTarget.REDIS_8_6, new OpaqueValue(Type.MODULE, 28, Bytes.EMPTY), "a value of RDB type 28");
        assertRefused(RdbTarget.REDIS_7_0, new ListValue(List.of()), "a list without elements");
    }

    private static void assertRefused(RdbTarget target, Value value, String what) {
        assertThatThrownBy(() -> Written.bytes(target, List.of(entry(0, value, Entry.NEVER))))
                .isInstanceOfSatisfying(UnwritableException.class, refusal -> {
                    assertThat(refusal.what()).isEqualTo(what);
                    assertThat(refusal.key()).isEqualTo(Key.of("key"));
                    assertThat(refusal.target()).isEqualTo(target);
                    assertThat(refusal).hasMessageContaining(what + " cannot be written for " + target + ": ");
                });
    }

    @Test
    void pendingEntriesThatNoConsumerHasAreRefused() {
        StreamValue.Group group =
                new StreamValue.Group(ID, 1, Map.of(ID, new StreamValue.Pending(null, 1, 1)), Map.of());
        Value stream = new StreamValue(List.of(), ID, StreamId.ZERO, 1, Map.of(Bytes.of("group"), group), Bytes.EMPTY);
        assertRefused(RdbTarget.REDIS_8_6, stream, "a pending stream entry that no consumer has");
    }

    @Test
    void auxAndFunctionsAreRefusedBeforeTheirTime() throws IOException {
        try (RdbWriter writer = RdbWriter.to(OutputStream.nullOutputStream(), RdbTarget.REDIS_2_6)) {
            assertThatThrownBy(() -> writer.aux(Bytes.of("a"), Bytes.of("b"))).isInstanceOf(UnwritableException.class);
            assertThatThrownBy(() -> writer.function(Bytes.of("a"))).isInstanceOf(UnwritableException.class);
        }
    }

    @Test
    void aRefusedEntryLeavesNoTrace() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RdbWriter writer = RdbWriter.to(out, RdbTarget.REDIS_2_6)) {
            writer.write(entry(0, TEXT, Entry.NEVER));
            assertThatThrownBy(() -> writer.write(entry(4, stream(Bytes.EMPTY), 9)))
                    .isInstanceOf(UnwritableException.class);
        }
        assertThat(out.toByteArray())
                .isEqualTo(Written.bytes(RdbTarget.REDIS_2_6, List.of(entry(0, TEXT, Entry.NEVER))));
    }

    @Test
    void allowedLossIsCountedAndTheElementsStay() throws IOException {
        Map<Bytes, Bytes> fields = Map.of(Bytes.of("f"), Bytes.of("v"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RdbWriter writer = RdbWriter.to(out, RdbTarget.REDIS_7_0).allowLoss()) {
            writer.write(entry(0, new HashValue(fields, Map.of(Bytes.of("f"), 5L)), Entry.NEVER));
            writer.write(entry(1, new HashValue(fields), Entry.NEVER));
            assertThat(writer.losses()).isEqualTo(1);
        }
        Entry read =
                Reading.snapshot(RdbBytes.write(folder, out.toByteArray()), snapshot -> snapshot.get(Key.of("key")));
        assertThat(read.value()).isEqualTo(new HashValue(fields));
    }

    @Test
    void secondsOf2_4AreRoundedUpAndEndIn2038() throws IOException {
        byte[] content = Written.bytes(RdbTarget.REDIS_2_4, List.of(entry(0, TEXT, 1_395_914_400_001L)));
        Entry read = Reading.snapshot(RdbBytes.write(folder, content), snapshot -> snapshot.get(Key.of("key")));
        assertThat(read.expireAt()).isEqualTo(1_395_914_401_000L);
        assertThatThrownBy(() -> Written.bytes(RdbTarget.REDIS_2_4, List.of(entry(0, TEXT, 4_102_444_800_000L))))
                .isInstanceOf(UnwritableException.class);
    }

    @Test
    void infiniteAndNegativeZeroScoresStayInEveryTarget() throws IOException {
        Value scores = new SortedSetValue(Map.of(
                Bytes.of("a"), Double.POSITIVE_INFINITY,
                Bytes.of("b"), Double.NEGATIVE_INFINITY,
                Bytes.of("c"), -0.0));
        for (RdbTarget target : RdbTarget.values()) {
            byte[] content = Written.bytes(target, List.of(entry(0, scores, Entry.NEVER)));
            Entry read = Reading.snapshot(RdbBytes.write(folder, content), snapshot -> snapshot.get(Key.of("key")));
            assertThat(read.value()).isEqualTo(scores);
        }
    }

    @Test
    void afterAFailedWriteNoEndIsWritten() throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                if (kept.size() >= 100_000 && kept.size() < 100_002) {
                    kept.write(0);
                    throw new IOException("no space left");
                }
                kept.write(b);
            }
        };
        RdbWriter writer = RdbWriter.to(full, RdbTarget.NEWEST_COMMON);
        Value incompressible = new StringValue(noise());
        assertThatThrownBy(() -> writer.write(entry(0, incompressible, Entry.NEVER)))
                .isInstanceOf(IOException.class);
        int size = kept.size();
        writer.close();
        assertThat(kept.size()).isEqualTo(size);
    }

    @ParameterizedTest
    @CsvSource({
        "2.4.18, REDIS_2_4", "2.8.19, REDIS_2_6", "3.0, REDIS_2_6", "3.2, REDIS_3_2", "4.0, REDIS_4_0",
        "5.0, REDIS_5_0", "6.2.16, REDIS_5_0", "7.0, REDIS_7_0", "redis 7.2, REDIS_7_2", "Valkey 8.1, REDIS_7_2",
        "7.4, REDIS_7_4", "8.0, REDIS_7_4", "8.6.3, REDIS_8_6", "valkey-9.1.2, VALKEY_9"
    })
    void targetsAreNamedByServer(String server, RdbTarget target) {
        assertThat(RdbTarget.of(server)).isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource({"1.2", "valkey 6.2", "7", "11.0", "keydb 6.2", "''"})
    void unknownServersAreRefused(String server) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RdbTarget.of(server))
                .withMessageContaining("known are");
    }

    private static Bytes noise() {
        byte[] noise = new byte[300_000];
        new Random(1).nextBytes(noise);
        return Bytes.wrap(noise);
    }

    private static StreamValue stream(Bytes producers) {
        StreamValue.StreamEntry entry = new StreamValue.StreamEntry(ID, List.of(Bytes.of("f"), Bytes.of("v")));
        return new StreamValue(List.of(entry), ID, StreamId.ZERO, 1, Map.of(), producers);
    }

    private static Entry entry(int database, Value value, long expireAt) {
        return new Entry(new Key(database, Bytes.of("key")), value, expireAt, new Span(0, 0));
    }
}
