package dev.rethread.rebase;

import dev.rethread.delta.ListEncoding;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.keyspace.Span;
import dev.rethread.keyspace.StreamId;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Small keyspaces of all types in two databases, and what users do to them. */
final class RandomKeys {
    /** Keys under construction. */
    static final class Keyspace {
        private final Map<Key, Entry> entries = new TreeMap<>();

        Map<Key, Entry> entries() {
            return entries;
        }

        Keyspace copy() {
            Keyspace copy = new Keyspace();
            copy.entries.putAll(entries);
            return copy;
        }

        Keyspace put(String key, Value value) {
            return put(Key.of(key), value);
        }

        Keyspace put(Key key, Value value) {
            Entry before = entries.get(key);
            long deadline = before == null ? Entry.NEVER : before.expireAt();
            entries.put(key, new Entry(key, value, deadline, new Span(0, 1)));
            return this;
        }

        Keyspace expire(String key, long at) {
            return expire(Key.of(key), at);
        }

        Keyspace expire(Key key, long at) {
            entries.computeIfPresent(key, (k, entry) -> new Entry(key, entry.value(), at, entry.span()));
            return this;
        }

        Keyspace string(String key, String value) {
            return put(key, new Value.StringValue(Bytes.of(value)));
        }

        Keyspace set(String key, String... members) {
            return put(key, new Value.SetValue(new LinkedHashSet<>(bytes(members))));
        }

        Keyspace hash(String key, String... namesAndValues) {
            Map<Bytes, Bytes> fields = new LinkedHashMap<>();
            for (int i = 0; i < namesAndValues.length; i += 2) {
                fields.put(Bytes.of(namesAndValues[i]), Bytes.of(namesAndValues[i + 1]));
            }
            return put(key, new Value.HashValue(fields));
        }

        /** Elements with spaces between them; no key for none. */
        Keyspace list(String key, String elements) {
            return elements.isEmpty() ? this : put(key, new Value.ListValue(bytes(elements.split(" "))));
        }

        Snapshot at(String name, long written) {
            return new Dated(name, true, written, Map.copyOf(entries));
        }

        Snapshot partialAt(String name, long written) {
            return new Dated(name, false, written, Map.copyOf(entries));
        }
    }

    private record Dated(String source, boolean complete, long written, Map<Key, Entry> entries) implements Snapshot {
        @Override
        public Collection<Key> keys() {
            return entries.keySet();
        }

        @Override
        public @Nullable Entry get(Key key) {
            return entries.get(key);
        }
    }

    private static final List<String> KINDS = List.of("string", "hash", "set", "zset", "list", "stream");
    private static final long LATER = 4_000_000_000_000L;

    private final Random random;

    RandomKeys(long seed) {
        this.random = new Random(seed);
    }

    static Bytes encoded(String elements) {
        return ListEncoding.encode(bytes(elements.split(" ")));
    }

    private static List<Bytes> bytes(String... texts) {
        return new ArrayList<>(Arrays.stream(texts).map(Bytes::of).toList());
    }

    Keyspace keyspace() {
        Keyspace made = new Keyspace();
        int keys = random.nextInt(12);
        for (int i = 0; i < keys; i++) {
            touch(made, key());
        }
        return made;
    }

    /** A copy after some acts of users. */
    Keyspace changed(Keyspace from) {
        Keyspace changed = from.copy();
        int acts = random.nextInt(16);
        for (int i = 0; i < acts; i++) {
            List<Key> known = List.copyOf(changed.entries().keySet());
            Key key = known.isEmpty() || random.nextInt(4) == 0 ? key() : known.get(random.nextInt(known.size()));
            switch (random.nextInt(12)) {
                case 0 -> changed.entries().remove(key);
                case 1 -> changed.expire(key, LATER + random.nextInt(3) * 10_000L);
                default -> touch(changed, key);
            }
        }
        return changed;
    }

    private Key key() {
        return new Key(random.nextInt(2) * 3, Bytes.of(KINDS.get(random.nextInt(KINDS.size())) + random.nextInt(3)));
    }

    private Bytes word() {
        return Bytes.of("w" + random.nextInt(5));
    }

    private void touch(Keyspace keyspace, Key key) {
        Entry entry = keyspace.entries().get(key);
        Value value = touched(key.name().utf8().replaceAll("\\d", ""), entry == null ? null : entry.value());
        if (value == null) {
            keyspace.entries().remove(key);
        } else {
            keyspace.put(key, value);
        }
    }

    private @Nullable Value touched(String kind, @Nullable Value before) {
        return switch (kind) {
            case "string" -> new Value.StringValue(word());
            case "hash" -> hash(before);
            case "set" -> set(before);
            case "zset" -> sorted(before);
            case "list" -> list(before);
            default -> stream(before);
        };
    }

    private @Nullable Value hash(@Nullable Value before) {
        Map<Bytes, Bytes> fields = new LinkedHashMap<>();
        if (before instanceof Value.HashValue hash) {
            fields.putAll(hash.fields());
        }
        if (random.nextInt(4) == 0) {
            fields.remove(word());
        } else {
            fields.put(word(), word());
        }
        return fields.isEmpty() ? null : new Value.HashValue(fields);
    }

    private @Nullable Value set(@Nullable Value before) {
        Set<Bytes> members = new LinkedHashSet<>();
        if (before instanceof Value.SetValue set) {
            members.addAll(set.members());
        }
        Bytes member = word();
        if (!members.remove(member)) {
            members.add(member);
        }
        return members.isEmpty() ? null : new Value.SetValue(members);
    }

    private @Nullable Value sorted(@Nullable Value before) {
        Map<Bytes, Double> scores = new LinkedHashMap<>();
        if (before instanceof Value.SortedSetValue sorted) {
            scores.putAll(sorted.scores());
        }
        if (random.nextInt(4) == 0) {
            scores.remove(word());
        } else {
            scores.put(word(), random.nextInt(3) + 0.5);
        }
        return scores.isEmpty() ? null : new Value.SortedSetValue(scores);
    }

    private @Nullable Value list(@Nullable Value before) {
        List<Bytes> elements = new ArrayList<>();
        if (before instanceof Value.ListValue list) {
            elements.addAll(list.elements());
        }
        switch (random.nextInt(6)) {
            case 0 -> elements.add(0, word());
            case 1 -> {
                if (!elements.isEmpty()) {
                    elements.remove(random.nextInt(elements.size()));
                }
            }
            default -> elements.add(word());
        }
        return elements.isEmpty() ? null : new Value.ListValue(elements);
    }

    private Value stream(@Nullable Value before) {
        List<StreamValue.StreamEntry> entries = new ArrayList<>();
        if (before instanceof StreamValue stream) {
            entries.addAll(stream.entries());
        }
        StreamId id = new StreamId(entries.size() + 1L, random.nextInt(2));
        entries.add(new StreamValue.StreamEntry(id, List.of(word(), word())));
        return new StreamValue(entries, id, StreamId.ZERO, entries.size(), Map.of(), Bytes.EMPTY);
    }
}
