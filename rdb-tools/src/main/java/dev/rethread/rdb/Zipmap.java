package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes a zipmap (before Redis 2.6) into field, value, field, value.
 *
 * <pre>
 * u8 pairs (254 and more: count them), pair..., 0xff
 * pair     length, field, length, u8 free, value, free bytes
 * length   u8 up to 253, or 0xfe and u32
 * </pre>
 */
final class Zipmap {
    private static final int END = 0xff;
    private static final int MANY = 254;

    private Zipmap() {}

    static List<Bytes> decode(Bytes content) {
        Packed in = new Packed("zipmap", content);
        int announced = in.u8();
        List<Bytes> elements = new ArrayList<>();
        while (in.peek() != END) {
            elements.add(in.bytes(length(in)));
            long length = length(in);
            int free = in.u8();
            elements.add(in.bytes(length));
            in.skip(free);
        }
        in.skip(1);
        in.expect("end", in.position(), in.length());
        if (announced < MANY) {
            in.expect("pair count", announced, elements.size() / 2);
        }
        return elements;
    }

    private static long length(Packed in) {
        int first = in.u8();
        if (first == END) {
            throw in.malformed("ends between a field and its value");
        }
        return first == 0xfe ? in.unsigned(4) : first;
    }
}
