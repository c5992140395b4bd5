package dev.rethread.aof;

import dev.rethread.keyspace.StreamId;
import org.jspecify.annotations.Nullable;

/** What becomes of consumer groups' references to an entry that is to be deleted (Redis 8.2). */
enum References {
    KEEP("KEEPREF"),
    DELETE("DELREF"),
    ONLY_ACKNOWLEDGED("ACKED");

    private final String word;

    References(String word) {
        this.word = word;
    }

    static @Nullable References named(String word) {
        for (References each : values()) {
            if (each.word.equals(word)) {
                return each;
            }
        }
        return null;
    }

    /** Whether the entry may be deleted; takes its references away if that is what is asked for. */
    boolean mayDelete(WorkingStream stream, StreamId id) {
        if (this == DELETE) {
            stream.dereference(id);
        }
        return this != ONLY_ACKNOWLEDGED || !stream.isReferenced(id);
    }
}
