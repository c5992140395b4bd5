package dev.rethread.replay;

import dev.rethread.ledger.JournalRow;
import dev.rethread.ledger.JournalRow.Result;
import dev.rethread.ledger.Ledger;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What other runs of the same staging have done, by effect.
 *
 * @param written is in live
 * @param doubtful may be in live: its run was given up before that was known
 */
record Earlier(Set<Long> written, Set<Long> doubtful) {
    Earlier {
        written = Set.copyOf(written);
        doubtful = Set.copyOf(doubtful);
    }

    /** @param own the journal of this run, whose own writes are not somebody else's */
    static Earlier of(Ledger ledger, List<JournalRow> own) {
        Set<Long> ours = own.stream()
                .filter(row -> row.result() == Result.WRITTEN)
                .map(JournalRow::effect)
                .collect(Collectors.toSet());
        Set<Long> others = ledger.written().stream()
                .filter(effect -> !ours.contains(effect))
                .collect(Collectors.toSet());
        return new Earlier(others, ledger.doubtful());
    }
}
