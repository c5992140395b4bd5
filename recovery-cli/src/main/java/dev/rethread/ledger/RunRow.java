package dev.rethread.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A replay.
 *
 * @param plan the digest of its plan
 * @param marker a hash in live, in every database written to: step number to what became of its writes
 * @param server the run_id of the server it writes to
 * @param started Unix ms
 * @param ended Unix ms, null while it is unfinished
 */
public record RunRow(
        long id,
        String plan,
        String marker,
        String server,
        long started,
        @Nullable Long ended,
        State state) {
    /** How far a run has come. */
    public enum State {
        RUNNING,
        DONE,
        /** Given up because the server was restarted under it or a new plan replaced it. */
        ABANDONED,
        UNDONE
    }
}
