package dev.rethread.rdb;

import java.nio.charset.StandardCharsets;

/** Turns a score's digits into the score. */
final class ScoreDecoder {
    /** Up to here every whole number is a double, and with the powers of ten below, division rounds correctly. */
    private static final int EXACT_DIGITS = 15;

    private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14
    };

    private ScoreDecoder() {}

    static double decode(Slice text) {
        if (text.numeric()) {
            return text.number();
        }
        int length = text.length();
        double score = length > 0 && length <= EXACT_DIGITS ? plain(text) : Double.NaN;
        return Double.isNaN(score) ? spelled(text) : score;
    }

    /** A short decimal number without exponent, or NaN. */
    private static double plain(Slice text) {
        byte[] in = text.array();
        int end = text.offset() + text.length();
        int at = text.offset();
        boolean negative = in[at] == '-';
        if (negative) {
            at++;
        }
        long digits = 0;
        int point = -1;
        int first = at;
        for (; at < end; at++) {
            int digit = in[at] - '0';
            if (digit >= 0 && digit <= 9) {
                digits = digits * 10 + digit;
            } else if (in[at] == '.' && point < 0) {
                point = at;
            } else {
                return Double.NaN;
            }
        }
        int decimals = point < 0 ? 0 : end - point - 1;
        if (end - first - (point < 0 ? 0 : 1) == 0) {
            return Double.NaN;
        }
        double score = digits / POWERS[decimals];
        return negative ? -score : score;
    }

    private static double spelled(Slice text) {
        String word = new String(text.array(), text.offset(), text.length(), StandardCharsets.UTF_8);
        return switch (word) {
            case "inf", "+inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> number(word);
        };
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new MalformedException("a score of " + text.length() + " characters is not a number");
        }
    }
}
