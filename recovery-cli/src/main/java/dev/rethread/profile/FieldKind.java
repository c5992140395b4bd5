package dev.rethread.profile;

import java.util.Locale;

/** What a value is, as far as a recovery must know. */
public enum FieldKind {
    /** An id of a domain; rewritten when the id map says so. */
    ID,
    /** A JSON array of ids; both branches' are united. */
    IDS,
    /** Text with ids inside, rewritten in their places. */
    PATTERN,
    /** Copied as it is. */
    PLAIN,
    /** Somebody's words: copied, links in them rewritten; shown as a digest in plans. */
    TEXT,
    /** Unix time, in milliseconds unless the rule says seconds. */
    TIME,
    /** A number that both branches add to: merged by difference. */
    COUNTER,
    /** A number that only grows: the larger of both. */
    NEWEST,
    /** Derived from other items, starting at 0 in a new one; never copied. */
    COUNT,
    /** Derived from other items, absent until then or starting with a pattern over the item's fields; never copied. */
    DERIVED,
    /** A credential: never leaves its source. */
    SECRET,
    /** Of no lasting meaning: never restored. */
    EPHEMERAL;

    static FieldKind ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Whether the merge compares and copies it. */
    public boolean primary() {
        return this == ID || this == IDS || this == PATTERN || this == PLAIN || this == TEXT || this == TIME;
    }
}
