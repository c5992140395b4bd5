package dev.rethread.aof;

/** Ranks {@code start} to {@code stop} as commands name them (inclusive, negative from the end), cut to what is there. */
record Range(int from, int to) {
    static Range of(long start, long stop, int size) {
        long first = Math.max(0, start < 0 ? start + size : start);
        long last = Math.min(size - 1L, stop < 0 ? stop + size : stop);
        return first > last ? new Range(0, 0) : new Range((int) first, (int) last + 1);
    }
}
