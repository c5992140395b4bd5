package dev.rethread.keyspace;

import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A keyspace at a moment, from one source. Reading it never changes the source.
 *
 * <p>{@link #keys} costs nothing until it is walked, which may read the names from the source; {@link #get} decodes on
 * demand and may read the source again. Not thread-safe.
 */
public interface Snapshot {
    /** The source's name, as the incident knows it. */
    String source();

    /**
     * Whether a key that is missing here was missing from the server at that moment. A salvaged or truncated source is
     * not complete: it proves that something existed, never that it was deleted.
     */
    boolean complete();

    /** When it was written, as the source says: Unix ms, 0 where it does not say. */
    default long written() {
        return 0;
    }

    Collection<Key> keys();

    /** The entry under {@code key}, or null where this snapshot has none. */
    @Nullable
    Entry get(Key key);

    /**
     * Hands over every entry, in the order of {@link #keys}. A value that turns out undecodable on the way has no end;
     * the next key then follows.
     */
    default void walk(KeySink sink) {
        for (Key key : keys()) {
            Entry entry = get(key);
            ValueSink value = entry == null ? null : sink.key(key, entry.expireAt(), true);
            if (entry != null && value != null) {
                entry.value().handTo(value);
            }
        }
    }

    /**
     * What the offset of the key's span counts in: the source's name, and for a source of several files the file's name
     * behind it.
     */
    default String fileOf(Key key) {
        return source();
    }

    /**
     * Whether the value under {@code key} is only what damage left of it: its elements existed, but others may be
     * missing. What does not merge inside (a string, a list) is then no value at all.
     */
    default boolean partial(Key key) {
        return false;
    }

    /**
     * A 64-bit hash of the value's raw bytes, type and expiry in the source, or 0 where the source has no raw form.
     * Equal non-zero fingerprints mean equal values; different ones mean nothing, since encodings differ. They are
     * good within one process only.
     */
    default long fingerprint(Key key) {
        return 0;
    }

    /**
     * Hands over the keys whose value here may be another than in {@code other}, or that {@code other} has not: all but
     * those of equal fingerprints. The consumer may ask either snapshot for entries.
     */
    default void unlike(Snapshot other, Consumer<Key> keys) {
        for (Key key : keys()) {
            long fingerprint = fingerprint(key);
            if (fingerprint == 0 || fingerprint != other.fingerprint(key)) {
                keys.accept(key);
            }
        }
    }
}
