package dev.rethread.aof;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arithmetic on deadlines, which servers keep in milliseconds. */
final class Deadlines {
    private Deadlines() {}

    static long scale(long time, long unit) {
        try {
            return Math.multiplyExact(time, unit);
        } catch (ArithmeticException overflow) {
            throw new RefusedException("invalid expire time");
        }
    }

    /** Whether conditions let a deadline be replaced; none counts as later than any other. */
    static boolean allow(List<String> conditions, @Nullable Long before, long at) {
        return conditions.stream().allMatch(condition -> switch (condition) {
            case "NX" -> before == null;
            case "XX" -> before != null;
            case "GT" -> before != null && at > before;
            case "LT" -> before == null || at < before;
            default -> throw new RefusedException("syntax");
        });
    }
}
