package dev.rethread.delta;

import dev.rethread.keyspace.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A list as one byte string, so that a list compares and travels like any other element's value.
 *
 * <pre>
 * ( length: 4 bytes, big-endian, unsigned up to 2^31-1 | element bytes )*
 * </pre>
 *
 * The empty byte string is the empty list.
 */
public final class ListEncoding {
    private static final int PREFIX = Integer.BYTES;

    private ListEncoding() {}

    /**
     * The elements, head first, as one byte string.
     *
     * @throws ArithmeticException where the list needs 2 GiB or more
     */
    public static Bytes encode(List<Bytes> elements) {
        long size = 0;
        for (Bytes element : elements) {
            size += PREFIX + element.length();
        }
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(size));
        for (Bytes element : elements) {
            out.putInt(element.length()).put(element.unsafeArray());
        }
        return Bytes.wrap(out.array());
    }

    /**
     * The elements of {@code encoded}, head first.
     *
     * @throws IllegalArgumentException where {@code encoded} was not written by {@link #encode}
     */
    public static List<Bytes> decode(Bytes encoded) {
        ByteBuffer in = ByteBuffer.wrap(encoded.unsafeArray());
        List<Bytes> elements = new ArrayList<>();
        while (in.hasRemaining()) {
            elements.add(element(in));
        }
        return elements;
    }

    private static Bytes element(ByteBuffer in) {
        int at = in.position();
        if (in.remaining() < PREFIX) {
            throw new IllegalArgumentException(
                    "list @" + at + ": " + in.remaining() + " bytes left, a length needs " + PREFIX);
        }
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("list @" + at + ": element of " + Integer.toUnsignedString(length)
                    + " bytes, " + in.remaining() + " left");
        }
        byte[] content = new byte[length];
        in.get(content);
        return Bytes.wrap(content);
    }
}
