package dev.rethread.aof;

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
        long before = increment ? read(string) : number;
        long added = increment ? number : 0;
        int side = signed ? signedSide(before, added) : unsignedSide(before, added);
        if (side == 0 || overflow == Overflow.WRAP) {
            write(string, before + added);
        } else if (overflow == Overflow.SAT) {
            write(string, side > 0 ? largest() : signed ? -largest() - 1 : 0);
        }
    }

    private long largest() {
        return signed ? Long.MAX_VALUE >>> (64 - bits) : -1L >>> (64 - bits);
    }

    /**
     * On which side the sum leaves the field, 0 where it does not. The differences may themselves overflow, and then
     * servers take a very low number for one that is too high.
     */
    private int signedSide(long value, long added) {
        long room = largest() - value;
        long fall = -largest() - 1 - value;
        boolean narrow = bits != 64;
        if (value > largest() || (added > room && (narrow || (value >= 0 && added > 0)))) {
            return 1;
        }
        boolean under = value < -largest() - 1 || (added < fall && (narrow || (value < 0 && added < 0)));
        return under ? -1 : 0;
    }

    private int unsignedSide(long value, long added) {
        if (Long.compareUnsigned(value, largest()) > 0 || (added > 0 && added > largest() - value)) {
            return 1;
        }
        return added < 0 && added < -value ? -1 : 0;
    }

    private long read(WorkingString string) {
        long value = signed && string.bit(offset) ? -1 : 0;
        for (int i = 0; i < bits; i++) {
            value = (value << 1) | (string.bit(offset + i) ? 1 : 0);
        }
        return value;
    }

    private void write(WorkingString string, long value) {
        for (int i = 0; i < bits; i++) {
            string.setBit(offset + i, ((value >>> (bits - 1 - i)) & 1) != 0);
        }
    }
}
