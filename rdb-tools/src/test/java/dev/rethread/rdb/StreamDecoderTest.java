package dev.rethread.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.StreamId;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.StreamValue.Consumer;
import dev.rethread.keyspace.StreamValue.Group;
import dev.rethread.keyspace.StreamValue.Pending;
import dev.rethread.keyspace.StreamValue.StreamEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams, byte by byte, in each of their formats. */
class StreamDecoderTest {
    private static final StreamId FIRST = new StreamId(5, 1);
    private static final StreamId LAST = new StreamId(7, 1);
    private static final RdbType NEWEST = RdbType.STREAM_LISTPACKS_5;

    @TempDir
    Path folder;

    private StreamValue decode(StreamBytes stream) {
        return Reading.snapshot(file(stream), snapshot -> {
            assertThat(snapshot.damages()).isEmpty();
            return (StreamValue)
                    Objects.requireNonNull(snapshot.get(Key.of("st"))).value();
        });
    }

    private String problem(StreamBytes stream) {
        return Reading.snapshot(file(stream), snapshot -> {
            assertThat(snapshot.get(Key.of("st"))).isNull();
            return snapshot.damages().get(0).problem();
        });
    }

    private Path file(StreamBytes stream) {
        return stream.key(RdbBytes.version(15), "st").eof().in(folder);
    }

    @Test
    void oneStreamIsTheSameInEveryFormat() {
        StreamValue newest = decode(new StreamBytes(NEWEST));
        StreamValue without = new StreamValue(
                newest.entries(),
                newest.lastId(),
                newest.maxDeletedId(),
                newest.entriesAdded(),
                newest.groups(),
                Bytes.EMPTY);
        assertThat(decode(new StreamBytes(RdbType.STREAM_LISTPACKS_4))).isEqualTo(newest);
        for (RdbType type : List.of(RdbType.STREAM_LISTPACKS, RdbType.STREAM_LISTPACKS_2, RdbType.STREAM_LISTPACKS_3)) {
            assertThat(decode(new StreamBytes(type))).as(type.name()).isEqualTo(without);
        }
    }

    @Test
    void allOfAStreamIsRead() {
        StreamValue stream = decode(new StreamBytes(NEWEST));
        assertThat(stream.entries())
                .containsExactly(
                        new StreamEntry(FIRST, texts("f", "v")), new StreamEntry(LAST, texts("f", "w", "g", "z")));
        assertThat(stream.lastId()).isEqualTo(LAST);
        assertThat(stream.entriesAdded()).isEqualTo(2);
        assertThat(stream.groups())
                .isEqualTo(Map.of(
                        Bytes.of("group"),
                        new Group(
                                LAST,
                                2,
                                Map.of(
                                        FIRST, new Pending(Bytes.of("alice"), 1000, 3),
                                        LAST, new Pending(Bytes.of("bob"), 2000, 1)),
                                Map.of(
                                        Bytes.of("alice"), new Consumer(3000, 3000),
                                        Bytes.of("bob"), new Consumer(4000, 4000)))));
        assertThat(stream.producers())
                .isEqualTo(Bytes.wrap(RdbBytes.bare()
                        .hex("4064 4064 01 0170 01 0169 05 01 09 08")
                        .bytes()));
    }

    private static List<Bytes> texts(String... texts) {
        return Stream.of(texts).map(Bytes::of).toList();
    }

    @Test
    void anEntryGivenBackIsPendingWithoutConsumer() {
        StreamValue stream = decode(new StreamBytes(NEWEST).secondOwnedByNobody());
        Group group = Objects.requireNonNull(stream.groups().get(Bytes.of("group")));
        assertThat(group.pending()).containsEntry(LAST, new Pending(null, 2000, 1));
        assertThat(problem(new StreamBytes(RdbType.STREAM_LISTPACKS_3).secondOwnedByNobody()))
                .isEqualTo("a group has 2 pending entries, its consumers own 1");
    }

    @Test
    void producersThatSayNothingAreNone() {
        RdbBytes out = RdbBytes.version(13).key(RdbType.STREAM_LISTPACKS_4, "st");
        out.raw(0).raw(0, 0, 0, 0, 0, 0, 0, 0).raw(0).hex("4064 4064 00 00 00");
        StreamValue empty = Reading.snapshot(out.eof().in(folder), snapshot ->
                (StreamValue) Objects.requireNonNull(snapshot.get(Key.of("st"))).value());
        assertThat(empty.producers()).isEqualTo(Bytes.EMPTY);
        assertThat(empty.entries()).isEmpty();
    }

    @Test
    void streamThatContradictsItselfIsMalformed() {
        assertThat(problem(new StreamBytes(NEWEST).length(3)))
                .isEqualTo("a stream of 2 entries says that its length is 3");
        assertThat(problem(new StreamBytes(NEWEST).firstOwned(6)))
                .isEqualTo("a consumer owns the entry 6-1, which is not pending in its group");
        assertThat(problem(new StreamBytes(NEWEST).firstOwned(7)))
                .isEqualTo("a consumer owns the pending entry 7-1, which has an owner already");
        assertThat(problem(new StreamBytes(NEWEST).seconds(0))).contains("is 0, should be 1 to 86400");
    }

    @Test
    void nodeThatContradictsItselfIsMalformed() {
        assertThat(node("1", "0", "1", "f", "0", "2", "0", "0", "v", "5"))
                .contains("elements of an entry 5, should be 4");
        assertThat(node("2", "0", "1", "f", "0", "2", "0", "0", "v", "4")).contains("live entries 1, should be 2");
        assertThat(node("1", "1", "1", "f", "0", "2", "0", "0", "v", "4")).contains("deleted entries 0, should be 1");
        assertThat(node("1", "0", "1", "f", "1")).contains("the master entry ends with 1, should be 0");
        assertThat(node("1", "0", "9", "f", "0")).contains("9 fields announced, in 5 elements");
        assertThat(node("1", "0", "1", "f", "0", "2", "0")).contains("breaks off");
        assertThat(node("1", "0", "x", "f", "0")).contains("an element of 1 bytes stands where a number should");
        assertThat(node("2", "0", "0", "0", "2", "1", "0", "3", "2", "0", "9", "3"))
                .contains("id 5-10 follows 6-1");
    }

    private String node(String... elements) {
        return problem(new StreamBytes(NEWEST).node(elements));
    }
}
