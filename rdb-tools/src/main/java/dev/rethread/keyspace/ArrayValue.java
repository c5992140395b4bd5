package dev.rethread.keyspace;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An array (Redis 8.8): elements at indexes, of which any may be missing.
 *
 * @param elements index, an unsigned 64-bit number, to element, in the order of the indexes
 * @param insertIndex where {@code ARINSERT} put the last element, {@link #NONE} where it was never used
 */
public record ArrayValue(SortedMap<Long, Bytes> elements, long insertIndex) implements Value {
    /** No cursor. The same number cannot be an index. */
    public static final long NONE = -1;

    public ArrayValue {
        SortedMap<Long, Bytes> sorted = new TreeMap<>(Long::compareUnsigned);
        sorted.putAll(elements);
        elements = Collections.unmodifiableSortedMap(sorted);
    }

    @Override
    public Type type() {
        return Type.ARRAY;
    }

    @Override
    public void elements(ValueSink sink) {
        sink.whole(this);
    }
}
