package dev.rethread.replay;

import dev.rethread.ledger.JournalRow.Result;

/** What became of one write, as {@code step.lua} puts it into a letter. */
enum Verdict {
    WRITTEN('W', Result.WRITTEN, ""),
    ALREADY('A', Result.ALREADY, ""),
    DIFFERENT('D', Result.REFUSED, "live holds something else"),
    WRONG_TYPE('T', Result.REFUSED, "the key is of another type in live"),
    NO_NUMBER('N', Result.REFUSED, "not a number, or too large a one"),
    OCCUPIED('K', Result.REFUSED, "the key belongs to something else in live"),
    MISSING('M', Result.REFUSED, "the key was deleted in live"),
    GREW('G', Result.REFUSED, "something was added to it in live since"),
    UNFIT('B', Result.REFUSED, "the server does not take what it was dumped as"),
    OVER('X', Result.REFUSED, "its time to live is over"),
    ORPHANED('P', Result.REFUSED, "what it belongs to was deleted in live"),
    WITH_STEP('S', Result.REFUSED, "another write of the same object was refused");

    private final char letter;
    private final Result result;
    private final String reason;

    Verdict(char letter, Result result, String reason) {
        this.letter = letter;
        this.result = result;
        this.reason = reason;
    }

    static Verdict of(char letter) {
        for (Verdict verdict : values()) {
            if (verdict.letter == letter) {
                return verdict;
            }
        }
        throw new IllegalArgumentException("the script answers '" + letter + "'");
    }

    char letter() {
        return letter;
    }

    Result result() {
        return result;
    }

    /** Empty unless refused. */
    String reason() {
        return reason;
    }
}
