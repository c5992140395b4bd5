package dev.rethread.keyspace;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An immutable byte string with value equality and unsigned lexicographic order, as Redis compares keys.
 *
 * <p>{@link #toString} is for messages: printable ASCII and well-formed UTF-8 stay, everything else is escaped as
 * {@code \xNN}. Use {@link #utf8} where the text itself is wanted.
 */
public final class Bytes implements Comparable<Bytes> {
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;
    private int hash;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** Copies {@code content}. */
    public static Bytes copyOf(byte[] content) {
        return content.length == 0 ? EMPTY : new Bytes(content.clone());
    }

    /** Takes {@code content} over without a copy; the caller must not change it afterwards. */
    public static Bytes wrap(byte[] content) {
        return content.length == 0 ? EMPTY : new Bytes(content);
    }

    public static Bytes of(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    public static Bytes of(long number) {
        return of(Long.toString(number));
    }

    public int length() {
        return content.length;
    }

    public boolean isEmpty() {
        return content.length == 0;
    }

    /** The byte at {@code index}, unsigned: 0 to 255. */
    public int at(int index) {
        return content[index] & 0xff;
    }

    public byte[] toArray() {
        return content.clone();
    }

    /** The backing array itself, for hot paths; the caller must not change it. */
    public byte[] unsafeArray() {
        return content;
    }

    public Bytes slice(int from, int to) {
        return wrap(Arrays.copyOfRange(content, from, to));
    }

    /** The bytes read as UTF-8; malformed sequences become U+FFFD. */
    public String utf8() {
        return new String(content, StandardCharsets.UTF_8);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(content, other.content);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
        int h = hash;
        if (h == 0) {
            h = Arrays.hashCode(content);
            hash = h;
        }
        return h;
    }

    @Override
    public String toString() {
        return Printable.of(content);
    }
}
