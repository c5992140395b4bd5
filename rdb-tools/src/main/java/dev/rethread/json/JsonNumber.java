package dev.rethread.json;

import java.nio.charset.StandardCharsets;

/** Scores as JSON: a number that reads back as the same double; infinities as strings, JSON has none. */
final class JsonNumber {
    private static final double INTEGERS = 1L << 53;
    private static final int MOST_DECIMALS = 9;

    private JsonNumber() {}

    /** Whether a long says {@code score} exactly; none says the sign of -0. */
    static boolean isInteger(double score) {
        return score == (long) score && Math.abs(score) <= INTEGERS && !isNegativeZero(score);
    }

    private static boolean isNegativeZero(double score) {
        return score == 0 && 1 / score < 0;
    }

    static byte[] of(double score) {
        return text(score).getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(double score) {
        if (Double.isInfinite(score)) {
            return score > 0 ? "\"inf\"" : "\"-inf\"";
        }
        if (isNegativeZero(score)) {
            return "-0.0";
        }
        double unit = 1;
        for (int decimals = 1; decimals <= MOST_DECIMALS; decimals++) {
            unit *= 10;
            double shifted = Math.rint(score * unit);
            if (Math.abs(shifted) > INTEGERS) {
                break;
            }
            // Both are exact, and the quotient is rounded as a reader of the decimal would round it.
            if (shifted / unit == score) {
                return decimal((long) shifted, decimals);
            }
        }
        return Double.toString(score);
    }

    private static String decimal(long digits, int decimals) {
        String text = Long.toString(Math.abs(digits));
        String padded = "0".repeat(Math.max(0, decimals + 1 - text.length())) + text;
        int point = padded.length() - decimals;
        return (digits < 0 ? "-" : "") + padded.substring(0, point) + "." + padded.substring(point);
    }
}
