package dev.rethread.source;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One header block of a tar archive, in any of its dialects.
 *
 * <pre>
 *   0 name 100     124 size 12 (octal; or 0x80 and binary)    157 link name 100
 *                  148 checksum 8 (octal: all bytes added up, these eight taken as spaces)
 *                  156 type 1                                  257 "ustar" 0 "00"   345 prefix 155
 * </pre>
 *
 * @param type the type's letter; {@code '0'} for a file whatever the dialect writes
 * @param size of the data that follows, as the header says
 */
record TarHeader(String name, char type, long size, String link) {
    static final int BLOCK = 512;
    private static final int SIZE = 124;
    private static final int CHECKSUM = 148;

    /** Null where the block is no header: its checksum is wrong, or its size is no number. */
    static @Nullable TarHeader of(byte[] block) {
        long size = number(block, SIZE, 12);
        if (number(block, CHECKSUM, 8) != sum(block) || size < 0) {
            return null;
        }
        String name = untilZero(block, 0, 100);
        String prefix = Text.of(block, BLOCK).startsWith("ustar\0", 257) ? untilZero(block, 345, 155) : "";
        char type = (char) (block[156] & 0xff);
        if (type == 0 || type == '7') {
            type = name.endsWith("/") ? '5' : '0';
        }
        return new TarHeader(prefix.isEmpty() ? name : prefix + "/" + name, type, size, untilZero(block, 157, 100));
    }

    /** Links, folders and devices have no data, whatever their size says. */
    boolean hasData() {
        return type < '1' || type > '6';
    }

    private static long sum(byte[] block) {
        long sum = 8 * ' ';
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= CHECKSUM && i < CHECKSUM + 8 ? 0 : block[i] & 0xff;
        }
        return sum;
    }

    /** The text up to its first zero byte, at most {@code length} bytes of it. */
    static String untilZero(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    /** -1 where there is none. */
    private static long number(byte[] block, int from, int length) {
        if ((block[from] & 0x80) != 0) {
            return binary(block, from, length);
        }
        String digits = untilZero(block, from, length).strip();
        return digits.matches("[0-7]{1,12}") ? Long.parseLong(digits, 8) : -1;
    }

    private static long binary(byte[] block, int from, int length) {
        long value = block[from] & 0x7f;
        for (int i = from + 1; i < from + length; i++) {
            if (value >> 54 != 0) {
                return -1;
            }
            value = value << 8 | (block[i] & 0xff);
        }
        return value;
    }
}
