package dev.rethread.rdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The CRC-64 of Redis (Jones polynomial 0xad93d23594c935a9, reflected, no final xor), eight bytes a step. The table
 * {@code TABLES[k][b]} is the effect of byte {@code b} followed by {@code k} zero bytes.
 */
final class Crc64 {
    private static final long POLYNOMIAL = 0x95ac9329ac4bc9b5L;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long[][] TABLES = tables();

    private long value;

    void update(byte[] content, int from, int to) {
        long crc = value;
        int at = from;
        for (; at + 8 <= to; at += 8) {
            crc ^= (long) LONG.get(content, at);
            crc = TABLES[7][(int) crc & 0xff]
                    ^ TABLES[6][(int) (crc >>> 8) & 0xff]
                    ^ TABLES[5][(int) (crc >>> 16) & 0xff]
                    ^ TABLES[4][(int) (crc >>> 24) & 0xff]
                    ^ TABLES[3][(int) (crc >>> 32) & 0xff]
                    ^ TABLES[2][(int) (crc >>> 40) & 0xff]
                    ^ TABLES[1][(int) (crc >>> 48) & 0xff]
                    ^ TABLES[0][(int) (crc >>> 56)];
        }
        for (; at < to; at++) {
            crc = TABLES[0][(int) (crc ^ content[at]) & 0xff] ^ (crc >>> 8);
        }
        value = crc;
    }

    long value() {
        return value;
    }

    private static long[][] tables() {
        long[][] tables = new long[8][256];
        for (int b = 0; b < 256; b++) {
            long crc = b;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL;
            }
            tables[0][b] = crc;
        }
        for (int k = 1; k < 8; k++) {
            for (int b = 0; b < 256; b++) {
                long before = tables[k - 1][b];
                tables[k][b] = (before >>> 8) ^ tables[0][(int) before & 0xff];
            }
        }
        return tables;
    }
}
