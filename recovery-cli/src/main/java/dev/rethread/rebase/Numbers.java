package dev.rethread.rebase;

import dev.rethread.keyspace.Bytes;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

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

    /** The number, or 0 where there is none. */
    static long orZero(@Nullable Bytes text) {
        return text == null ? 0 : parse(text).orElse(0);
    }
}
