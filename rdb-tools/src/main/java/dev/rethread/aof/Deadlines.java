package dev.rethread.aof;

/** Arithmetic on deadlines, which servers keep in milliseconds. */
final class Deadlines {
    private Deadlines() {}

    static long scale(long time, long unit) {
        try {
            return Math.multiplyExact(time, unit);
        } catch (ArithmeticException overflow) {
            throw new RefusedException("invalid expire time");
        }
    }
}
