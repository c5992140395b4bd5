package dev.rethread.profile;

import java.util.Locale;

/** What a value is, as far as a recovery must know. */
public enum FieldKind {
    /** An id of a domain; rewritten when the id map says so. */
    ID,
    /** Copied as it is. */
    PLAIN,
    /** Copied as it is; shown as a digest in plans. */
    TEXT,
    /** Unix milliseconds. */
    TIME,
    /** A number that both branches add to: merged by difference. */
    COUNTER,
    /** Derived from other items, starting at 0 in a new one; never copied. */
    COUNT,
    /** Derived from other items, absent until then; never copied. */
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
        return this == ID || this == PLAIN || this == TEXT || this == TIME;
    }
}
