package dev.rethread.aof;

/**
 * Tells a mass deletion from a forum's ordinary work. Keys with a deadline count neither as removed nor as there: that
 * the sessions of a night expire is no wipe.
 */
final class DeletionRun {
    private static final long MANY_KEYS = 50;

    private long removed;
    private long others;
    private long start;
    private long removedByCommand;
    private long commandStart;

    /** A command is about to be replayed that may remove keys. */
    void begin(long offset) {
        commandStart = offset;
        removedByCommand = 0;
    }

    /** It removed a key that had no deadline. */
    void removed() {
        removedByCommand++;
    }

    /** The command has been replayed. */
    void end(boolean onlyRemoves) {
        if (removedByCommand > 0) {
            start = removed == 0 ? commandStart : start;
            removed += removedByCommand;
        } else if (removed > 0 && !onlyRemoves) {
            others++;
            if (others > removed) {
                reset();
            }
        }
    }

    void reset() {
        removed = 0;
        others = 0;
    }

    /** Whether so much is gone that nothing ordinary did it, with {@code left} lasting keys still there. */
    boolean isMass(long left) {
        return removed >= left;
    }

    boolean isLong() {
        return removedByCommand > 0 && removed >= MANY_KEYS;
    }

    /** Where the run began. */
    long start() {
        return start;
    }

    @Override
    public String toString() {
        return removed + " keys removed, " + others + " other commands in between";
    }
}
