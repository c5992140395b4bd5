package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import java.util.ArrayList;
import java.util.List;

/** Decodes an intset: u32 bytes per number (2, 4 or 8), u32 count, then the numbers in ascending order. */
final class Intset {
    private static final int HEADER = 8;

    private Intset() {}

    static List<Bytes> decode(Bytes content) {
        Packed in = new Packed("intset", content);
        long width = in.unsigned(4);
        if (width != 2 && width != 4 && width != 8) {
            throw in.malformed("width " + width + ", should be 2, 4 or 8");
        }
        long count = in.unsigned(4);
        in.expect("length", in.length(), HEADER + width * count);
        List<Bytes> numbers = new ArrayList<>((int) count);
        for (long left = count; left > 0; left--) {
            numbers.add(Bytes.of(in.signed((int) width)));
        }
        return numbers;
    }
}
