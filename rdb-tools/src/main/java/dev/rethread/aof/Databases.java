package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The numbered databases of a server while commands are replayed into them. */
final class Databases {
    private final Map<Integer, Map<Bytes, Slot>> databases = new TreeMap<>();
    private final Map<Bytes, Bytes> functions = new LinkedHashMap<>();
    private final Set<Key> doubtful = new LinkedHashSet<>();

    /** The sources of function libraries by the names of these. */
    Map<Bytes, Bytes> functions() {
        return functions;
    }

    /** The keys of one database; empty where nothing was ever written to it. */
    Map<Bytes, Slot> database(int number) {
        return databases.computeIfAbsent(number, unused -> new LinkedHashMap<>());
    }

    @Nullable
    Slot find(Key key) {
        Map<Bytes, Slot> database = databases.get(key.database());
        return database == null ? null : database.get(key.name());
    }

    long size() {
        return databases.values().stream().mapToLong(Map::size).sum();
    }

    Collection<Key> keys() {
        return databases.entrySet().stream()
                .flatMap(
                        database -> database.getValue().keySet().stream().map(name -> new Key(database.getKey(), name)))
                .toList();
    }

    /** Puts a slot where whatever was there before, also anything doubtful, counts no longer. */
    void put(Key key, Slot slot) {
        settle(key);
        database(key.database()).put(key.name(), slot);
    }

    @Nullable
    Slot remove(Key key) {
        settle(key);
        Map<Bytes, Slot> database = databases.get(key.database());
        return database == null ? null : database.remove(key.name());
    }

    void swap(int left, int right) {
        Map<Bytes, Slot> one = database(left);
        databases.put(left, database(right));
        databases.put(right, one);
        for (Key key : List.copyOf(doubtful)) {
            if (key.database() == left || key.database() == right) {
                doubtful.remove(key);
                doubtful.add(new Key(left + right - key.database(), key.name()));
            }
        }
    }

    /** Empties one database. */
    void flush(int number) {
        databases.remove(number);
        doubtful.removeIf(key -> key.database() == number);
    }

    void flushAll() {
        databases.clear();
        doubtful.clear();
    }

    /** Notes that a command which was not understood wrote to {@code key}. */
    void doubt(Key key) {
        doubtful.add(key);
    }

    boolean isDoubtful(Key key) {
        return !doubtful.isEmpty() && doubtful.contains(key);
    }

    private void settle(Key key) {
        if (!doubtful.isEmpty()) {
            doubtful.remove(key);
        }
    }

    Set<Key> doubtful() {
        return doubtful;
    }
}
