package dev.rethread.infer;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.MemorySnapshot;
import dev.rethread.keyspace.Span;
import dev.rethread.keyspace.Value;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** A keyspace made up in a few lines of test. */
final class Keyspace {
    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    Keyspace put(Key key, long expireAt, Value value) {
        entries.put(key, new Entry(key, value, expireAt, new Span(0, 0)));
        return this;
    }

    private Keyspace put(String key, Value value) {
        return put(Key.of(key), Entry.NEVER, value);
    }

    Keyspace string(String key, Object value) {
        return put(key, new Value.StringValue(Bytes.of("" + value)));
    }

    Keyspace expiring(String key, Object value) {
        return put(Key.of(key), 1_900_000_000_000L, new Value.StringValue(Bytes.of("" + value)));
    }

    Keyspace hash(String key, Object... namesAndValues) {
        Map<Bytes, Bytes> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(Bytes.of("" + namesAndValues[i]), Bytes.of("" + namesAndValues[i + 1]));
        }
        return put(key, new Value.HashValue(fields));
    }

    Keyspace set(String key, List<?> members) {
        return put(
                key,
                new Value.SetValue(new LinkedHashSet<>(
                        members.stream().map(member -> Bytes.of("" + member)).toList())));
    }

    /** @param membersAndScores by turns */
    Keyspace zset(String key, Object... membersAndScores) {
        Map<Bytes, Double> scores = new LinkedHashMap<>();
        for (int i = 0; i < membersAndScores.length; i += 2) {
            scores.put(Bytes.of("" + membersAndScores[i]), ((Number) membersAndScores[i + 1]).doubleValue());
        }
        return put(key, new Value.SortedSetValue(scores));
    }

    Keyspace list(String key, String... elements) {
        return put(
                key, new Value.ListValue(Arrays.stream(elements).map(Bytes::of).toList()));
    }

    MemorySnapshot snapshot() {
        return new MemorySnapshot("made up", true, entries);
    }

    Proposal proposal() {
        return new Inference(List.of(snapshot()), null, () -> {}).propose("made-up");
    }
}
