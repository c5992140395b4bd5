package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.source.Damage;
import dev.rethread.source.SourceException;
import dev.rethread.source.SourceFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keyspace of an RDB: one scan makes an index of where each key lies, {@link #get} decodes from there. The source
 * must stay open. Not thread-safe.
 *
 * <p>Where the checksum holds, values are trusted until they are asked for. Where it does not, or something is damaged,
 * every value is decoded once at the start, and reading goes on behind what cannot be read ({@link #regions}). What is
 * left of a collection that damage cut into is a {@link #partial} value.
 */
public final class RdbSnapshot implements Snapshot {
    /** The AUX field of a file that was written from a damaged one: what was lost. */
    public static final String SALVAGED = "rethread-salvaged";

    /** The beginning of the AUX fields that name its partial values; the database, a colon and the key follow. */
    public static final String PARTIAL = "rethread-partial:";

    /** Content that repeats one key for gigabytes must not fill the memory with the account of it. */
    private static final int MOST_DUPLICATES = 10_000;

    private final String name;
    private final SourceFile source;
    private final ValueReader values;
    private final Map<Key, KeyPlace> index = new LinkedHashMap<>();
    /** Keys of the index whose value turned out to be none; the index itself stays, callers may be walking it. */
    private final Set<Key> undecodable = new HashSet<>();

    /** What is left of values that damage cut into. */
    private final Map<Key, Entry> partials = new LinkedHashMap<>();

    private final List<Damage> damages = new ArrayList<>();
    private List<LostRegion> regions = List.of();
    private final List<Bytes> functions = new ArrayList<>();
    private boolean careful;
    private long regionStart;
    private final RdbSummary summary;

    private RdbSnapshot(String name, SourceFile source, long from, boolean preamble) {
        this.name = name;
        this.source = source;
        this.values = new ValueReader(source);
        this.summary = scan(from, preamble);
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
        return new RdbSnapshot(name, source, 0, false);
    }

    /** Reads an RDB inside a larger file; {@link #end} is where the rest begins. */
    public static RdbSnapshot preamble(String name, SourceFile source, long from) {
        return new RdbSnapshot(name, source, from, true);
    }

    /** Fast first; a file that is not sound is read a second time with care. */
    private RdbSummary scan(long from, boolean preamble) {
        RdbSummary quick = RdbReader.read(source, from, this::take);
        boolean whole = quick.damages().isEmpty() && (preamble || quick.end() == source.size());
        if (whole && (quick.crc() == CrcState.OK || (quick.crc() == CrcState.ABSENT && allDecode()))) {
            return quick;
        }
        index.clear();
        functions.clear();
        damages.clear();
        undecodable.clear();
        careful = true;
        Salvaged salvaged =
                RdbSalvage.read(source, from, preamble, whole && quick.keysFound() < quick.keysExpected(), this::take);
        regions = salvaged.regions();
        salvaged.partials().forEach(entry -> {
            if (!index.containsKey(entry.key())) {
                partials.put(entry.key(), entry);
            }
        });
        return salvaged.summary();
    }

    private void take(RdbRecord record) {
        if (record instanceof KeyValue keyValue) {
            add(keyValue);
        } else if (record instanceof RdbRecord.Header header) {
            regionStart = header.span().offset();
        } else if (record instanceof RdbRecord.Function function) {
            functions.add(function.code());
        }
    }

    private boolean allDecode() {
        return index.entrySet().stream().allMatch(entry -> decode(entry.getKey(), entry.getValue()) != null);
    }

    /**
     * A server writes no key twice. Where the bytes between two of them are sound, or they are of two files glued
     * together, the later counts; where they are not, one of them may be another key with a changed byte in its name,
     * and nothing tells which.
     */
    private void add(KeyValue found) {
        KeyPlace place = found.place();
        KeyPlace earlier = index.put(found.key(), place);
        if (earlier == null || earlier.fingerprint() == place.fingerprint()) {
            return;
        }
        boolean contested = careful && earlier.offset() >= regionStart;
        if (contested) {
            undecodable.add(found.key());
        }
        if (damages.size() < MOST_DUPLICATES) {
            String there = "the key is there again at 0x" + Long.toHexString(place.offset());
            damages.add(new Damage(
                    source.name(),
                    earlier.span(),
                    "key",
                    found.key().name(),
                    there + (contested ? "; one of them is another's, neither is kept" : ", which counts")));
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
        return summary.intact() && damages.isEmpty() && aux(SALVAGED) == null;
    }

    /** The function libraries: their source texts, in file order. */
    public List<Bytes> functions() {
        return Collections.unmodifiableList(functions);
    }

    /** The stretches of the file that were lost, in file order. */
    public List<LostRegion> regions() {
        return regions;
    }

    @Override
    public boolean partial(Key key) {
        return partials.containsKey(key) || summary.aux().containsKey(partialField(key));
    }

    /** The AUX field that says of a key that its value is partial. */
    public static Bytes partialField(Key key) {
        byte[] prefix = (PARTIAL + key.database() + ":").getBytes(StandardCharsets.US_ASCII);
        byte[] field = Arrays.copyOf(prefix, prefix.length + key.name().length());
        System.arraycopy(
                key.name().unsafeArray(), 0, field, prefix.length, key.name().length());
        return Bytes.wrap(field);
    }

    @Override
    public Collection<Key> keys() {
        return undecodable.isEmpty() && partials.isEmpty()
                ? Collections.unmodifiableSet(index.keySet())
                : Stream.concat(
                                index.keySet().stream().filter(key -> !undecodable.contains(key)),
                                partials.keySet().stream())
                        .toList();
    }

    /** Decodes the value; one that turns out undecodable becomes damage, and from then on the key is not there. */
    @Override
    public @Nullable Entry get(Key key) {
        KeyPlace place = place(key);
        return place == null ? partials.get(key) : decode(key, place);
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
