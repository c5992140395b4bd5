package dev.rethread.rdb;

import dev.rethread.keyspace.ArrayValue;
import dev.rethread.keyspace.Bytes;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An array (Redis 8.8).
 *
 * <pre>
 * count, 0 | 1 and the insert cursor
 * (index, kind, 0 or 3: string | 1: 8-byte integer | 2: 8-byte double)...
 * </pre>
 */
final class ArrayDecoder {
    private static final int STRING = 0;
    private static final int INTEGER = 1;
    private static final int DOUBLE = 2;
    private static final int SHORT_STRING = 3;
    private static final int ENOUGH_DIGITS = 17;

    private ArrayDecoder() {}

    static ArrayValue decode(RdbInput in) {
        long count = in.length();
        if (count == 0) {
            throw new MalformedException("an array has 0 elements, should be at least 1");
        }
        long cursor = cursor(in);
        SortedMap<Long, Bytes> elements = new TreeMap<>(Long::compareUnsigned);
        for (long left = count; left > 0; left--) {
            long index = in.number();
            if (index == ArrayValue.NONE || elements.put(index, element(in)) != null) {
                throw new MalformedException(
                        "an array cannot have, or lists twice, the index " + Long.toUnsignedString(index));
            }
        }
        return new ArrayValue(elements, cursor);
    }

    static void skip(RdbInput in) {
        long count = in.length();
        cursor(in);
        for (long left = count; left > 0; left--) {
            in.number();
            int kind = kind(in);
            if (kind == INTEGER || kind == DOUBLE) {
                in.skip(Long.BYTES);
            } else {
                in.skipString();
            }
        }
    }

    private static long cursor(RdbInput in) {
        long flag = in.number();
        if (flag != 0 && flag != 1) {
            throw new MalformedException(
                    "an array's flag for its insert cursor is " + Long.toUnsignedString(flag) + ", should be 0 or 1");
        }
        return flag == 1 ? in.number() : ArrayValue.NONE;
    }

    private static int kind(RdbInput in) {
        long kind = in.number();
        if (kind < STRING || kind > SHORT_STRING) {
            throw new MalformedException(
                    "an array's element of kind " + Long.toUnsignedString(kind) + ", known are 0 to 3");
        }
        return (int) kind;
    }

    private static Bytes element(RdbInput in) {
        return switch (kind(in)) {
            case INTEGER -> Bytes.of(in.le64());
            case DOUBLE -> text(Double.longBitsToDouble(in.le64()));
            default -> in.string();
        };
    }

    /**
     * The text that the server keeps as this double: the shortest plain decimal that reads back as it, with a point
     * ({@code arFormatFloat}).
     */
    private static Bytes text(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new MalformedException("an array's element is not a finite number");
        }
        String digits = shortest(number).toPlainString();
        String sign = Double.doubleToRawLongBits(number) < 0 && number == 0 ? "-" : "";
        return Bytes.of(sign + digits + (digits.contains(".") ? "" : ".0"));
    }

    private static BigDecimal shortest(double number) {
        BigDecimal exact = new BigDecimal(number);
        for (int digits = 1; digits < ENOUGH_DIGITS; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits));
            if (rounded.doubleValue() == number) {
                return rounded;
            }
        }
        return exact.round(new MathContext(ENOUGH_DIGITS));
    }
}
