package dev.rethread.rdb;

/** Walks an intset: u32 bytes per number (2, 4 or 8), u32 count, then the numbers in ascending order. */
final class Intset extends Packed {
    private static final int HEADER = 8;

    private int width;
    private long left;

    Intset() {
        super("intset");
    }

    @Override
    void readHeader() {
        long bytes = u32();
        if (bytes != 2 && bytes != 4 && bytes != 8) {
            throw malformed("width " + bytes + ", should be 2, 4 or 8");
        }
        width = (int) bytes;
        left = u32();
        expect("length", length(), HEADER + width * left);
    }

    @Override
    public boolean next(Slice into) {
        if (left == 0) {
            return false;
        }
        left--;
        into.number(signed(width));
        return true;
    }
}
