package dev.rethread.infer;

import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * A bounded part of a set of {@link Codes}, each with a number: those whose spread is below a limit that sinks as the set
 * grows. All samples choose alike, so what two have in common says what the sets have in common.
 */
final class Sample {
    private static final int FIRST = 16;
    private static final long EMPTY = Long.MIN_VALUE;

    private final int most;
    private final Room room;
    private long[] codes = empty(FIRST);
    private long[] values = new long[FIRST];
    private int size;
    /** Spreads are compared without their sign bit. */
    private long limit = Long.MAX_VALUE;

    /** @param most how many codes are kept */
    Sample(int most) {
        this(most, new Room(Long.MAX_VALUE));
    }

    Sample(int most, Room room) {
        this.most = most;
        this.room = room;
    }

    private static long[] empty(int length) {
        long[] codes = new long[length];
        Arrays.fill(codes, EMPTY);
        return codes;
    }

    void add(long code) {
        put(code, code);
    }

    /** Keeps the first value of a code. */
    void put(long code, long value) {
        if (code == EMPTY || spread(code) > limit) {
            return;
        }
        int at = find(code);
        if (codes[at] == code) {
            return;
        }
        codes[at] = code;
        values[at] = value;
        size++;
        while (size > most || (size * 2 > codes.length && !room.take(2L * codes.length))) {
            limit >>>= 1;
            rebuild(codes.length);
        }
        if (size * 2 > codes.length) {
            rebuild(codes.length * 2);
        }
    }

    int size() {
        return size;
    }

    /** How many codes there were, about. */
    long distinct() {
        return Math.round(size * ((double) Long.MAX_VALUE / limit));
    }

    /** Whether {@link #has} can tell of this code. */
    boolean knows(long code) {
        return spread(code) <= limit;
    }

    boolean has(long code) {
        return codes[find(code)] == code && code != EMPTY;
    }

    long value(long code) {
        return values[find(code)];
    }

    /** The codes, in an order that depends on them alone. */
    long[] codes() {
        return Arrays.stream(codes).filter(code -> code != EMPTY).sorted().toArray();
    }

    /** The largest number among the codes; -1 where there is none. */
    long largest() {
        return Arrays.stream(codes).max().orElse(-1);
    }

    /** How many of the codes that both could know fulfil the condition, of how many. */
    Share share(LongPredicate known, LongPredicate condition) {
        int all = 0;
        int fulfilled = 0;
        for (long code : codes) {
            if (code != EMPTY && known.test(code)) {
                all++;
                fulfilled += condition.test(code) ? 1 : 0;
            }
        }
        return new Share(fulfilled, all);
    }

    /** How many of the codes in both have the same value here and there. */
    Share agreement(Sample other) {
        return share(other::has, code -> value(code) == other.value(code));
    }

    private static long spread(long code) {
        return Codes.mix(code) >>> 1;
    }

    private int find(long code) {
        int mask = codes.length - 1;
        int at = (int) spread(code) & mask;
        while (codes[at] != EMPTY && codes[at] != code) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void rebuild(int length) {
        long[] oldCodes = codes;
        long[] oldValues = values;
        codes = empty(length);
        values = new long[length];
        size = 0;
        for (int i = 0; i < oldCodes.length; i++) {
            if (oldCodes[i] != EMPTY && spread(oldCodes[i]) <= limit) {
                int at = find(oldCodes[i]);
                codes[at] = oldCodes[i];
                values[at] = oldValues[i];
                size++;
            }
        }
    }
}
