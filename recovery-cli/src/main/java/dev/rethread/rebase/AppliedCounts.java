package dev.rethread.rebase;

import dev.rethread.keyspace.Bytes;

/** What earlier replays of this incident have added to counters already: a sum cannot be seen in live itself. */
@FunctionalInterface
public interface AppliedCounts {
    AppliedCounts NONE = (key, field) -> 0;

    /** The sum added so far to {@code field} of the hash that the lost branch knew as {@code key}. */
    long of(Bytes key, Bytes field);
}
