package dev.rethread.json;

import java.nio.charset.StandardCharsets;

/** Scores as JSON: a number that reads back as the same double; infinities as strings, JSON has none. */
final class JsonNumber {
    private static final double INTEGERS = 1L << 53;
    private static final int MOST_DECIMALS = 9;

    private JsonNumber() {}

    static void write(double score, JsonBuffer json) {
        if (score == (long) score && Math.abs(score) <= INTEGERS && !isNegativeZero(score)) {
            json.number((long) score);
        } else if (!decimal(score, json)) {
            json.raw(text(score).getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** No long says the sign of -0. */
    private static boolean isNegativeZero(double score) {
        return score == 0 && 1 / score < 0;
    }

    /** Writes it with a few decimals where these say it exactly, otherwise nothing. */
    private static boolean decimal(double score, JsonBuffer json) {
        double unit = 1;
        for (int decimals = 1; decimals <= MOST_DECIMALS; decimals++) {
            unit *= 10;
            double shifted = Math.rint(score * unit);
            if (shifted == 0 || Math.abs(shifted) > INTEGERS) {
                continue;
            }
            // Both are exact, and the quotient is rounded as a reader of the decimal would round it.
            if (shifted / unit == score) {
                json.decimal((long) shifted, decimals);
                return true;
            }
        }
        return false;
    }

    private static String text(double score) {
        if (Double.isInfinite(score)) {
            return score > 0 ? "\"inf\"" : "\"-inf\"";
        }
        return Double.toString(score);
    }
}
