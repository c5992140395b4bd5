package dev.rethread.ledger;

import dev.rethread.item.Operation;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Type;
import org.jspecify.annotations.Nullable;

/**
 * One write of a run, complete enough to take it back when the staging it came from is gone.
 *
 * @param key as in live
 * @param before what the element held; null where it was absent
 * @param value what it gets, or the amount added
 * @param lostKey the key as the lost branch knew it
 * @param result null until it is known what became of the write
 */
public record JournalRow(
        int step,
        long effect,
        int database,
        Bytes key,
        Type type,
        Bytes element,
        Operation operation,
        @Nullable Bytes before,
        Bytes value,
        Bytes lostKey,
        Bytes lostElement,
        @Nullable Result result,
        String reason) {

    /** What became of a write. */
    public enum Result {
        WRITTEN,
        /** Live held the value already. */
        ALREADY,
        /** The precondition did not hold: live was left alone. */
        REFUSED
    }

    /** The same write with what its element held at the moment of writing. */
    public JournalRow found(@Nullable Bytes held) {
        return new JournalRow(
                step,
                effect,
                database,
                key,
                type,
                element,
                operation,
                held,
                value,
                lostKey,
                lostElement,
                result,
                reason);
    }

    public JournalRow settled(Result outcome, String why) {
        return new JournalRow(
                step,
                effect,
                database,
                key,
                type,
                element,
                operation,
                before,
                value,
                lostKey,
                lostElement,
                outcome,
                why);
    }

    /** Without what the element holds: that may be somebody's text. */
    @Override
    public String toString() {
        return "step " + step + " " + operation + " " + key + " " + element + " " + result;
    }
}
