package dev.rethread.keyspace;

import java.util.Optional;

/**
 * A key with its value, its expiry and where it was read.
 *
 * @param expireAt Unix milliseconds, or {@link #NEVER}
 * @param span the bytes of the source that say so: an RDB record, or the last AOF command that wrote the key; of a
 *     live server, where it lay in the dump that was sent
 */
public record Entry(Key key, Value value, long expireAt, Span span) {
    public static final long NEVER = -1;

    public Optional<Long> expiry() {
        return expireAt == NEVER ? Optional.empty() : Optional.of(expireAt);
    }
}
