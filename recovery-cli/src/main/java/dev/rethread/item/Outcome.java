package dev.rethread.item;

import java.util.Locale;

/** What becomes of an item of the gap. Every item has exactly one, so the counts of a report add up. */
public enum Outcome {
    /** Not in live: will be written. */
    RESTORE("restore"),
    /** In live as it was before the incident; what the gap changed will be written. */
    EDIT("edit"),
    /** Already in live: nothing to do. */
    PRESENT("present"),
    /** Changed in the gap and in live: live is kept, both are shown. */
    CONFLICT("conflict"),
    /** Recoverable, but something it needs is not in live yet. */
    WAITING("waiting"),
    /** A credential record: its owner must register again. */
    WITHHELD("withheld"),
    /** Known to have existed, in no source. */
    LOST("lost"),
    /** Cannot be put back: what it belonged to was deleted in live since. */
    REFUSED("refused"),
    /** Deleted in the gap and back through the rollback; left alone unless asked. */
    RESURRECTED("resurrected");

    private final String word;

    Outcome(String word) {
        this.word = word;
    }

    /** The word of reports, JSON and the ledger. */
    public String word() {
        return word;
    }

    /** Whether a plan writes something for it. */
    public boolean written() {
        return this == RESTORE || this == EDIT;
    }

    public static Outcome ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
