package dev.rethread.aof;

import java.math.BigInteger;

/**
 * One write of BITFIELD.
 *
 * @param offset of its highest bit
 * @param increment whether {@code number} is added, not set
 */
record BitField(boolean signed, int bits, long offset, boolean increment, long number, Overflow overflow) {
    private static final long LARGEST_OFFSET = 1L << 33;

    private enum Overflow {
        WRAP,
        SAT,
        FAIL
    }

    /** Takes what stands behind the word SET or INCRBY at {@code at}. */
    static BitField parse(Call call, int at, String overflow) {
        String type = call.argument(at + 1).utf8();
        boolean signed = type.startsWith("i");
        long bits = type.isEmpty() ? 0 : Numbers.parse(type.substring(1)).orElse(0);
        if (!(signed || type.startsWith("u")) || bits < 1 || bits > (signed ? 64 : 63)) {
            throw new RefusedException("no type of a bit field");
        }
        long offset = offset(call.argument(at + 2).utf8(), bits);
        boolean increment = call.word(at).equals("INCRBY");
        return new BitField(signed, (int) bits, offset, increment, call.integer(at + 3), overflow(overflow));
    }

    private static Overflow overflow(String word) {
        for (Overflow each : Overflow.values()) {
            if (each.name().equals(word)) {
                return each;
            }
        }
        throw new RefusedException("syntax");
    }

    private static long offset(String text, long bits) {
        boolean counted = text.startsWith("#");
        long number = Numbers.parse(counted ? text.substring(1) : text).orElse(-1);
        if (number < 0 || number > LARGEST_OFFSET) {
            throw new RefusedException("bit offset out of range");
        }
        return counted ? number * bits : number;
    }

    long end() {
        return offset + bits;
    }

    void apply(WorkingString string) {
        BigInteger low = signed ? BigInteger.ONE.shiftLeft(bits - 1).negate() : BigInteger.ZERO;
        BigInteger high = BigInteger.ONE.shiftLeft(signed ? bits - 1 : bits).subtract(BigInteger.ONE);
        BigInteger wanted = increment ? read(string).add(BigInteger.valueOf(number)) : given();
        boolean fits = wanted.compareTo(low) >= 0 && wanted.compareTo(high) <= 0;
        if (fits || overflow == Overflow.WRAP) {
            write(string, wanted);
        } else if (overflow == Overflow.SAT) {
            write(string, wanted.compareTo(low) < 0 ? low : high);
        }
    }

    /** A number set into an unsigned field is taken as unsigned, so a negative one is very large. */
    private BigInteger given() {
        BigInteger given = BigInteger.valueOf(number);
        return signed || number >= 0 ? given : given.add(BigInteger.ONE.shiftLeft(64));
    }

    private BigInteger read(WorkingString string) {
        BigInteger value = BigInteger.ZERO;
        for (int i = 0; i < bits; i++) {
            value = string.bit(offset + i) ? value.setBit(bits - 1 - i) : value;
        }
        boolean negative = signed && value.testBit(bits - 1);
        return negative ? value.subtract(BigInteger.ONE.shiftLeft(bits)) : value;
    }

    private void write(WorkingString string, BigInteger value) {
        for (int i = 0; i < bits; i++) {
            string.setBit(offset + i, value.testBit(bits - 1 - i));
        }
    }
}
