package dev.rethread.fit;

import dev.rethread.item.Reference;
import java.util.Arrays;

/** The items that a keyspace holds, by a 64-bit hash each: first all are added, then asked for. */
final class KnownItems {
    private static final int FEW = 1024;
    private static final long PRIME = 0x9E3779B97F4A7C15L;

    private long[] hashes = new long[FEW];
    private int size;
    private boolean sorted;

    void add(Reference item) {
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, size * 2);
        }
        hashes[size++] = hash(item);
        sorted = false;
    }

    boolean contains(Reference item) {
        if (!sorted) {
            Arrays.sort(hashes, 0, size);
            sorted = true;
        }
        return Arrays.binarySearch(hashes, 0, size, hash(item)) >= 0;
    }

    private static long hash(Reference item) {
        long hash = item.domain().hashCode();
        for (byte next : item.id().unsafeArray()) {
            hash = (hash ^ next) * PRIME;
            hash ^= hash >>> 29;
        }
        return hash;
    }
}
