package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The numbered databases of a server while commands are replayed into them. */
final class Databases {
    private final Map<Integer, OrderedMap<Slot>> databases = new TreeMap<>();
    private final Map<Bytes, Bytes> functions = new LinkedHashMap<>();
    private final Set<Key> doubtful = new LinkedHashSet<>();
    /** How many slots have a deadline. */
    private long expiring;

    /** The database used last. */
    private OrderedMap<Slot> current = new OrderedMap<>();

    private int number = -1;
    /** The key asked for last, and what was found; commands ask for one key several times. */
    private @Nullable Bytes name;

    private @Nullable Slot found;

    /** The sources of function libraries by the names of these. */
    Map<Bytes, Bytes> functions() {
        return functions;
    }

    /** The keys of one database; empty where nothing was ever written to it. */
    Map<Bytes, Slot> database(int number) {
        return select(number);
    }

    /** Those that something was written to. */
    Set<Integer> numbers() {
        return Set.copyOf(databases.keySet());
    }

    private OrderedMap<Slot> select(int number) {
        if (number != this.number) {
            select(number, databases.computeIfAbsent(number, unused -> new OrderedMap<>()));
        }
        return current;
    }

    private void select(int number, OrderedMap<Slot> database) {
        current = database;
        this.number = number;
        name = null;
    }

    private void forget() {
        number = -1;
        name = null;
        found = null;
    }

    @SuppressWarnings("ReferenceEquality") // equal names of other objects are looked up
    @Nullable
    Slot find(Key key) {
        if (key.database() != number) {
            OrderedMap<Slot> database = databases.get(key.database());
            if (database == null) {
                return null;
            }
            select(key.database(), database);
        }
        if (key.name() != name) {
            found = current.get(key.name());
            name = key.name();
        }
        return found;
    }

    long size() {
        long size = 0;
        for (OrderedMap<Slot> database : databases.values()) {
            size += database.size();
        }
        return size;
    }

    /** All keys, as they are when they are asked for. */
    Collection<Key> keys() {
        return new AbstractCollection<>() {
            @Override
            public Iterator<Key> iterator() {
                return new Keys();
            }

            @Override
            public int size() {
                return (int) Math.min(Integer.MAX_VALUE, Databases.this.size());
            }

            @Override
            public boolean contains(@Nullable Object key) {
                return key instanceof Key wanted && find(wanted) != null;
            }
        };
    }

    private final class Keys implements Iterator<Key> {
        private final Iterator<Map.Entry<Integer, OrderedMap<Slot>>> rest =
                databases.entrySet().iterator();
        private Iterator<Bytes> names = Collections.emptyIterator();
        private int database;

        @Override
        public boolean hasNext() {
            while (!names.hasNext() && rest.hasNext()) {
                Map.Entry<Integer, OrderedMap<Slot>> next = rest.next();
                database = next.getKey();
                names = next.getValue().keySet().iterator();
            }
            return names.hasNext();
        }

        @Override
        public Key next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return new Key(database, names.next());
        }
    }

    /** Puts a slot where whatever was there before, also anything doubtful, counts no longer. */
    void put(Key key, Slot slot) {
        settle(key);
        add(key, slot);
    }

    /** Puts a slot where there is none. */
    void add(Key key, Slot slot) {
        leave(select(key.database()).put(key.name(), slot));
        expiring += slot.expireAt == Entry.NEVER ? 0 : 1;
        name = key.name();
        found = slot;
    }

    @Nullable
    Slot remove(Key key) {
        settle(key);
        Slot slot = select(key.database()).remove(key.name());
        name = null;
        leave(slot);
        return slot;
    }

    private void leave(@Nullable Slot slot) {
        if (slot != null && slot.expireAt != Entry.NEVER) {
            expiring--;
        }
    }

    /** Gives a slot that is here another deadline. */
    void expire(Slot slot, long at) {
        leave(slot);
        slot.expireAt = at;
        expiring += at == Entry.NEVER ? 0 : 1;
    }

    /** How many keys have no deadline. */
    long lasting() {
        return size() - expiring;
    }

    void swap(int left, int right) {
        OrderedMap<Slot> one = select(left);
        databases.put(left, select(right));
        databases.put(right, one);
        forget();
        for (Key key : List.copyOf(doubtful)) {
            if (key.database() == left || key.database() == right) {
                doubtful.remove(key);
                doubtful.add(new Key(left + right - key.database(), key.name()));
            }
        }
    }

    /** Empties one database. */
    void flush(int number) {
        database(number).values().forEach(this::leave);
        databases.remove(number);
        forget();
        doubtful.removeIf(key -> key.database() == number);
    }

    void flushAll() {
        databases.clear();
        forget();
        expiring = 0;
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
