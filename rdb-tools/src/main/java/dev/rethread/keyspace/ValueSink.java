package dev.rethread.keyspace;

/**
 * Receives a value element by element, in the order of the source, without an object for each: {@link #begin}, the calls
 * of that type, {@link #end}. So a value of any size passes through in the memory of its largest element.
 *
 * <p>Bytes are lent: {@code length} of them from {@code offset}, in a buffer that is reused after the call and must not
 * be written to. Numbers that the format stores as such arrive as their decimal digits.
 *
 * <p>Everything the bytes of a value say twice has been checked, except that members and fields differ: a sink that
 * builds a value sees to that itself, since it alone remembers them. Where a value turns out malformed, {@link #end}
 * does not come.
 */
public interface ValueSink {
    /** A value begins; a string has one {@link #string} in it, a stream or an array one {@link #whole}. */
    void begin(Type type);

    /** The whole of a string. */
    void string(byte[] bytes, int offset, int length);

    /** The next element of a list. */
    void element(byte[] bytes, int offset, int length);

    /** A member of a set. */
    void member(byte[] bytes, int offset, int length);

    /** A member of a sorted set; the score is never NaN. */
    void scored(byte[] bytes, int offset, int length, double score);

    /**
     * A field of a hash and its value.
     *
     * @param expireAt Unix milliseconds, or {@link Entry#NEVER}
     */
    void field(byte[] field, int offset, int length, byte[] value, int valueOffset, int valueLength, long expireAt);

    /** The whole of a stream or an array, which do not come in parts. */
    void whole(Value value);

    /** A value without an element model, verbatim: the bytes that follow the key in the file. */
    void opaque(int rdbType, byte[] raw, int offset, int length);

    /** All of the value has come. */
    void end();
}
