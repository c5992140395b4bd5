package dev.rethread.aof;

/**
 * What to do at a FLUSHALL or FLUSHDB that would remove at least 10 keys and at least half of all
 * keys there are. A smaller one is replayed like any command.
 */
public enum AtWipe {
    /** End right before it: the keyspace of the last moment before the wipe. */
    STOP,
    /** Replay it: the keyspace a server would load from the file. */
    GO_ON
}
