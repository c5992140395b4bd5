package dev.rethread.replay;

import dev.rethread.item.IdMapping;
import dev.rethread.ledger.JournalRow;
import dev.rethread.ledger.Ledger;
import dev.rethread.ledger.RunRow;
import java.util.List;

/** What must be on the disk before the replay goes on. A dry run keeps nothing. */
interface Journal {
    /** For a dry run. */
    Journal NONE = new Journal() {
        @Override
        public void reserve(List<IdMapping> ids) {}

        @Override
        public void write(List<JournalRow> rows) {}
    };

    void reserve(List<IdMapping> ids);

    void write(List<JournalRow> rows);

    static Journal of(Ledger ledger, RunRow run) {
        return new Journal() {
            @Override
            public void reserve(List<IdMapping> ids) {
                ledger.reserve(ids);
            }

            @Override
            public void write(List<JournalRow> rows) {
                ledger.journal(run, rows);
            }
        };
    }
}
