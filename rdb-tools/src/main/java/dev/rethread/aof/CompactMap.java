package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import java.nio.ByteBuffer;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A map in the order of insertion, as one array of bytes while it is small: most hashes, sets and sorted sets of a forum
 * hold a handful of elements, and a collector of garbage copies an array faster than the objects that it stands for. What
 * outgrows that becomes an {@link OrderedMap} and stays one.
 *
 * <pre>
 * entry     length u16 | name | length u16 | value      big-endian, entries in a row
 * </pre>
 *
 * As there, iterators do not notice changes made beside them.
 */
final class CompactMap<V> extends AbstractMap<Bytes, V> {
    private static final int LONGEST = 1024;
    private static final int MOST = 48;
    private static final int HEADER = 2;

    private final Form<V> form;
    /** The entries; null as soon as they are in {@link #large}. */
    private byte @Nullable [] small = new byte[0];

    private @Nullable OrderedMap<V> large;
    /** How many of {@link #small} are in use. */
    private int end;

    private int count;

    /** Texts, as the fields of a hash. */
    static final Form<Bytes> TEXTS = new Form<>() {
        @Override
        public Bytes write(Bytes value) {
            return value;
        }

        @Override
        public Bytes read(byte[] from, int at, int length) {
            return Bytes.wrap(Arrays.copyOfRange(from, at, at + length));
        }
    };

    /** Scores. */
    static final Form<Double> SCORES = new Form<>() {
        @Override
        public Bytes write(Double value) {
            return Bytes.wrap(ByteBuffer.allocate(Double.BYTES).putDouble(value).array());
        }

        @Override
        public Double read(byte[] from, int at, int length) {
            return ByteBuffer.wrap(from, at, length).getDouble();
        }
    };

    /** Nothing but that the name is there. */
    static final Form<Boolean> PRESENCE = new Form<>() {
        @Override
        public Bytes write(Boolean value) {
            return Bytes.EMPTY;
        }

        @Override
        public Boolean read(byte[] from, int at, int length) {
            return true;
        }
    };

    /** How a value is written as bytes. */
    interface Form<V> {
        Bytes write(V value);

        V read(byte[] from, int at, int length);
    }

    CompactMap(Form<V> form) {
        this.form = form;
    }

    @Override
    public int size() {
        return large == null ? count : large.size();
    }

    /** Makes room for entries that are about to be put, names and values of so many bytes together. */
    void expect(int entries, int bytes) {
        byte[] present = small;
        int wanted = end + 2 * HEADER * entries + bytes;
        if (present != null && wanted > present.length && wanted <= LONGEST) {
            small = Arrays.copyOf(present, wanted);
        }
    }

    /** Where the entry of this name begins, or -1. */
    private int find(byte[] entries, Bytes name) {
        byte[] wanted = name.unsafeArray();
        int at = 0;
        while (at < end) {
            int length = length(entries, at);
            int value = at + HEADER + length;
            if (length == wanted.length && Arrays.equals(entries, at + HEADER, value, wanted, 0, length)) {
                return at;
            }
            at = value + HEADER + length(entries, value);
        }
        return -1;
    }

    private static int length(byte[] entries, int at) {
        return (entries[at] & 0xff) << Byte.SIZE | (entries[at + 1] & 0xff);
    }

    /** Where the value's length stands, of the entry at {@code at}. */
    private static int value(byte[] entries, int at) {
        return at + HEADER + length(entries, at);
    }

    private static int end(byte[] entries, int at) {
        int value = value(entries, at);
        return value + HEADER + length(entries, value);
    }

    private V read(byte[] entries, int at) {
        int value = value(entries, at);
        return form.read(entries, value + HEADER, length(entries, value));
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        byte[] entries = small;
        if (entries == null) {
            return large().get(key);
        }
        int at = key instanceof Bytes name ? find(entries, name) : -1;
        return at < 0 ? null : read(entries, at);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        byte[] entries = small;
        return entries == null ? large().containsKey(key) : key instanceof Bytes name && find(entries, name) >= 0;
    }

    @Override
    public @Nullable V put(Bytes name, V value) {
        byte[] entries = small;
        if (entries == null) {
            return large().put(name, value);
        }
        Bytes written = form.write(value);
        int at = find(entries, name);
        int size = 2 * HEADER + name.length() + written.length();
        if (end + size > LONGEST || (at < 0 && count == MOST)) {
            return grow().put(name, value);
        }
        V before = at < 0 ? null : read(entries, at);
        int from = at < 0 ? end : at;
        byte[] changed = replace(entries, from, at < 0 ? end : end(entries, at), size);
        write(changed, write(changed, from, name), written);
        count += at < 0 ? 1 : 0;
        return before;
    }

    /** Makes what stands from {@code from} to before {@code to} give way to {@code size} bytes. */
    private byte[] replace(byte[] entries, int from, int to, int size) {
        int changedEnd = end - (to - from) + size;
        byte[] changed = changedEnd <= entries.length
                ? entries
                : Arrays.copyOf(entries, changedEnd + (end > 0 ? changedEnd / 8 : 0));
        System.arraycopy(entries, to, changed, from + size, end - to);
        end = changedEnd;
        small = changed;
        return changed;
    }

    private static int write(byte[] into, int at, Bytes text) {
        int length = text.length();
        into[at] = (byte) (length >>> Byte.SIZE);
        into[at + 1] = (byte) length;
        System.arraycopy(text.unsafeArray(), 0, into, at + HEADER, length);
        return at + HEADER + length;
    }

    private OrderedMap<V> grow() {
        OrderedMap<V> grown = new OrderedMap<>();
        for (Map.Entry<Bytes, V> entry : entrySet()) {
            grown.put(entry.getKey(), entry.getValue());
        }
        large = grown;
        small = null;
        return grown;
    }

    private OrderedMap<V> large() {
        OrderedMap<V> known = large;
        return known == null ? grow() : known;
    }

    @Override
    public @Nullable V remove(@Nullable Object key) {
        byte[] entries = small;
        if (entries == null) {
            return large().remove(key);
        }
        int at = key instanceof Bytes name ? find(entries, name) : -1;
        if (at < 0) {
            return null;
        }
        V before = read(entries, at);
        replace(entries, at, end(entries, at), 0);
        count--;
        return before;
    }

    @Override
    public void clear() {
        small = new byte[0];
        large = null;
        end = 0;
        count = 0;
    }

    @Override
    public Set<Map.Entry<Bytes, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<Bytes, V>> iterator() {
                byte[] entries = small;
                return entries == null ? large().entrySet().iterator() : new Entries(entries);
            }

            @Override
            public int size() {
                return CompactMap.this.size();
            }
        };
    }

    private final class Entries implements Iterator<Map.Entry<Bytes, V>> {
        private final byte[] entries;
        private int next;
        private int last = -1;

        Entries(byte[] entries) {
            this.entries = entries;
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
            next = end(entries, last);
            int from = last + HEADER;
            Bytes name = Bytes.wrap(Arrays.copyOfRange(entries, from, from + length(entries, last)));
            return new SimpleImmutableEntry<>(name, read(entries, last));
        }

        @Override
        public void remove() {
            if (last < 0) {
                throw new IllegalStateException();
            }
            replace(entries, last, next, 0);
            count--;
            next = last;
            last = -1;
        }
    }
}
