package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes a listpack.
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
final class Listpack {
    private static final int END = 0xff;
    private static final int MANY = 0xffff;

    private Listpack() {}

    static List<Bytes> decode(Bytes content) {
        Packed in = new Packed("listpack", content);
        in.expect("length field", in.unsigned(4), in.length());
        long announced = in.unsigned(2);
        List<Bytes> elements = new ArrayList<>();
        elements(in, elements);
        in.skip(1);
        in.expect("end", in.position(), in.length());
        if (announced != MANY) {
            in.expect("element count", announced, elements.size());
        }
        return elements;
    }

    private static void elements(Packed in, List<Bytes> into) {
        while (in.peek() != END) {
            int start = in.position();
            Bytes element = element(in);
            int length = in.position() - start;
            in.expect("back length", backLength(in, length), length);
            into.add(element);
        }
    }

    /** The elements before the first that cannot be read, of a listpack whose header may be wrong. */
    static void beginning(Bytes content, List<Bytes> into) {
        Packed in = new Packed("listpack", content);
        in.skip(6);
        elements(in, into);
    }

    private static Bytes element(Packed in) {
        int first = in.u8();
        if (first < 0x80) {
            return Bytes.of(first);
        }
        if (first < 0xc0) {
            return in.bytes(first & 0x3f);
        }
        if (first < 0xe0) {
            int number = (first & 0x1f) << 8 | in.u8();
            return Bytes.of(number << 19 >> 19);
        }
        if (first < 0xf0) {
            return in.bytes((first & 0xf) << 8 | in.u8());
        }
        return wideElement(in, first);
    }

    private static Bytes wideElement(Packed in, int first) {
        return switch (first) {
            case 0xf0 -> in.bytes(in.unsigned(4));
            case 0xf1 -> Bytes.of(in.signed(2));
            case 0xf2 -> Bytes.of(in.signed(3));
            case 0xf3 -> Bytes.of(in.signed(4));
            case 0xf4 -> Bytes.of(in.signed(8));
            default -> throw in.malformed("no element begins with 0x" + Integer.toHexString(first));
        };
    }

    /** Most significant group first; all but the first byte have the high bit set. */
    private static long backLength(Packed in, int length) {
        int groups = length <= 127 ? 1 : length < 16383 ? 2 : length < 2097151 ? 3 : length < 268435455 ? 4 : 5;
        long value = 0;
        for (int i = 0; i < groups; i++) {
            value = value << 7 | (in.u8() & 0x7f);
        }
        return value;
    }
}
