package dev.rethread.aof;

import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Span;

/** What lies under a key while commands are replayed. */
final class Slot {
    Working value;
    /** Unix milliseconds, or {@link Entry#NEVER}. */
    long expireAt = Entry.NEVER;
    /** The bytes that wrote the key last, in the file called {@link #part}: where they begin, and how many. */
    private long offset;

    private long length;
    String part = "";

    Slot(Working value, long offset, long length, String part) {
        this.value = value;
        stamp(offset, length, part);
    }

    /** Notes what wrote the key last. */
    void stamp(long offset, long length, String part) {
        this.offset = offset;
        this.length = length;
        this.part = part;
    }

    Span span() {
        return new Span(offset, length);
    }
}
