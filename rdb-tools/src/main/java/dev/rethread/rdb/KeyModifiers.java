package dev.rethread.rdb;

import dev.rethread.keyspace.Entry;

/** What may stand before a key: its expiry, and how recently or how often it was used. */
record KeyModifiers(long expireAt, long idle, int frequency) {
    static final KeyModifiers NONE = new KeyModifiers(Entry.NEVER, -1, -1);

    KeyModifiers withExpiry(long milliseconds) {
        return new KeyModifiers(milliseconds, idle, frequency);
    }

    KeyModifiers withIdle(long seconds) {
        return new KeyModifiers(expireAt, seconds, frequency);
    }

    KeyModifiers withFrequency(int counter) {
        return new KeyModifiers(expireAt, idle, counter);
    }
}
