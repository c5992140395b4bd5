package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.keyspace.Span;
import dev.rethread.source.Damage;
import dev.rethread.source.SourceException;
import dev.rethread.source.SourceFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private final Map<Key, KeyPlace> index = new LinkedHashMap<>();
    private final List<Damage> damages = new ArrayList<>();
    private final RdbSummary summary;

    private RdbSnapshot(String name, SourceFile source, long from) {
        this.name = name;
        this.source = source;
        this.summary = RdbReader.read(source, from, record -> {
            if (record instanceof KeyValue keyValue) {
                add(keyValue);
            }
        });
        if (summary.version() == 0) {
            throw new SourceException(
                    summary.damages().get(0).toString(), "This is no RDB file, or its header is destroyed.");
        }
        damages.addAll(summary.damages());
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
            snapshot.dropUndecodable();
        }
        return snapshot;
    }

    private void add(KeyValue found) {
        KeyPlace place = KeyPlace.of(found);
        KeyPlace earlier = index.put(found.key(), place);
        if (earlier != null) {
            damages.add(new Damage(
                    source.name(),
                    earlier.span(),
                    "key",
                    found.key().name(),
                    "the key is there again at 0x"
                            + Long.toHexString(place.span().offset()) + ", which counts"));
        }
    }

    private void dropUndecodable() {
        List<Key> bad = new ArrayList<>();
        index.forEach((key, place) -> {
            if (decode(key, place) == null) {
                bad.add(key);
            }
        });
        bad.forEach(index::remove);
    }

    private @Nullable Entry decode(Key key, KeyPlace place) {
        try {
            return place.decode(source, key);
        } catch (DamagedValueException e) {
            damages.add(e.damage());
            return null;
        }
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

    /** Everything that is wrong, in the order it was found: lost bytes, keys listed twice, undecodable values. */
    public List<Damage> damages() {
        return Collections.unmodifiableList(damages);
    }

    /** The offset after the EOF record and its checksum. */
    public long end() {
        return summary.end();
    }

    /** True while the EOF record was reached, nothing is damaged and the checksum is not wrong. */
    @Override
    public boolean complete() {
        return summary.intact() && damages.isEmpty();
    }

    @Override
    public Collection<Key> keys() {
        return Collections.unmodifiableSet(index.keySet());
    }

    /** Decodes the value; one that turns out undecodable becomes damage, and from then on the key is not there. */
    @Override
    public @Nullable Entry get(Key key) {
        KeyPlace place = index.get(key);
        if (place == null) {
            return null;
        }
        Entry entry = decode(key, place);
        if (entry == null) {
            index.remove(key);
        }
        return entry;
    }

    @Override
    public long fingerprint(Key key) {
        KeyPlace place = index.get(key);
        return place == null ? 0 : place.fingerprint();
    }
}
