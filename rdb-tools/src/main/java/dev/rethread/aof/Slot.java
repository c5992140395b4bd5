package dev.rethread.aof;

import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Span;

/** What lies under a key while commands are replayed. */
final class Slot {
    Working value;
    /** Unix milliseconds, or {@link Entry#NEVER}. */
    long expireAt = Entry.NEVER;
    /** The bytes that wrote the key last, in the file called {@link #part}. */
    Span span;

    String part;

    Slot(Working value, Span span, String part) {
        this.value = value;
        this.span = span;
        this.part = part;
    }
}
