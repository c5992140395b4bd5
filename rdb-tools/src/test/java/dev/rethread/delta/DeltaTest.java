package dev.rethread.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.MemorySnapshot;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.keyspace.Span;
import dev.rethread.keyspace.StreamId;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.StreamValue.Consumer;
import dev.rethread.keyspace.StreamValue.Group;
import dev.rethread.keyspace.StreamValue.Pending;
import dev.rethread.keyspace.StreamValue.StreamEntry;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.HashValue;
import dev.rethread.keyspace.Value.ListValue;
import dev.rethread.keyspace.Value.SetValue;
import dev.rethread.keyspace.Value.SortedSetValue;
import dev.rethread.keyspace.Value.StringValue;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DeltaTest {
    private static final Key KEY = Key.of("k");

    @Test
    void applyingTheDeltaOfTwoRandomKeyspacesToTheBaseGivesTheEvidence() {
        int changed = 0;
        for (int seed = 0; seed < 2000; seed++) {
            RandomKeyspace random = new RandomKeyspace(seed);
            Snapshot base = random.snapshot("base", true);
            Snapshot evidence = random.snapshot("evidence", true);
            List<KeyChange> changes = Apply.delta(base, evidence);
            changed += changes.size();
            assertThat(Apply.apply(base, changes)).as("seed %s", seed).isEqualTo(Apply.flatten(evidence));
            assertThat(changes).extracting(KeyChange::key).isSorted().doesNotHaveDuplicates();
            assertThat(Apply.delta(evidence, evidence)).isEmpty();
        }
        assertThat(changed).isGreaterThan(10_000);
    }

    @Test
    void incompleteEvidenceNeverTakesAnythingAwayButByAnotherType() {
        for (int seed = 0; seed < 500; seed++) {
            RandomKeyspace random = new RandomKeyspace(seed);
            Snapshot base = random.snapshot("base", true);
            Snapshot evidence = random.snapshot("fragment", false);
            for (KeyChange change : Apply.delta(base, evidence)) {
                assertThat(change.removed()).isFalse();
                if (!change.retyped()) {
                    assertThat(change.elements()).allMatch(element -> element.after() != null);
                }
            }
        }
    }

    @Test
    void onlyTheElementsThatDifferAreReported() {
        KeyChange change = change(
                hash("title", "old", "body", "same", "gone", "x"), hash("body", "same", "title", "new", "likes", "1"));
        assertThat(change.elements())
                .containsExactly(
                        new ElementChange(field("gone"), Bytes.of("x"), null),
                        new ElementChange(field("likes"), null, Bytes.of("1")),
                        new ElementChange(field("title"), Bytes.of("old"), Bytes.of("new")));
    }

    @Test
    void theOrderOfMembersAndFieldsDoesNotMatter() {
        assertThat(compare(hash("a", "1", "b", "2"), hash("b", "2", "a", "1"))).isNull();
        assertThat(compare(new SetValue(set("x", "y")), new SetValue(set("y", "x"))))
                .isNull();
        assertThat(compare(new ListValue(list("x", "y")), new ListValue(list("y", "x"))))
                .isNotNull();
    }

    @Test
    void aListChangesAsAWhole() {
        assertThat(change(new ListValue(list("x")), new ListValue(list("x", "y")))
                        .elements())
                .containsExactly(new ElementChange(
                        new Element.Whole(), ListEncoding.encode(list("x")), ListEncoding.encode(list("x", "y"))));
    }

    @Test
    void aStreamChangesByEntryAndByPartOfItsGroups() {
        StreamId first = new StreamId(5, 1);
        StreamId second = new StreamId(6, 0);
        Bytes group = Bytes.of("g");
        StreamEntry old = new StreamEntry(first, list("f", "v"));
        StreamEntry added = new StreamEntry(second, list("f", "w"));
        Consumer alice = new Consumer(7, -1);
        StreamValue before = stream(List.of(old), first, new Group(first, 1, Map.of(), Map.of()));
        Pending pending = new Pending(Bytes.of("alice"), 8, 1);
        Group after = new Group(first, 1, Map.of(first, pending), Map.of(Bytes.of("alice"), alice));
        assertThat(change(before, stream(List.of(old, added), second, after)).elements())
                .containsExactly(
                        new ElementChange(new Element.Entry(second), null, ListEncoding.encode(list("f", "w"))),
                        new ElementChange(property("entries-added"), Bytes.of("1"), Bytes.of("2")),
                        new ElementChange(property("last-id"), Bytes.of("5-1"), Bytes.of("6-0")),
                        new ElementChange(new Element.Consumer(group, Bytes.of("alice")), null, Bytes.of("7 -1")),
                        new ElementChange(
                                new Element.Pending(group, first), null, ListEncoding.encode(list("8", "1", "alice"))));
    }

    private static Element property(String name) {
        return new Element.Property(Bytes.of(name));
    }

    private static StreamValue stream(List<StreamEntry> entries, StreamId last, Group group) {
        Map<Bytes, Group> groups = Map.of(Bytes.of("g"), group);
        return new StreamValue(entries, last, StreamId.ZERO, entries.size(), groups, Bytes.EMPTY);
    }

    @Test
    void entriesOfAStreamAreOrderedAsTheirIds() {
        assertThat(new Element.Entry(new StreamId(-1, 0)))
                .isGreaterThan(new Element.Entry(new StreamId(Long.MAX_VALUE, -1)));
        assertThat(new Element.Entry(new StreamId(10, 0))).isGreaterThan(new Element.Entry(new StreamId(9, 5)));
    }

    @Test
    void aScoreChangesByMember() {
        Value before = new SortedSetValue(Map.of(Bytes.of("t:1"), 1.0, Bytes.of("r:2"), 2.0));
        Value after = new SortedSetValue(Map.of(Bytes.of("t:1"), Double.POSITIVE_INFINITY, Bytes.of("r:2"), 2.0));
        assertThat(change(before, after).elements())
                .containsExactly(
                        new ElementChange(new Element.Scored(Bytes.of("t:1")), Bytes.of("1"), Bytes.of("inf")));
    }

    @Test
    void aChangeOfTypeRemovesAllThenAddsAll() {
        KeyChange change = change(new StringValue(Bytes.of("x")), new ListValue(list("y")));
        assertThat(change.retyped()).isTrue();
        assertThat(change.elements())
                .containsExactly(
                        new ElementChange(new Element.Whole(), Bytes.of("x"), null),
                        new ElementChange(new Element.Whole(), null, ListEncoding.encode(list("y"))));
    }

    @Test
    void anExpiryIsAnElementOfItsOwn() {
        Value value = new StringValue(Bytes.of("x"));
        assertThat(Delta.compare(KEY, entry(value, 5), entry(value, Entry.NEVER), true))
                .extracting(KeyChange::elements)
                .isEqualTo(List.of(new ElementChange(new Element.Expiry(), Bytes.of("5"), null)));
        assertThat(Delta.compare(KEY, entry(value, 5), entry(value, Entry.NEVER), false))
                .isNull();
    }

    @Test
    void aDeadlineOfAHashFieldIsAnElementOfItsOwn() {
        Map<Bytes, Bytes> fields = Map.of(Bytes.of("f"), Bytes.of("v"));
        KeyChange change = change(new HashValue(fields), new HashValue(fields, Map.of(Bytes.of("f"), 7L)));
        assertThat(change.elements())
                .containsExactly(new ElementChange(new Element.FieldExpiry(Bytes.of("f")), null, Bytes.of("7")));
    }

    @Test
    void keysWithTheSameBytesAreNotDecoded() {
        Snapshot base = new Undecodable(42);
        assertThat(Apply.delta(base, new Undecodable(42))).isEmpty();
    }

    @Test
    void aStepThatThrowsEndsTheWorkBeforeTheFirstDifference() {
        Runnable step = () -> {
            throw new IllegalStateException("enough");
        };
        Snapshot one = snapshot(true, hash("a", "1"));
        assertThatThrownBy(() -> Delta.between(one, snapshot(true, hash("a", "1")), step, change -> {}))
                .hasMessage("enough");
        assertThatThrownBy(() -> Delta.between(one, new MemorySnapshot("none", true, Map.of()), step, change -> {}))
                .hasMessage("enough");
    }

    @Test
    void keysMissingFromIncompleteEvidenceAreNoDeletions() {
        Snapshot base = snapshot(true, hash("a", "1"));
        assertThat(Apply.delta(base, new MemorySnapshot("none", true, Map.of())))
                .hasSize(1);
        assertThat(Apply.delta(base, new MemorySnapshot("none", false, Map.of())))
                .isEmpty();
    }

    /** Holds one key, and fails whoever decodes it. */
    private record Undecodable(long print) implements Snapshot {
        @Override
        public String source() {
            return "undecodable";
        }

        @Override
        public boolean complete() {
            return true;
        }

        @Override
        public Collection<Key> keys() {
            return List.of(KEY);
        }

        @Override
        public Entry get(Key key) {
            throw new AssertionError("decoded " + key);
        }

        @Override
        public long fingerprint(Key key) {
            return print;
        }
    }

    private static KeyChange change(Value before, Value after) {
        KeyChange change = compare(before, after);
        if (change == null) {
            throw new AssertionError("no change");
        }
        return change;
    }

    private static @Nullable KeyChange compare(Value before, Value after) {
        List<KeyChange> changes = Apply.delta(snapshot(true, before), snapshot(true, after));
        assertThat(changes.size()).isLessThan(2);
        return changes.isEmpty() ? null : changes.get(0);
    }

    private static MemorySnapshot snapshot(boolean complete, Value value) {
        return new MemorySnapshot("memory", complete, Map.of(KEY, entry(value, Entry.NEVER)));
    }

    private static Entry entry(Value value, long expireAt) {
        return new Entry(KEY, value, expireAt, new Span(0, 0));
    }

    private static HashValue hash(String... fieldsAndValues) {
        Map<Bytes, Bytes> fields = new LinkedHashMap<>();
        for (int i = 0; i < fieldsAndValues.length; i += 2) {
            fields.put(Bytes.of(fieldsAndValues[i]), Bytes.of(fieldsAndValues[i + 1]));
        }
        return new HashValue(fields);
    }

    private static Element field(String name) {
        return new Element.Field(Bytes.of(name));
    }

    private static List<Bytes> list(String... elements) {
        return Arrays.stream(elements).map(Bytes::of).toList();
    }

    private static Set<Bytes> set(String... members) {
        return new LinkedHashSet<>(list(members));
    }
}
