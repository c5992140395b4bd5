package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.KeySink;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.keyspace.Span;
import dev.rethread.keyspace.ValueSink;
import dev.rethread.source.Damage;
import dev.rethread.source.SourceException;
import dev.rethread.source.SourceFile;
import java.nio.charset.StandardCharsets;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The keyspace of an RDB: one scan makes an index of where each key lies, {@link #get} decodes from there. The source
 * must stay open. Not thread-safe.
 *
 * <p>Where the checksum holds, values are trusted until they are asked for. Where it does not, or something is damaged,
 * the file is read once more with care: every value is decoded, and reading goes on behind what cannot be read
 * ({@link #regions}). What is left of a collection that damage cut into is a {@link #partial} value.
 */
public final class RdbSnapshot implements Snapshot {
    private static final int LARGE = 1 << 18;

    /** The AUX field of a file that was written from a source that was not whole: what was lost. */
    public static final String SALVAGED = "rethread-salvaged";

    /** The AUX fields of such a file that name its partial values; the database, a colon and the key follow. */
    private static final String PARTIAL = "rethread-partial:";

    /** Content that repeats one key for gigabytes must not fill the memory with the account of it. */
    private static final int MOST_REPEATED = 10_000;

    private final String name;
    private final SourceFile source;
    private final KeyIndex index;
    private final HashTemplates templates;
    private final List<Bytes> functions;
    private final NavigableSet<Long> headers;
    private final RdbSummary summary;
    private final List<LostRegion> regions;
    private final boolean careful;
    private final RdbReader records;
    /** What is left of values that damage cut into; none of these keys is in the index. */
    private final Map<Key, Entry> partials = new LinkedHashMap<>();

    private final List<Damage> damages = new ArrayList<>();

    private RdbSnapshot(String name, SourceFile source, Found found, Salvaged salvaged, boolean careful) {
        this.name = name;
        this.source = source;
        this.index = found.index;
        this.templates = found.templates;
        this.functions = found.functions;
        this.headers = found.headers;
        this.summary = salvaged.summary();
        this.regions = salvaged.regions();
        this.careful = careful;
        if (summary.version() == 0) {
            throw new SourceException(
                    summary.damages().get(0).toString(), "This is no RDB file, or its header is destroyed.");
        }
        this.records = records();
        index.seal(this::repeated);
        damages.addAll(summary.damages());
        damages.addAll(summary.contradictions());
        salvaged.partials().stream()
                .filter(entry -> index.find(entry.key()) < 0)
                .forEach(entry -> partials.put(entry.key(), entry));
    }

    /** What one reading of the file found. */
    private static final class Found implements RdbVisitor {
        private final KeyIndex index = new KeyIndex();
        private final HashTemplates templates = new HashTemplates();
        private final List<Bytes> functions = new ArrayList<>();
        private final NavigableSet<Long> headers = new TreeSet<>();

        @Override
        public void record(RdbRecord record) {
            if (record instanceof KeyValue found) {
                index.add(found.key(), found.fingerprint(), found.span());
            } else if (record instanceof RdbRecord.Function function) {
                functions.add(function.code());
            } else if (record instanceof RdbRecord.Header header) {
                headers.add(header.span().offset());
            }
        }
    }

    /**
     * Reads a file that is an RDB from its first byte to its last.
     *
     * @throws SourceException if it does not begin as one
     */
    public static RdbSnapshot read(SourceFile source) {
        return read(source.name(), source);
    }

    /** As {@link #read(SourceFile)}, under the name that the incident knows the source by. */
    public static RdbSnapshot read(String name, SourceFile source) {
        RdbSnapshot snapshot = read(name, source, 0, null);
        snapshot.damages.addAll(source.damages());
        return snapshot;
    }

    /**
     * Reads an RDB that commands follow; {@link #end} is where they begin.
     *
     * @param commands whether commands begin at an offset: a broken RDB may not say where it ends
     */
    public static RdbSnapshot preamble(String name, SourceFile source, long from, LongPredicate commands) {
        return read(name, source, from, commands);
    }

    /** Fast first; what is not sound is read once more with care. */
    private static RdbSnapshot read(String name, SourceFile source, long from, @Nullable LongPredicate commands) {
        Found found = new Found();
        RdbSummary quick = RdbReader.read(source, from, found.templates, found);
        boolean framed = quick.damages().isEmpty() && (commands != null || quick.end() == source.size());
        if (framed && quick.crc() != CrcState.WRONG) {
            Salvaged whole = new Salvaged(quick, List.of(), List.of());
            RdbSnapshot snapshot = new RdbSnapshot(name, source, found, whole, false);
            if (quick.crc() == CrcState.OK || snapshot.holds()) {
                return snapshot;
            }
        }
        boolean keysMissing = framed && quick.keysFound() < quick.keysExpected();
        Found again = new Found();
        Salvaged salvaged = RdbSalvage.read(source, from, commands, keysMissing, again.templates, again);
        return new RdbSnapshot(name, source, again, salvaged, true);
    }

    /** Whether nothing speaks against a file without a checksum. */
    private boolean holds() {
        for (int number = index.next(0); damages.isEmpty() && number >= 0; number = index.next(number + 1)) {
            decode(number, keyAt(number, records));
        }
        return damages.isEmpty();
    }

    private RdbReader records() {
        return RdbReader.ofRecords(source, summary.magic(), summary.version(), templates);
    }

    /**
     * A server writes no key twice. Where the file is sound, or the two are of two files glued together, the later
     * counts. Where it is not, one of them may be another key with a changed byte in its name, and nothing tells which.
     */
    private void repeated(int earlier, int later) {
        if (careful && index.fingerprint(earlier) == index.fingerprint(later)) {
            return;
        }
        long place = index.span(later).offset();
        Long header = headers.floor(place);
        boolean contested =
                careful && (header == null || header <= index.span(earlier).offset());
        KeyValue key = damages.size() < MOST_REPEATED ? keyAt(later, records) : null;
        if (key != null) {
            String there = "the key is there again at 0x" + Long.toHexString(place);
            damages.add(new Damage(
                    source.name(),
                    index.span(earlier),
                    "key",
                    key.key().name(),
                    there + (contested ? "; one of them is another's, neither is kept" : ", which counts")));
        }
        if (contested) {
            index.remove(later);
        }
    }

    /** The key of this number with its value undecoded; null, damage and gone if it cannot be read any more. */
    private @Nullable KeyValue keyAt(int number, RdbReader reader) {
        Span span = index.span(number);
        try {
            return reader.keyAt(span, index.database(number));
        } catch (MalformedException e) {
            lose(number, new Damage(source.name(), span, "key", null, e.problem()));
            return null;
        }
    }

    private @Nullable Entry decode(int number, @Nullable KeyValue found) {
        try {
            return found == null ? null : found.decode();
        } catch (DamagedValueException e) {
            lose(number, e.damage());
            return null;
        }
    }

    private void lose(int number, Damage damage) {
        damages.add(damage);
        index.remove(number);
    }

    @Override
    public String source() {
        return name;
    }

    /** What the scan found beside the keys. */
    public RdbSummary summary() {
        return summary;
    }

    /** The AUX field of this name, or null. */
    public @Nullable Bytes aux(String field) {
        return summary.aux().get(Bytes.of(field));
    }

    @Override
    public long written() {
        Bytes seconds = aux("ctime");
        try {
            return seconds == null ? 0 : Math.multiplyExact(Long.parseLong(seconds.utf8()), 1000L);
        } catch (ArithmeticException | NumberFormatException damaged) {
            return 0;
        }
    }

    /** The sources of the function libraries, in file order. */
    public List<Bytes> functions() {
        return Collections.unmodifiableList(functions);
    }

    /** Everything that is wrong, in the order it was found: lost bytes, keys listed twice, undecodable values. */
    public List<Damage> damages() {
        return Collections.unmodifiableList(damages);
    }

    /** The offset after the EOF record and its checksum. */
    public long end() {
        return summary.end();
    }

    /** True while the EOF record was reached, nothing is damaged, and neither checksum nor number of keys is wrong. */
    @Override
    public boolean complete() {
        return summary.intact() && damages.isEmpty() && aux(SALVAGED) == null;
    }

    /** The stretches of the file that were lost, in file order. */
    public List<LostRegion> regions() {
        return regions;
    }

    @Override
    public boolean partial(Key key) {
        return partials.containsKey(key) || summary.aux().containsKey(partialField(key));
    }

    /** The AUX field that says of a key in a written file that its value is partial. */
    public static Bytes partialField(Key key) {
        byte[] prefix = (PARTIAL + key.database() + ":").getBytes(StandardCharsets.US_ASCII);
        byte[] field = Arrays.copyOf(prefix, prefix.length + key.name().length());
        System.arraycopy(
                key.name().unsafeArray(), 0, field, prefix.length, key.name().length());
        return Bytes.wrap(field);
    }

    /**
     * In file order, read from the file as they are asked for. A walk over them does not mind values that turn out
     * undecodable on the way: what was not reached yet is then left out.
     */
    @Override
    public Collection<Key> keys() {
        return new Keys();
    }

    /** Decodes the value; one that turns out undecodable becomes damage, and from then on the key is not there. */
    @Override
    public @Nullable Entry get(Key key) {
        int number = index.find(key);
        if (number < 0) {
            return partials.get(key);
        }
        KeyValue found = keyAt(number, records);
        return found == null || !found.key().equals(key) ? null : decode(number, found);
    }

    /**
     * Straight from the file. What the checksum vouches for may still be undecodable, so a value is announced as sure
     * only where it is so large that it was decoded once before.
     */
    @Override
    public void walk(KeySink sink) {
        RdbReader reader = records();
        for (int number = index.next(0); number >= 0; number = index.next(number + 1)) {
            KeyValue found = keyAt(number, reader);
            if (found != null) {
                hand(number, found, sink);
            }
        }
        partials.forEach((key, entry) -> {
            ValueSink value = sink.key(key, entry.expireAt(), true);
            if (value != null) {
                entry.value().handTo(value);
            }
        });
    }

    private void hand(int number, KeyValue found, KeySink sink) {
        try {
            boolean large = found.span().length() > LARGE;
            if (large) {
                found.decode(new NoSink());
            }
            ValueSink value = sink.key(found.key(), found.expireAt(), large);
            if (value != null) {
                found.decode(value);
            }
        } catch (DamagedValueException e) {
            lose(number, e.damage());
        }
    }

    @Override
    public long fingerprint(Key key) {
        int number = index.find(key);
        return number < 0 ? 0 : index.fingerprint(number);
    }

    /** Between two of these without reading a name that is not handed over. */
    @Override
    public void unlike(Snapshot other, Consumer<Key> keys) {
        if (!(other instanceof RdbSnapshot rdb)) {
            Snapshot.super.unlike(other, keys);
            return;
        }
        RdbReader reader = records();
        for (int number = index.next(0); number >= 0; number = index.next(number + 1)) {
            KeyValue found = rdb.hasLike(index, number) ? null : keyAt(number, reader);
            if (found != null) {
                keys.accept(found.key());
            }
        }
        partials.keySet().forEach(keys);
    }

    private boolean hasLike(KeyIndex others, int number) {
        int mine = index.find(others, number);
        long fingerprint = others.fingerprint(number);
        return mine >= 0 && fingerprint != 0 && fingerprint == index.fingerprint(mine);
    }

    private final class Keys extends AbstractCollection<Key> {
        @Override
        public int size() {
            return index.count() + partials.size();
        }

        @Override
        public boolean contains(@Nullable Object key) {
            return key instanceof Key wanted && (index.find(wanted) >= 0 || partials.containsKey(wanted));
        }

        @Override
        public Iterator<Key> iterator() {
            return new KeyIterator();
        }
    }

    private final class KeyIterator implements Iterator<Key> {
        private final RdbReader reader = records();
        private final Iterator<Key> parts = partials.keySet().iterator();
        private int number = -1;
        private @Nullable Key upcoming = advance();

        private @Nullable Key advance() {
            for (number = index.next(number + 1); number >= 0; number = index.next(number + 1)) {
                KeyValue found = keyAt(number, reader);
                if (found != null) {
                    return found.key();
                }
            }
            number = Integer.MAX_VALUE - 1;
            return parts.hasNext() ? parts.next() : null;
        }

        @Override
        public boolean hasNext() {
            return upcoming != null;
        }

        @Override
        public Key next() {
            Key next = upcoming;
            if (next == null) {
                throw new NoSuchElementException();
            }
            upcoming = advance();
            return next;
        }
    }
}
