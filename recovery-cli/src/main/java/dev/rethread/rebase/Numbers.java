package dev.rethread.rebase;

import dev.rethread.keyspace.Bytes;
import java.util.OptionalLong;

/** Decimal integers as Redis keeps them. */
final class Numbers {
    private static final int MAX_DIGITS = 20;

    private Numbers() {}

    static OptionalLong parse(Bytes text) {
        if (text.isEmpty() || text.length() > MAX_DIGITS) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text.utf8()));
        } catch (NumberFormatException notANumber) {
            return OptionalLong.empty();
        }
    }
}
