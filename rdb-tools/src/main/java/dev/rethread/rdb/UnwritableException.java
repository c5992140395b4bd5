package dev.rethread.rdb;

import dev.rethread.keyspace.Key;
import org.jspecify.annotations.Nullable;

/**
 * Something that an RDB of the chosen target has no place for. It was refused before any byte of it was written, so
 * that the writing can go on without it; whoever goes on has to account for it.
 */
public final class UnwritableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient @Nullable Key key;
    private final RdbTarget target;
    private final String what;

    UnwritableException(@Nullable Key key, RdbTarget target, String what, String why) {
        super((key == null ? "" : key + ": ") + what + " cannot be written for " + target + ": " + why);
        this.key = key;
        this.target = target;
        this.what = what;
    }

    /** The key it belongs to, or null for an AUX field or a function. */
    public @Nullable Key key() {
        return key;
    }

    public RdbTarget target() {
        return target;
    }

    /** What was refused, without names and content: {@code a stream}, {@code fields that expire}. */
    public String what() {
        return what;
    }
}
