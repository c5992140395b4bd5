package dev.rethread.rdb;

/**
 * Walks a ziplist.
 *
 * <pre>
 * u32 bytes, u32 offset of the last entry, u16 entries (0xffff: count them), entry..., 0xff
 * entry     previous entry's length: u8, or 0xfe and u32; then
 *   00llllll                       string of l bytes
 *   01llllll llllllll              string of l bytes, big-endian
 *   10______ + u32                 string, length big-endian
 *   11000000 11010000 11100000     int16, int32, int64
 *   11110000 11111110              int24, int8
 *   1111xxxx                       the number x-1, x from 1 to 13
 * </pre>
 */
final class Ziplist extends Packed {
    private static final int MANY = 0xffff;

    private long announced;
    private long passed;
    private int previous;

    Ziplist() {
        super("ziplist");
    }

    @Override
    void readHeader() {
        expect("length field", u32(), length());
        skip(4);
        announced = unsigned(2);
        passed = 0;
        previous = 0;
    }

    @Override
    public boolean next(Slice into) {
        if (peek() == END) {
            end();
            return false;
        }
        int start = position();
        expect("length of the previous entry", previousLength(), previous);
        element(u8(), into);
        previous = position() - start;
        passed++;
        return true;
    }

    private void end() {
        finish();
        if (announced != MANY) {
            expect("entry count", announced, passed);
        }
    }

    private long previousLength() {
        int first = u8();
        return first == 0xfe ? u32() : first;
    }

    private void element(int first, Slice into) {
        switch (first >> 6) {
            case 0 -> bytes(first, into);
            case 1 -> bytes((first & 0x3f) << 8 | u8(), into);
            case 2 -> bytes(bigEndian(4), into);
            default -> into.number(integer(first));
        }
    }

    private long integer(int first) {
        return switch (first) {
            case 0xc0 -> signed(2);
            case 0xd0 -> signed(4);
            case 0xe0 -> signed(8);
            case 0xf0 -> signed(3);
            case 0xfe -> signed(1);
            default -> immediate(first);
        };
    }

    private long immediate(int first) {
        if (first > 0xf0 && first < 0xfe) {
            return (first & 0xfL) - 1;
        }
        throw malformed("no entry begins with 0x" + Integer.toHexString(first));
    }
}
