package dev.rethread.item;

import dev.rethread.keyspace.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What an id of the lost branch is in live.
 *
 * @param live the id in live; null while a fresh one is not reserved yet
 * @param evidence why, for reports: the natural key that matched, or who holds the old id now
 */
public record IdMapping(Reference lost, @Nullable Bytes live, How how, String evidence) {
    /** How an id got its live counterpart. */
    public enum How {
        /** The same id means the same thing in live, or is free there. */
        KEPT,
        /** The same identity lives under another id: an account registered again. */
        FOUND,
        /** Somebody said so: the incident's map. */
        GIVEN,
        /** The id was issued again to something else: a new one is reserved at replay, before use. */
        FRESH
    }
}
