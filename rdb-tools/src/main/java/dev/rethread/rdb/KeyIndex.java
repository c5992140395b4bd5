package dev.rethread.rdb;

import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Span;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Where each key of a file lies, in about 38 bytes a key whatever its name's length. Keys are numbered in file order;
 * the index knows them by a keyed 128-bit hash and holds no name and no value.
 *
 * <pre>
 * row    hash of database and name: 2 longs, fingerprint, offset (44 bits) and length (20 bits) of the record
 * slot   int, 0 if free: number + 1 in as many bits as the largest takes, above them bits of the hash
 * </pre>
 *
 * Written first, then {@link #seal}ed, then read.
 */
final class KeyIndex {
    private static final int HIGH = 0;
    private static final int LOW = 1;
    private static final int FINGERPRINT = 2;
    private static final int PLACE = 3;
    private static final int LENGTH_BITS = 20;
    /** This length or more does not fit the row. */
    private static final long LONG = (1L << LENGTH_BITS) - 1;

    private static final long PARTS_OF_HEAP = 8;
    private static final double LOAD = 0.75;

    private final Rows rows;
    private final Map<Integer, Long> longLengths = new HashMap<>();
    /** Numbers of keys that do not count: listed again later, or undecodable. */
    private final BitSet gone = new BitSet();

    /** The numbers from which on the database is another one, and those databases. */
    private int[] runStarts = new int[4];

    private int[] runDatabases = new int[4];
    private int runs;
    private int[] slots = {};
    private int numberMask;
    private int count;

    /** Told of a key that comes a second time. */
    interface Repeated {
        void key(int earlier, int later);
    }

    KeyIndex() {
        this(Runtime.getRuntime().maxMemory() / PARTS_OF_HEAP);
    }

    /** @param limit how many bytes of rows stay in memory; the others go to a temporary file */
    KeyIndex(long limit) {
        rows = new Rows(limit);
    }

    void add(Key key, long fingerprint, Span record) {
        run(key.database());
        long length = Math.min(LONG, record.length());
        if (length == LONG) {
            longLengths.put(rows.size(), record.length());
        }
        rows.add(
                Fingerprint.keyHigh(key.database(), key.name()),
                Fingerprint.keyLow(key.database(), key.name()),
                fingerprint,
                (record.offset() << LENGTH_BITS) | length);
    }

    private void run(int number) {
        if (runs > 0 && runDatabases[runs - 1] == number) {
            return;
        }
        if (runs == runStarts.length) {
            runStarts = Arrays.copyOf(runStarts, 2 * runs);
            runDatabases = Arrays.copyOf(runDatabases, 2 * runs);
        }
        runStarts[runs] = rows.size();
        runDatabases[runs++] = number;
    }

    /** Makes the keys findable; of those listed more than once the last counts. */
    void seal(Repeated repeated) {
        rows.seal();
        count = rows.size();
        slots = new int[(int) (count / LOAD) + 1];
        numberMask = (1 << (32 - Integer.numberOfLeadingZeros(count))) - 1;
        for (int number = 0; number < rows.size(); number++) {
            long low = rows.get(number, LOW);
            int slot = slot(rows.get(number, HIGH), low);
            int earlier = (slots[slot] & numberMask) - 1;
            slots[slot] = ((int) low & ~numberMask) | (number + 1);
            if (earlier >= 0) {
                remove(earlier);
                repeated.key(earlier, number);
            }
        }
    }

    /** The slot that has the key, or the free one where it belongs. */
    private int slot(long high, long low) {
        int tag = (int) low & ~numberMask;
        int slot = (int) (((high >>> 32) * slots.length) >>> 32);
        while (slots[slot] != 0 && !((slots[slot] & ~numberMask) == tag && is(slots[slot], high, low))) {
            slot = slot + 1 == slots.length ? 0 : slot + 1;
        }
        return slot;
    }

    private boolean is(int content, long high, long low) {
        int number = (content & numberMask) - 1;
        return (rows.get(number, LOW) == low) && rows.get(number, HIGH) == high;
    }

    /** The key's number, or -1; by its hash alone, which no other key shares as far as chance goes. */
    int find(Key key) {
        return find(Fingerprint.keyHigh(key.database(), key.name()), Fingerprint.keyLow(key.database(), key.name()));
    }

    /** The number here of the key that has {@code number} in {@code other}, or -1. */
    int find(KeyIndex other, int number) {
        return find(other.rows.get(number, HIGH), other.rows.get(number, LOW));
    }

    private int find(long high, long low) {
        int number = (slots[slot(high, low)] & numberMask) - 1;
        return (number >= 0) && !gone.get(number) ? number : -1;
    }

    /** Takes a key out of the count; its number stays. */
    void remove(int number) {
        if (!gone.get(number)) {
            gone.set(number);
            count--;
        }
    }

    /** The first number from {@code from} on whose key counts, or -1. */
    int next(int from) {
        int number = gone.nextClearBit(from);
        return number < rows.size() ? number : -1;
    }

    /** How many keys count. */
    int count() {
        return count;
    }

    long fingerprint(int number) {
        return rows.get(number, FINGERPRINT);
    }

    Span span(int number) {
        long place = rows.get(number, PLACE);
        long length = place & LONG;
        return new Span(place >>> LENGTH_BITS, length < LONG ? length : longLengths.getOrDefault(number, length));
    }

    int database(int number) {
        int run = Arrays.binarySearch(runStarts, 0, runs, number);
        return runDatabases[run >= 0 ? run : -run - 2];
    }

    boolean spilled() {
        return rows.spilled();
    }
}
