package dev.rethread.delta;

import dev.rethread.keyspace.Bytes;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A sorted-set score as text: the shortest decimal that reads back as the same double, {@code inf}, {@code -inf}.
 *
 * <p>Integral scores carry no {@code .0}, as Redis prints them; an exponent appears where {@code %.17g} would use one.
 * {@link Double#toString} is not used: before JDK 19 it is not always the shortest, and the text must not depend on the
 * JDK, since it is compared and digested. Zero has no sign: Redis takes -0 and 0 for the same score, and loses the sign in its
 * packed encoding.
 */
public final class Score {
    private static final double PLAIN_INTEGERS = 1e17;
    private static final int SURE_DIGITS = 15;
    private static final int ENOUGH_DIGITS = 17;
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,9})?");

    private Score() {}

    /** The score's text; {@code nan} for a NaN, which no sorted set holds and {@link #parse} refuses. */
    public static Bytes format(double score) {
        return Bytes.of(text(score));
    }

    /**
     * The score {@code text} stands for, in any notation Redis accepts but hexadecimal.
     *
     * @throws NumberFormatException where {@code text} is no score
     */
    public static double parse(Bytes text) {
        String word = text.utf8().toLowerCase(Locale.ROOT);
        return switch (word) {
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> number(word);
        };
    }

    private static double number(String word) {
        if (!DECIMAL.matcher(word).matches()) {
            throw new NumberFormatException("not a score: " + Bytes.of(word));
        }
        return Double.parseDouble(word);
    }

    private static String text(double score) {
        if (Double.isNaN(score)) {
            return "nan";
        }
        if (Double.isInfinite(score)) {
            return score > 0 ? "inf" : "-inf";
        }
        if (Math.abs(score) < PLAIN_INTEGERS && score == Math.rint(score)) {
            return Long.toString((long) score);
        }
        return layOut(shortest(score));
    }

    /** Up to 15 digits always survive the way there and back, so that rounding to 15 finds any shorter text. */
    private static BigDecimal shortest(double score) {
        BigDecimal exact = new BigDecimal(score);
        int digits = Math.abs(score) < Double.MIN_NORMAL ? 1 : SURE_DIGITS;
        while (digits < ENOUGH_DIGITS) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == score) {
                return rounded.stripTrailingZeros();
            }
            digits++;
        }
        return exact.round(new MathContext(ENOUGH_DIGITS, RoundingMode.HALF_EVEN))
                .stripTrailingZeros();
    }

    private static String layOut(BigDecimal number) {
        int exponent = number.precision() - number.scale() - 1;
        if (exponent >= -4 && exponent < ENOUGH_DIGITS) {
            return number.toPlainString();
        }
        String digits = number.unscaledValue().abs().toString();
        String sign = number.signum() < 0 ? "-" : "";
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        return sign + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + twoDigits(Math.abs(exponent));
    }

    private static String twoDigits(int exponent) {
        return exponent < 10 ? "0" + exponent : Integer.toString(exponent);
    }
}
