package dev.rethread.keyspace;

/**
 * The id of a stream's entry: Unix milliseconds and a number within the millisecond, both unsigned 64-bit. Ordered as
 * Redis orders them.
 */
public record StreamId(long milliseconds, long sequence) implements Comparable<StreamId> {
    public static final StreamId ZERO = new StreamId(0, 0);

    @Override
    public int compareTo(StreamId other) {
        int order = Long.compareUnsigned(milliseconds, other.milliseconds);
        return order != 0 ? order : Long.compareUnsigned(sequence, other.sequence);
    }

    /** As Redis writes it: {@code 1526919030474-55}. */
    @Override
    public String toString() {
        return Long.toUnsignedString(milliseconds) + "-" + Long.toUnsignedString(sequence);
    }
}
