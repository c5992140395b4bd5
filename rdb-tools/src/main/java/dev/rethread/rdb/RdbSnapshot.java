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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final ValueReader values;
    private final HashTemplates templates = new HashTemplates();
    private final Map<Key, KeyPlace> index = new LinkedHashMap<>();
    /** Keys of the index whose value turned out to be none; the index itself stays, callers may be walking it. */
    private final Set<Key> undecodable = new HashSet<>();

    private final List<Damage> damages = new ArrayList<>();
    private final RdbSummary summary;

    private RdbSnapshot(String name, SourceFile source, long from) {
        this.name = name;
        this.source = source;
        this.values = new ValueReader(source, templates);
        this.summary = RdbReader.read(source, from, record -> {
            if (record instanceof KeyValue keyValue) {
                add(keyValue);
            } else if (record instanceof RdbRecord.HashTemplate template) {
                templates.add(template);
            }
        });
        if (summary.version() == 0) {
            throw new SourceException(
                    summary.damages().get(0).toString(), "This is no RDB file, or its header is destroyed.");
        }
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
            snapshot.index.forEach(snapshot::decode);
        }
        return snapshot;
    }

    private void add(KeyValue found) {
        KeyPlace place = found.place();
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

    private @Nullable Entry decode(Key key, KeyPlace place) {
        try {
            return values.read(key, place);
        } catch (DamagedValueException e) {
            damages.add(e.damage());
            undecodable.add(key);
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

    /** True while the EOF record was reached, nothing is damaged, and neither checksum nor number of keys is wrong. */
    @Override
    public boolean complete() {
        return summary.intact() && damages.isEmpty();
    }

    @Override
    public Collection<Key> keys() {
        return undecodable.isEmpty()
                ? Collections.unmodifiableSet(index.keySet())
                : index.keySet().stream()
                        .filter(key -> !undecodable.contains(key))
                        .toList();
    }

    /** Decodes the value; one that turns out undecodable becomes damage, and from then on the key is not there. */
    @Override
    public @Nullable Entry get(Key key) {
        KeyPlace place = place(key);
        return place == null ? null : decode(key, place);
    }

    @Override
    public long fingerprint(Key key) {
        KeyPlace place = place(key);
        return place == null ? 0 : place.fingerprint();
    }

    private @Nullable KeyPlace place(Key key) {
        return undecodable.contains(key) ? null : index.get(key);
    }
}
