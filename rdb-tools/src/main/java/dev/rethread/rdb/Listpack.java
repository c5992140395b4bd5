package dev.rethread.rdb;

/**
 * Walks a listpack.
 *
 * <pre>
 * u32 bytes, u16 elements (0xffff: count them), element..., 0xff
 * element
 *   0nnnnnnn                       the number n
 *   10llllll                       string of l bytes
 *   110nnnnn nnnnnnnn              13-bit signed number, big-endian
 *   1110llll llllllll              string of l bytes, big-endian
 *   11110000 + u32                 string, length little-endian
 *   11110001 .. 11110100           int16, int24, int32, int64
 *   then the element's own length so far, in groups of 7 bits, readable from the end
 * </pre>
 */
final class Listpack extends Packed {
    private static final int MANY = 0xffff;

    private long announced;
    private long passed;

    Listpack() {
        super("listpack");
    }

    @Override
    void readHeader() {
        expect("length field", u32(), length());
        announced = unsigned(2);
        passed = 0;
    }

    @Override
    public boolean next(Slice into) {
        if (peek() == END) {
            end();
            return false;
        }
        int start = position();
        element(u8(), into);
        int length = position() - start;
        expect("back length", backLength(length), length);
        passed++;
        return true;
    }

    private void end() {
        finish();
        if (announced != MANY) {
            expect("element count", announced, passed);
        }
    }

    private void element(int first, Slice into) {
        if (first < 0x80) {
            into.number(first);
        } else if (first < 0xc0) {
            bytes(first & 0x3f, into);
        } else if (first < 0xe0) {
            int number = (first & 0x1f) << 8 | u8();
            into.number(number << 19 >> 19);
        } else if (first < 0xf0) {
            bytes((first & 0xf) << 8 | u8(), into);
        } else {
            wideElement(first, into);
        }
    }

    private void wideElement(int first, Slice into) {
        switch (first) {
            case 0xf0 -> bytes(u32(), into);
            case 0xf1 -> into.number(signed(2));
            case 0xf2 -> into.number(signed(3));
            case 0xf3 -> into.number(signed(4));
            case 0xf4 -> into.number(signed(8));
            default -> throw malformed("no element begins with 0x" + Integer.toHexString(first));
        }
    }

    /** Most significant group first; all but the first byte have the high bit set. */
    private long backLength(int length) {
        if (length <= 127) {
            return u8() & 0x7f;
        }
        int groups = length < 16383 ? 2 : length < 2097151 ? 3 : length < 268435455 ? 4 : 5;
        long value = 0;
        for (int i = 0; i < groups; i++) {
            value = value << 7 | (u8() & 0x7f);
        }
        return value;
    }
}
