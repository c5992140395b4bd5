package dev.rethread.model;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.MemorySnapshot;
import dev.rethread.keyspace.Span;
import dev.rethread.keyspace.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A Redis in memory, as far as the model's forum needs one: text, no expiry. */
public final class Keyspace {
    /** What a key holds; collections may be changed in place. */
    public sealed interface Held {
        /** Whether Redis would not keep it. */
        boolean isEmpty();
    }

    public record Text(String text) implements Held {
        @Override
        public boolean isEmpty() {
            return false;
        }
    }

    public record Fields(SortedMap<String, String> fields) implements Held {
        @Override
        public boolean isEmpty() {
            return fields.isEmpty();
        }
    }

    public record Members(SortedSet<String> members) implements Held {
        @Override
        public boolean isEmpty() {
            return members.isEmpty();
        }
    }

    public record Scores(SortedMap<String, Double> scores) implements Held {
        @Override
        public boolean isEmpty() {
            return scores.isEmpty();
        }
    }

    public record Elements(List<String> elements) implements Held {
        @Override
        public boolean isEmpty() {
            return elements.isEmpty();
        }
    }

    private final SortedMap<String, Held> keys = new TreeMap<>();

    Keyspace copy() {
        return only(key -> true);
    }

    /** A copy of the keys that pass. */
    Keyspace only(Predicate<String> wanted) {
        Keyspace copy = new Keyspace();
        keys.forEach((key, held) -> {
            if (wanted.test(key)) {
                copy.keys.put(key, copyOf(held));
            }
        });
        return copy;
    }

    private static Held copyOf(Held held) {
        if (held instanceof Fields hash) {
            return new Fields(new TreeMap<>(hash.fields()));
        } else if (held instanceof Members set) {
            return new Members(new TreeSet<>(set.members()));
        } else if (held instanceof Scores zset) {
            return new Scores(new TreeMap<>(zset.scores()));
        } else if (held instanceof Elements list) {
            return new Elements(new ArrayList<>(list.elements()));
        }
        return held;
    }

    /** The names of all keys, as they are now. */
    public Set<String> keys() {
        return new TreeSet<>(keys.keySet());
    }

    @Nullable
    public Held get(String key) {
        return keys.get(key);
    }

    public void put(String key, Held held) {
        keys.put(key, held);
    }

    public void put(String key, String text) {
        keys.put(key, new Text(text));
    }

    void putAll(Keyspace other) {
        keys.putAll(other.copy().keys);
    }

    @Nullable
    Held remove(String key) {
        return keys.remove(key);
    }

    /** The text under a key, empty where there is none. */
    String text(String key) {
        return keys.get(key) instanceof Text held ? held.text() : "";
    }

    /** The hash under a key, made where there is none. */
    public SortedMap<String, String> hash(String key) {
        return ((Fields) made(key, () -> new Fields(new TreeMap<>()))).fields();
    }

    public SortedSet<String> set(String key) {
        return ((Members) made(key, () -> new Members(new TreeSet<>()))).members();
    }

    public SortedMap<String, Double> zset(String key) {
        return ((Scores) made(key, () -> new Scores(new TreeMap<>()))).scores();
    }

    public List<String> list(String key) {
        return ((Elements) made(key, () -> new Elements(new ArrayList<>()))).elements();
    }

    private Held made(String key, Supplier<Held> empty) {
        return keys.computeIfAbsent(key, name -> empty.get());
    }

    /** As Redis does: a collection that became empty is no key. */
    void dropEmpty() {
        keys.values().removeIf(Held::isEmpty);
    }

    MemorySnapshot snapshot(String name, boolean complete) {
        Map<Key, Entry> entries = new LinkedHashMap<>();
        keys.forEach((text, held) -> {
            Key key = Key.of(text);
            entries.put(key, new Entry(key, value(held), Entry.NEVER, new Span(entries.size() * 10L, 10)));
        });
        return new MemorySnapshot(name, complete, entries);
    }

    private static Value value(Held held) {
        if (held instanceof Fields hash) {
            Map<Bytes, Bytes> fields = new LinkedHashMap<>();
            hash.fields().forEach((field, value) -> fields.put(Bytes.of(field), Bytes.of(value)));
            return new Value.HashValue(fields);
        } else if (held instanceof Members set) {
            return new Value.SetValue(
                    new LinkedHashSet<>(bytes(set.members().stream().toList())));
        } else if (held instanceof Scores zset) {
            Map<Bytes, Double> scores = new LinkedHashMap<>();
            zset.scores().forEach((member, score) -> scores.put(Bytes.of(member), score));
            return new Value.SortedSetValue(scores);
        } else if (held instanceof Elements list) {
            return new Value.ListValue(bytes(list.elements()));
        }
        return new Value.StringValue(Bytes.of(((Text) held).text()));
    }

    private static List<Bytes> bytes(List<String> texts) {
        return texts.stream().map(Bytes::of).toList();
    }

    /** Where two keyspaces differ: one line a key, this one's value first. */
    public List<String> differences(Keyspace other) {
        Set<String> all = keys();
        all.addAll(other.keys.keySet());
        List<String> found = new ArrayList<>();
        for (String key : all) {
            Held here = keys.get(key);
            Held there = other.keys.get(key);
            if (here == null || !here.equals(there)) {
                found.add(key + ": " + Difference.of(here, there));
            }
        }
        return found;
    }

    @Override
    public String toString() {
        return keys.toString();
    }

    /** Only what differs of two hashes is worth reading. */
    private static final class Difference {
        private Difference() {}

        static String of(@Nullable Held here, @Nullable Held there) {
            if (here instanceof Fields one && there instanceof Fields other) {
                return of(one.fields(), other.fields());
            } else if (here instanceof Scores one && there instanceof Scores other) {
                return of(one.scores(), other.scores());
            }
            return here + " instead of " + there;
        }

        private static <T> String of(SortedMap<String, T> here, SortedMap<String, T> there) {
            Set<String> names = new TreeSet<>(here.keySet());
            names.addAll(there.keySet());
            names.removeIf(name -> here.containsKey(name) && here.get(name).equals(there.get(name)));
            List<String> found = new ArrayList<>();
            names.forEach(name -> found.add(name + " " + here.get(name) + " instead of " + there.get(name)));
            return String.join(", ", found);
        }
    }
}
