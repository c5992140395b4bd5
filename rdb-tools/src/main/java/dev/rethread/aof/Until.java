package dev.rethread.aof;

import java.time.Instant;

/**
 * How far an AOF is replayed. {@link #WIPE} is what a recovery wants where nobody knows better; the others do as they
 * are told and replay wipes too.
 */
public sealed interface Until {
    /**
     * Up to the first thing that takes most of the keyspace away: a FLUSHALL or FLUSHDB of at least 10 keys and half of
     * all, a mass deletion ({@link Stop.Reason#MASS_DELETION}), a resync with a server that had other data. What is
     * smaller is replayed like anything else.
     */
    Until WIPE = new Wipe();

    /** Up to the end: the keyspace that a server would load from the files. */
    Until END = new End();

    /** {@link #WIPE}. */
    record Wipe() implements Until {}

    /** {@link #END}. */
    record End() implements Until {}

    /**
     * Up to a moment: a command is replayed if the {@code #TS:} line before it says that second or an earlier one.
     * Needs a server that wrote such lines ({@code aof-timestamp-enabled}).
     */
    record Time(Instant moment) implements Until {}

    /**
     * Up to a place: a command is replayed if it ends at or before the offset, a transaction if its EXEC does.
     *
     * @param file within the directory; empty where the AOF is one file
     * @param offset in that file, counted from 0; its preamble must end at or before it
     */
    record Offset(String file, long offset) implements Until {
        public Offset {
            if (offset < 0) {
                throw new IllegalArgumentException("offset " + offset);
            }
        }
    }

    static Until time(Instant moment) {
        return new Time(moment);
    }

    static Until offset(String file, long offset) {
        return new Offset(file, offset);
    }
}
