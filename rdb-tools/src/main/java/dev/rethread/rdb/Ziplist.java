package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes a ziplist.
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
final class Ziplist {
    private static final int END = 0xff;
    private static final int MANY = 0xffff;

    private Ziplist() {}

    static List<Bytes> decode(Bytes content) {
        Packed in = new Packed("ziplist", content);
        in.expect("length field", in.unsigned(4), in.length());
        in.skip(4);
        long announced = in.unsigned(2);
        List<Bytes> elements = new ArrayList<>();
        elements(in, elements);
        in.skip(1);
        in.expect("end", in.position(), in.length());
        if (announced != MANY) {
            in.expect("entry count", announced, elements.size());
        }
        return elements;
    }

    private static void elements(Packed in, List<Bytes> into) {
        int previous = 0;
        while (in.peek() != END) {
            int start = in.position();
            in.expect("length of the previous entry", previousLength(in), previous);
            into.add(element(in));
            previous = in.position() - start;
        }
    }

    /** The entries before the first that cannot be read, of a ziplist whose header may be wrong. */
    static void beginning(Bytes content, List<Bytes> into) {
        Packed in = new Packed("ziplist", content);
        in.skip(10);
        elements(in, into);
    }

    private static long previousLength(Packed in) {
        int first = in.u8();
        return first == 0xfe ? in.unsigned(4) : first;
    }

    private static Bytes element(Packed in) {
        int first = in.u8();
        return switch (first >> 6) {
            case 0 -> in.bytes(first);
            case 1 -> in.bytes((first & 0x3f) << 8 | in.u8());
            case 2 -> in.bytes(in.bigEndian(4));
            default -> Bytes.of(integer(in, first));
        };
    }

    private static long integer(Packed in, int first) {
        return switch (first) {
            case 0xc0 -> in.signed(2);
            case 0xd0 -> in.signed(4);
            case 0xe0 -> in.signed(8);
            case 0xf0 -> in.signed(3);
            case 0xfe -> in.signed(1);
            default -> immediate(in, first);
        };
    }

    private static long immediate(Packed in, int first) {
        if (first > 0xf0 && first < 0xfe) {
            return (first & 0xfL) - 1;
        }
        throw in.malformed("no entry begins with 0x" + Integer.toHexString(first));
    }
}
