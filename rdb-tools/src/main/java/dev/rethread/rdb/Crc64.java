package dev.rethread.rdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The CRC-64 of Redis (Jones polynomial 0xad93d23594c935a9, reflected, no final xor), sixteen bytes a step. Entry
 * {@code b} of table {@code k} is the effect of byte {@code b} followed by {@code k} zero bytes.
 */
final class Crc64 {
    private static final long POLYNOMIAL = 0x95ac9329ac4bc9b5L;
    private static final int STEP = 16;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** All tables in one array: table k begins at k * 256. */
    private static final long[] TABLES = tables();

    private long value;

    Crc64() {}

    /** Goes on from the checksum of what came before. */
    Crc64(long before) {
        value = before;
    }

    void update(byte[] content, int from, int to) {
        long crc = value;
        int at = from;
        for (; at + STEP <= to; at += STEP) {
            long first = crc ^ (long) LONG.get(content, at);
            long second = (long) LONG.get(content, at + 8);
            crc = word(first, 8 * 256) ^ word(second, 0);
        }
        for (; at < to; at++) {
            crc = TABLES[(int) (crc ^ content[at]) & 0xff] ^ (crc >>> 8);
        }
        value = crc;
    }

    /** The effect of eight bytes, followed by as many zero bytes as there are tables before {@code base}. */
    private static long word(long bytes, int base) {
        return TABLES[base + 7 * 256 + ((int) bytes & 0xff)]
                ^ TABLES[base + 6 * 256 + ((int) (bytes >>> 8) & 0xff)]
                ^ TABLES[base + 5 * 256 + ((int) (bytes >>> 16) & 0xff)]
                ^ TABLES[base + 4 * 256 + ((int) (bytes >>> 24) & 0xff)]
                ^ TABLES[base + 3 * 256 + ((int) (bytes >>> 32) & 0xff)]
                ^ TABLES[base + 2 * 256 + ((int) (bytes >>> 40) & 0xff)]
                ^ TABLES[base + 256 + ((int) (bytes >>> 48) & 0xff)]
                ^ TABLES[base + (int) (bytes >>> 56)];
    }

    long value() {
        return value;
    }

    private static long[] tables() {
        long[] tables = new long[STEP * 256];
        for (int b = 0; b < 256; b++) {
            long crc = b;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL;
            }
            tables[b] = crc;
        }
        for (int i = 256; i < tables.length; i++) {
            long before = tables[i - 256];
            tables[i] = (before >>> 8) ^ tables[(int) before & 0xff];
        }
        return tables;
    }
}
