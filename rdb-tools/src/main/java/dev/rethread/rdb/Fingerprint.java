package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * Fast 64-bit hashes of raw bytes (multiply and rotate over eight bytes a step, four steps side by side, as xxHash
 * does). A value's is taken chunk by chunk, so that it does not depend on how the bytes were buffered. Good against
 * chance, not against an adversary who knows the key.
 *
 * <p>The key is random and dies with the process: hashes that an index writes to disk tell nothing of the names and
 * values they came from, and no file can be made to collide.
 */
final class Fingerprint {
    static final int CHUNK = 1 << 16;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long P1 = 0x9e3779b185ebca87L;
    private static final long P2 = 0xc2b2ae3d27d4eb4fL;
    private static final long P3 = 0x165667b19e3779f9L;
    private static final int LANES = 32;
    private static final long[] SECRETS = new SecureRandom().longs(3).toArray();

    private Fingerprint() {}

    static long mix(long seed, byte[] content, int from, int length) {
        long hash = seed ^ length * P3;
        int end = from + length;
        int at = from;
        if (length >= LANES) {
            hash = lanes(hash, content, from, length);
            at = end - length % LANES;
        }
        for (; at + 8 <= end; at += 8) {
            hash = step(hash, (long) LONG.get(content, at));
        }
        long tail = 0;
        for (; at < end; at++) {
            tail = tail << 8 | (content[at] & 0xff);
        }
        return finish(step(hash, tail));
    }

    private static long lanes(long seed, byte[] content, int from, int length) {
        long a = seed + P1;
        long b = seed + P2;
        long c = seed;
        long d = seed - P1;
        int end = from + length - length % LANES;
        for (int at = from; at < end; at += LANES) {
            a = step(a, (long) LONG.get(content, at));
            b = step(b, (long) LONG.get(content, at + 8));
            c = step(c, (long) LONG.get(content, at + 16));
            d = step(d, (long) LONG.get(content, at + 24));
        }
        return step(step(step(a, b), c), d);
    }

    /** The seed for a value: its type and expiry count as much as its bytes. */
    static long seed(int type, long expireAt) {
        return finish(step(SECRETS[0] ^ type * P3, expireAt));
    }

    /** Half of a key's 128-bit hash. */
    static long keyHigh(int database, Bytes name) {
        return key(SECRETS[1], database, name);
    }

    /** The other half. */
    static long keyLow(int database, Bytes name) {
        return key(SECRETS[2], database, name);
    }

    private static long key(long secret, int database, Bytes name) {
        return mix(secret ^ database * P2, name.unsafeArray(), 0, name.length());
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
