package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Numbers as Redis takes them from arguments and values: {@code string2ll} and {@code getDoubleFromObject}. */
final class Numbers {
    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9]\\d{0,18}");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d{1,9})?");
    private static final Pattern HEXADECIMAL =
            Pattern.compile("[+-]?0x([\\da-f]+\\.?[\\da-f]*|\\.[\\da-f]+)(p[+-]?\\d{1,9})?");
    private static final int MOST_DIGITS = 18;

    private Numbers() {}

    /** The integer, if {@code text} is what Redis would print for one: no plus, no leading zeros, no blanks. */
    static OptionalLong parse(Bytes text) {
        long plain = plain(text);
        return plain >= 0 ? OptionalLong.of(plain) : parse(latin(text));
    }

    /** The value where it is digits only, and few of them, without a zero before others; else -1. */
    private static long plain(Bytes text) {
        int length = text.length();
        if (length == 0 || length > MOST_DIGITS || (text.at(0) == '0' && length > 1)) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            int digit = text.at(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = 10 * value + digit;
        }
        return value;
    }

    static OptionalLong parse(String text) {
        if (!INTEGER.matcher(text).matches()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException tooLarge) {
            return OptionalLong.empty();
        }
    }

    /** A score, a weight or the end of a score range: what C's {@code strtod} reads, but not NaN. */
    static OptionalDouble score(Bytes text) {
        long plain = plain(text);
        if (plain >= 0) {
            return OptionalDouble.of((double) plain);
        }
        String word = latin(text).toLowerCase(Locale.ROOT);
        return switch (word) {
            case "inf", "+inf", "infinity", "+infinity" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
            case "-inf", "-infinity" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
            default -> finite(word);
        };
    }

    private static OptionalDouble finite(String word) {
        if (DECIMAL.matcher(word).matches()) {
            return OptionalDouble.of(Double.parseDouble(word));
        }
        if (HEXADECIMAL.matcher(word).matches()) {
            return OptionalDouble.of(Double.parseDouble(word.contains("p") ? word : word + "p0"));
        }
        return OptionalDouble.empty();
    }

    private static String latin(Bytes text) {
        return new String(text.unsafeArray(), StandardCharsets.ISO_8859_1);
    }
}
