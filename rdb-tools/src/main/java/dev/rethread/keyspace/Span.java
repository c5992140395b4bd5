package dev.rethread.keyspace;

/** A run of bytes in a source: absolute {@code offset} of the first, and how many. */
public record Span(long offset, long length) {
    public Span {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("span " + offset + "+" + length);
        }
    }

    public long end() {
        return offset + length;
    }

    @Override
    public String toString() {
        return "@0x" + Long.toHexString(offset) + " (+" + length + ")";
    }
}
