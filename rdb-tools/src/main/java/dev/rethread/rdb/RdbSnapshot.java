package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.keyspace.Span;
import dev.rethread.source.Damage;
import dev.rethread.source.SourceException;
import dev.rethread.source.SourceFile;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The keyspace of an RDB: one scan makes an index of where each key lies, {@link #get} decodes from there. The source
 * must stay open. Not thread-safe.
 *
 * <p>Where the checksum holds, values are trusted until they are asked for. Where it does not, every value is decoded
 * once at the start, and one that cannot be is damage, missing from {@link #keys}.
 */
public final class RdbSnapshot implements Snapshot {
    private final String name;
    private final SourceFile source;
    private final HashTemplates templates = new HashTemplates();
    private final KeyIndex index = new KeyIndex();
    private final RdbReader records;
    private final List<Damage> damages = new ArrayList<>();
    private final List<Bytes> functions = new ArrayList<>();
    private final RdbSummary summary;

    private RdbSnapshot(String name, SourceFile source, long from) {
        this.name = name;
        this.source = source;
        this.summary = RdbReader.read(source, from, record -> {
            if (record instanceof KeyValue found) {
                index.add(found.key(), found.fingerprint(), found.span());
            } else if (record instanceof RdbRecord.HashTemplate template) {
                templates.add(template);
            } else if (record instanceof RdbRecord.Function function) {
                functions.add(function.code());
            }
        });
        if (summary.version() == 0) {
            throw new SourceException(
                    summary.damages().get(0).toString(), "This is no RDB file, or its header is destroyed.");
        }
        this.records = records();
        index.seal(this::repeated);
        damages.addAll(summary.damages());
        damages.addAll(summary.contradictions());
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
        RdbSnapshot snapshot = preamble(name, source, 0);
        snapshot.damages.addAll(source.damages());
        long end = snapshot.end();
        if (end < source.size()) {
            Span rest = new Span(end, source.size() - end);
            snapshot.damages.add(new Damage(
                    source.name(), rest, "end", null, rest.length() + " bytes follow the EOF record, should be 0"));
        }
        return snapshot;
    }

    /** Reads an RDB inside a larger file; {@link #end} is where the rest begins. */
    public static RdbSnapshot preamble(String name, SourceFile source, long from) {
        RdbSnapshot snapshot = new RdbSnapshot(name, source, from);
        if (snapshot.summary.crc() != CrcState.OK) {
            snapshot.decodeAll();
        }
        return snapshot;
    }

    private RdbReader records() {
        return RdbReader.ofRecords(source, summary.magic(), summary.version(), templates);
    }

    private void repeated(int earlier, int later) {
        KeyValue key = keyAt(later, records);
        if (key != null) {
            damages.add(new Damage(
                    source.name(),
                    index.span(earlier),
                    "key",
                    key.key().name(),
                    "the key is there again at 0x" + Long.toHexString(key.span().offset()) + ", which counts"));
        }
    }

    private void decodeAll() {
        for (int number = index.next(0); number >= 0; number = index.next(number + 1)) {
            decode(number, keyAt(number, records));
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
        return summary.intact() && damages.isEmpty();
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
        KeyValue found = number < 0 ? null : keyAt(number, records);
        return found == null || !found.key().equals(key) ? null : decode(number, found);
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
    }

    private boolean hasLike(KeyIndex others, int number) {
        int mine = index.find(others, number);
        long fingerprint = others.fingerprint(number);
        return mine >= 0 && fingerprint != 0 && fingerprint == index.fingerprint(mine);
    }

    private final class Keys extends AbstractCollection<Key> {
        @Override
        public int size() {
            return index.count();
        }

        @Override
        public boolean contains(@Nullable Object key) {
            return key instanceof Key wanted && index.find(wanted) >= 0;
        }

        @Override
        public Iterator<Key> iterator() {
            return new KeyIterator();
        }
    }

    private final class KeyIterator implements Iterator<Key> {
        private final RdbReader reader = records();
        private int number = -1;
        private @Nullable KeyValue upcoming = advance();

        private @Nullable KeyValue advance() {
            KeyValue found = null;
            while (found == null) {
                number = index.next(number + 1);
                if (number < 0) {
                    return null;
                }
                found = keyAt(number, reader);
            }
            return found;
        }

        @Override
        public boolean hasNext() {
            return upcoming != null;
        }

        @Override
        public Key next() {
            KeyValue found = upcoming;
            if (found == null) {
                throw new NoSuchElementException();
            }
            upcoming = advance();
            return found.key();
        }
    }
}
