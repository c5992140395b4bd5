package dev.rethread.replay;

import dev.rethread.ledger.JournalRow;
import java.util.List;

/**
 * How far the journal of a run has come.
 *
 * @param begun whether it holds any write
 * @param through the last step of which, and of all before it, it holds the outcome; 0 if of none
 */
record Known(boolean begun, int through) {
    /** The journal grows batch by batch in the order of the plan: it has no holes. */
    static Known of(List<JournalRow> rows) {
        int firstOpen = rows.stream()
                .filter(row -> row.result() == null)
                .mapToInt(JournalRow::step)
                .min()
                .orElse(Integer.MAX_VALUE);
        int last = rows.stream().mapToInt(JournalRow::step).max().orElse(0);
        return new Known(!rows.isEmpty(), Math.min(firstOpen - 1, last));
    }
}
