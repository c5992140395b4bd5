package dev.rethread.rdb;

/**
 * Walks a zipmap (before Redis 2.6): field, value, field, value.
 *
 * <pre>
 * u8 pairs (254 and more: count them), pair..., 0xff
 * pair     length, field, length, u8 free, value, free bytes
 * length   u8 up to 253, or 0xfe and u32
 * </pre>
 */
final class Zipmap extends Packed {
    private static final int MANY = 254;

    private int announced;
    private long fields;
    private boolean insidePair;

    Zipmap() {
        super("zipmap");
    }

    @Override
    void readHeader() {
        announced = u8();
        fields = 0;
        insidePair = false;
    }

    @Override
    public boolean next(Slice into) {
        if (insidePair) {
            value(into);
            return true;
        }
        if (peek() == END) {
            end();
            return false;
        }
        bytes(size(), into);
        fields++;
        insidePair = true;
        return true;
    }

    private void value(Slice into) {
        long length = size();
        int free = u8();
        bytes(length, into);
        skip(free);
        insidePair = false;
    }

    private void end() {
        finish();
        if (announced < MANY) {
            expect("pair count", announced, fields);
        }
    }

    private long size() {
        int first = u8();
        if (first == END) {
            throw malformed("ends between a field and its value");
        }
        return first == 0xfe ? u32() : first;
    }
}
