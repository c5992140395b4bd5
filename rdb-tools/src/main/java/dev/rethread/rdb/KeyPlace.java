package dev.rethread.rdb;

import dev.rethread.keyspace.Span;

/** Where a key's record lies, and what can be said of its value without decoding it. */
record KeyPlace(long offset, long valueOffset, long end, RdbType type, long expireAt, long fingerprint) {
    Span span() {
        return new Span(offset, end - offset);
    }
}
