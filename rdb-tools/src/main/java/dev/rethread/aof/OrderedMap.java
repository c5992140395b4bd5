package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A map in the order of insertion without an object per entry: a forum has millions of hashes with a handful of fields.
 *
 * <pre>
 * entries   key value key value ...     null null where one was removed
 * index     hash and 1 + number of the entry, at the place of the hash or behind it; only beyond a few entries
 * </pre>
 *
 * Unlike those of java.util its iterators do not notice changes made beside them.
 */
final class OrderedMap<V> extends AbstractMap<Bytes, V> {
    private static final int FEW = 8;
    private static final int FIRST = 2;
    private static final int SPREAD = 0x9E3779B1;

    private @Nullable Object[] entries = new Object[2 * FIRST];
    private long @Nullable [] index;
    /** Entries in use, removed ones included. */
    private int end;

    private int size;

    @Override
    public int size() {
        return size;
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        int at = find(key);
        return at < 0 ? null : value(at);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return find(key) >= 0;
    }

    private int find(@Nullable Object key) {
        if (!(key instanceof Bytes name)) {
            return -1;
        }
        return index == null ? search(name) : search(name, index);
    }

    private int search(Bytes name) {
        int hash = name.hashCode();
        for (int i = 0; i < end; i++) {
            Object other = entries[2 * i];
            if (other != null && other.hashCode() == hash && name.equals(other)) {
                return i;
            }
        }
        return -1;
    }

    private int search(Bytes name, long[] index) {
        int hash = name.hashCode();
        int at = place(hash, index);
        for (long place = index[at]; place != 0; place = index[at]) {
            int entry = (int) place - 1;
            if ((int) (place >>> Integer.SIZE) == hash && name.equals(entries[2 * entry])) {
                return entry;
            }
            at = (at + 1) & (index.length - 1);
        }
        return -1;
    }

    private static int place(int hash, long[] index) {
        int bits = Integer.numberOfTrailingZeros(index.length);
        return (hash * SPREAD) >>> (Integer.SIZE - bits);
    }

    @SuppressWarnings("unchecked")
    private V value(int at) {
        return (V) Objects.requireNonNull(entries[2 * at + 1]);
    }

    @Override
    public @Nullable V put(Bytes name, V value) {
        int at = find(name);
        if (at >= 0) {
            V before = value(at);
            entries[2 * at + 1] = value;
            return before;
        }
        reserve();
        entries[2 * end] = name;
        entries[2 * end + 1] = value;
        if (index != null) {
            enter(name, end, index);
        }
        end++;
        size++;
        return null;
    }

    private void reserve() {
        if (2 * end < entries.length) {
            return;
        }
        closeGaps(new Object[4 * size < 3 * end ? entries.length : Math.multiplyExact(2, entries.length)]);
    }

    private void closeGaps(@Nullable Object[] into) {
        int to = 0;
        for (int i = 0; i < end; i++) {
            if (entries[2 * i] != null) {
                into[2 * to] = entries[2 * i];
                into[2 * to + 1] = entries[2 * i + 1];
                to++;
            }
        }
        entries = into;
        end = to;
        index = into.length / 2 > FEW ? index(into) : null;
    }

    /** At most half full. */
    private long[] index(@Nullable Object[] entries) {
        long[] made = new long[Math.max(2 * FEW, Integer.highestOneBit(entries.length - 1) << 1)];
        for (int i = 0; i < end; i++) {
            if (entries[2 * i] instanceof Bytes name) {
                enter(name, i, made);
            }
        }
        return made;
    }

    private static void enter(Bytes name, int entry, long[] index) {
        int hash = name.hashCode();
        int at = place(hash, index);
        while (index[at] != 0) {
            at = (at + 1) & (index.length - 1);
        }
        index[at] = ((long) hash << Integer.SIZE) | (entry + 1);
    }

    @Override
    public @Nullable V remove(@Nullable Object key) {
        int at = find(key);
        if (at < 0) {
            return null;
        }
        V before = value(at);
        removeAt(at);
        return before;
    }

    private void removeAt(int at) {
        entries[2 * at] = null;
        entries[2 * at + 1] = null;
        size--;
    }

    @Override
    public void clear() {
        entries = new Object[2 * FIRST];
        index = null;
        end = 0;
        size = 0;
    }

    @Override
    public Set<Map.Entry<Bytes, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<Bytes, V>> iterator() {
                return new Entries();
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    private final class Entries implements Iterator<Map.Entry<Bytes, V>> {
        private int next = following(0);
        private int last = -1;

        private int following(int from) {
            int at = from;
            while (at < end && entries[2 * at] == null) {
                at++;
            }
            return at;
        }

        @Override
        public boolean hasNext() {
            return next < end;
        }

        @Override
        public Map.Entry<Bytes, V> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            last = next;
            next = following(last + 1);
            return new SimpleImmutableEntry<>((Bytes) Objects.requireNonNull(entries[2 * last]), value(last));
        }

        @Override
        public void remove() {
            if (last < 0 || entries[2 * last] == null) {
                throw new IllegalStateException();
            }
            removeAt(last);
        }
    }
}
