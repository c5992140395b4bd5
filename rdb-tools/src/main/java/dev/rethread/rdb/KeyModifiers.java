package dev.rethread.rdb;

import dev.rethread.keyspace.Entry;
import java.util.List;

/**
 * What may stand before a key: its expiry, how recently or how often it was used, and which modules attach something to
 * it.
 */
record KeyModifiers(long expireAt, long idle, int frequency, List<String> metadata) {
    static final KeyModifiers NONE = new KeyModifiers(Entry.NEVER, -1, -1, List.of());

    KeyModifiers withExpiry(long milliseconds) {
        return new KeyModifiers(milliseconds, idle, frequency, metadata);
    }

    KeyModifiers withIdle(long seconds) {
        return new KeyModifiers(expireAt, seconds, frequency, metadata);
    }

    KeyModifiers withFrequency(int counter) {
        return new KeyModifiers(expireAt, idle, counter, metadata);
    }

    KeyModifiers withMetadata(List<String> classes) {
        return new KeyModifiers(expireAt, idle, frequency, classes);
    }
}
