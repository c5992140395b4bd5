package dev.rethread.aof;

/**
 * Where replaying ended, and why.
 *
 * @param part the file in which it did
 * @param offset of the first byte not replayed
 * @param detail one line for the operator
 */
public record Stop(Reason reason, String part, long offset, String detail) {
    /** Why replaying ended. */
    public enum Reason {
        /** Every command was replayed. */
        END_OF_FILE,
        /** The next command would have emptied the keyspace. */
        WIPE,
        /**
         * A run of deletions begins that removes at least 50 keys without a deadline, and at least half of all such
         * keys. A run lasts for as long as it has removed more keys than other commands were executed in between.
         */
        MASS_DELETION,
        /** The next file begins with other data than the one before ended with: a replica took a master's data. */
        RESYNC,
        /** As far as was asked for. */
        UNTIL,
        /** The last bytes are no whole command, or a transaction that never ended. */
        TORN_TAIL
    }

    @Override
    public String toString() {
        return part + " @0x" + Long.toHexString(offset) + " " + reason + ": " + detail;
    }
}
