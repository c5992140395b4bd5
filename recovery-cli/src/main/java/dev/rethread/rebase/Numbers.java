package dev.rethread.rebase;

import dev.rethread.keyspace.Bytes;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Decimal integers as Redis keeps them. */
final class Numbers {
    /** The highest number that a counter is taken to have reached: beyond it not every client can count on. */
    static final long MAX_ID = 1L << 53;

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

    /** The whole number that a score or a text is; -1 for any other. */
    static long whole(Bytes text) {
        try {
            double number = Double.parseDouble(text.utf8());
            return number >= 0 && number == Math.rint(number) && number <= MAX_ID ? (long) number : -1;
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }

    /** The number, or 0 where there is none. */
    static long orZero(@Nullable Bytes text) {
        return text == null ? 0 : parse(text).orElse(0);
    }

    /** The number of an id that a counter may have issued; 0 for any other id. */
    static long counted(Bytes id) {
        long number = orZero(id);
        return number > 0 && number <= MAX_ID ? number : 0;
    }
}
