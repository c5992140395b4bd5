package dev.rethread.rdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A fast 64-bit hash of raw bytes (multiply and rotate over eight bytes a step, as xxHash does), taken chunk by chunk
 * so that it does not depend on how the bytes were buffered. Good against chance, not against an adversary.
 */
final class Fingerprint {
    static final int CHUNK = 1 << 16;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long P1 = 0x9e3779b185ebca87L;
    private static final long P2 = 0xc2b2ae3d27d4eb4fL;
    private static final long P3 = 0x165667b19e3779f9L;

    private Fingerprint() {}

    static long mix(long seed, byte[] content, int from, int length) {
        long hash = seed ^ length * P3;
        int end = from + length;
        int at = from;
        for (; at + 8 <= end; at += 8) {
            hash = step(hash, (long) LONG.get(content, at));
        }
        long tail = 0;
        for (; at < end; at++) {
            tail = tail << 8 | (content[at] & 0xff);
        }
        return finish(step(hash, tail));
    }

    /** The seed for a value: its type and expiry count as much as its bytes. */
    static long seed(int type, long expireAt) {
        return finish(step(type * P3, expireAt));
    }

    /** 0 is taken: it says that there is no fingerprint. */
    static long nonZero(long hash) {
        return hash == 0 ? 1 : hash;
    }

    private static long step(long hash, long word) {
        long mixed = Long.rotateLeft(word * P2, 31) * P1;
        return Long.rotateLeft(hash ^ mixed, 27) * P1 + P3;
    }

    private static long finish(long hash) {
        long mixed = (hash ^ hash >>> 33) * P2;
        mixed = (mixed ^ mixed >>> 29) * P3;
        return mixed ^ mixed >>> 32;
    }
}
