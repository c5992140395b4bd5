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
        /** The last bytes are no whole command, or a transaction that never ended. */
        TORN_TAIL
    }

    @Override
    public String toString() {
        return part + " @0x" + Long.toHexString(offset) + " " + reason + ": " + detail;
    }
}
