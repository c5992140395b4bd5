package dev.rethread.rdb;

import java.nio.charset.StandardCharsets;

/** Packed structures, written by hand: strings only, except that small decimal numbers take their short form. */
final class PackedBytes {
    private static final int END = 0xff;

    private PackedBytes() {}

    static byte[] listpack(String... elements) {
        RdbBytes body = RdbBytes.bare();
        for (String element : elements) {
            byte[] entry = listpackEntry(element);
            body.raw(entry).raw(entry.length);
        }
        return listpackOf(elements.length, body.bytes());
    }

    /** A listpack around entries that are given with their back lengths. */
    static byte[] listpackOf(int count, byte[] entries) {
        return RdbBytes.bare()
                .le(4 + 2 + entries.length + 1, 4)
                .le(count, 2)
                .raw(entries)
                .raw(END)
                .bytes();
    }

    private static byte[] listpackEntry(String element) {
        if (element.matches("\\d{1,2}")) {
            return new byte[] {Byte.parseByte(element)};
        }
        byte[] text = latin(element);
        return RdbBytes.bare().raw(0x80 | text.length).raw(text).bytes();
    }

    static byte[] ziplist(String... elements) {
        RdbBytes body = RdbBytes.bare();
        int previous = 0;
        int tail = 10;
        for (String element : elements) {
            byte[] entry = ziplistEntry(element);
            body.raw(previous).raw(entry);
            tail += previous == 0 ? 0 : previous;
            previous = entry.length + 1;
        }
        return ziplistOf(elements.length, tail, body.bytes());
    }

    /** A ziplist around entries that are given with the lengths of those before them. */
    static byte[] ziplistOf(int count, int tail, byte[] entries) {
        return RdbBytes.bare()
                .le(4 + 4 + 2 + entries.length + 1, 4)
                .le(tail, 4)
                .le(count, 2)
                .raw(entries)
                .raw(END)
                .bytes();
    }

    private static byte[] ziplistEntry(String element) {
        if (element.matches("\\d")) {
            return new byte[] {(byte) (0xf1 + Integer.parseInt(element))};
        }
        byte[] text = latin(element);
        return text.length < 64
                ? RdbBytes.bare().raw(text.length).raw(text).bytes()
                : RdbBytes.bare().raw(0x40, text.length).raw(text).bytes();
    }

    static byte[] intset(int width, long... numbers) {
        RdbBytes out = RdbBytes.bare().le(width, 4).le(numbers.length, 4);
        for (long number : numbers) {
            out.le(number, width);
        }
        return out.bytes();
    }

    static byte[] zipmap(String... fieldsAndValues) {
        RdbBytes out = RdbBytes.bare().raw(fieldsAndValues.length / 2);
        for (int i = 0; i < fieldsAndValues.length; i++) {
            out.raw(fieldsAndValues[i].length());
            if (i % 2 == 1) {
                out.raw(0);
            }
            out.ascii(fieldsAndValues[i]);
        }
        return out.raw(END).bytes();
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
