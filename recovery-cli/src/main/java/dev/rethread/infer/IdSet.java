package dev.rethread.infer;

import java.util.BitSet;

/** Which ids the keys of a form have: numbers exactly, as far as memory allows, names by a sample. */
final class IdSet {
    private static final int NAMES = 1 << 14;

    private final int exact;
    private final BitSet numbers = new BitSet();
    private final Sample others;
    private long largest = -1;
    private long count;
    private long numerals;

    /** @param exact numbers below are known exactly */
    IdSet(int exact, Room room) {
        others = new Sample(NAMES, room);
        this.exact = exact;
    }

    void add(long code) {
        count++;
        numerals += Codes.number(code) ? 1 : 0;
        largest = Math.max(largest, code);
        if (exact(code)) {
            numbers.set((int) code);
        } else {
            others.add(code);
        }
    }

    long count() {
        return count;
    }

    /** The largest number; -1 where ids are names. */
    long largest() {
        return largest;
    }

    /** Whether all ids are numbers. */
    boolean numbered() {
        return count > 0 && numerals == count;
    }

    private boolean exact(long code) {
        return code >= 0 && code < exact;
    }

    boolean knows(long code) {
        return exact(code) || others.knows(code);
    }

    boolean has(long code) {
        return exact(code) ? numbers.get((int) code) : others.has(code);
    }

    /** How many of {@code values} are ids here, of those that can be told. */
    Share of(Sample values) {
        return values.share(this::knows, this::has);
    }
}
