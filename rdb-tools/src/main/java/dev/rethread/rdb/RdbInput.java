package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;

/**
 * The primitives of the format, read from a window.
 *
 * <pre>
 * length  00xxxxxx                     6 bits
 *         01xxxxxx xxxxxxxx            14 bits, big-endian
 *         10000000 + 4 bytes           32 bits, big-endian
 *         10000001 + 8 bytes           64 bits, big-endian
 * string  length, that many bytes
 *         11000000 + 1 byte            int8   \
 *         11000001 + 2 bytes           int16   } little-endian, stands for its decimal digits
 *         11000010 + 4 bytes           int32  /
 *         11000011 + length c + length u + c bytes   LZF of u bytes
 * </pre>
 *
 * <p>{@link #doing} names what is being read, for the account of a failure.
 */
final class RdbInput {
    private static final int ENCODED = 3;
    private static final long LARGEST_STRING = Long.MAX_VALUE;
    /** Redis' own limit for a key. */
    private static final long LARGEST_NAME = 512L << 20;

    private final Window window;
    private String doing = "record";

    RdbInput(Window window) {
        this.window = window;
    }

    Window window() {
        return window;
    }

    String doing() {
        return doing;
    }

    void doing(String what) {
        doing = what;
    }

    long position() {
        return window.position();
    }

    int u8() {
        return window.u8();
    }

    long le64() {
        return window.le64();
    }

    void skip(long count) {
        window.skip(count);
    }

    /** A number written as a length: all 64 bits count, so it may come out negative. */
    long number() {
        return number(window.u8());
    }

    private long number(int first) {
        return switch (first >> 6) {
            case 0 -> first;
            case 1 -> (first & 0x3fL) << 8 | window.u8();
            case 2 -> wideNumber(first);
            default -> throw malformed("a length cannot begin with 0x" + Integer.toHexString(first));
        };
    }

    private long wideNumber(int first) {
        if (first == 0x80) {
            return window.bigEndian(4);
        }
        if (first == 0x81) {
            return window.bigEndian(8);
        }
        throw malformed("a length cannot begin with 0x" + Integer.toHexString(first));
    }

    /** A length in bytes or a count of elements of at least one byte each: never more than the bytes left. */
    long length() {
        return bounded(number());
    }

    private long bounded(long length) {
        if (length < 0 || length > window.remaining()) {
            throw malformed(Long.toUnsignedString(length) + " announced, " + window.remaining() + " bytes left");
        }
        return length;
    }

    Bytes string() {
        return string(LARGEST_STRING);
    }

    /** A string that is kept while the file is read, so that a damaged length must not make it take all the memory. */
    Bytes name() {
        return string(LARGEST_NAME);
    }

    private Bytes string(long largest) {
        int first = window.u8();
        if (first >> 6 != ENCODED) {
            return Bytes.wrap(window.bytes(atMost(largest, bounded(number(first)))));
        }
        return switch (first & 0x3f) {
            case 0 -> Bytes.of((byte) window.u8());
            case 1 -> Bytes.of((short) window.littleEndian(2));
            case 2 -> signed32(window.littleEndian(4));
            case 3 -> Bytes.wrap(lzf(largest));
            default -> throw malformed("string encoding " + (first & 0x3f) + ", known are 0 to 3");
        };
    }

    private static Bytes signed32(long bits) {
        int number = (int) bits;
        return Bytes.of(number);
    }

    private long atMost(long largest, long length) {
        if (length > largest) {
            throw malformed("a name of " + length + " bytes announced, at most " + largest + " are possible");
        }
        return length;
    }

    private byte[] lzf(long largest) {
        long compressed = length();
        long length = atMost(largest, number());
        Lzf.checkRatio(compressed, length);
        return Lzf.decompress(window.bytes(compressed), length);
    }

    /**
     * A string that breaks off somewhere: what is left of it.
     *
     * @param compressed whether what is compressed counts too. Only its end shows a wrong byte in it, so what comes out
     *     before the break is worth something only where the break is known
     */
    Bytes begunString(boolean compressed) {
        int first = window.u8();
        if (first >> 6 != ENCODED) {
            long length = number(first);
            return Bytes.wrap(window.bytes(length < 0 ? window.remaining() : Math.min(length, window.remaining())));
        }
        if ((first & 0x3f) != 3 || !compressed) {
            return Bytes.EMPTY;
        }
        long packed = number();
        long length = number();
        byte[] left = window.bytes(packed < 0 ? window.remaining() : Math.min(packed, window.remaining()));
        return Bytes.wrap(Lzf.beginning(left, Math.min(length, left.length * Lzf.LARGEST_RATIO)));
    }

    void skipString() {
        int first = window.u8();
        if (first >> 6 != ENCODED) {
            window.skip(number(first));
            return;
        }
        switch (first & 0x3f) {
            case 0 -> window.skip(1);
            case 1 -> window.skip(2);
            case 2 -> window.skip(4);
            case 3 -> skipLzf();
            default -> throw malformed("string encoding " + (first & 0x3f) + ", known are 0 to 3");
        }
    }

    private void skipLzf() {
        long compressed = length();
        Lzf.checkRatio(compressed, number());
        window.skip(compressed);
    }

    private MalformedException malformed(String problem) {
        return new MalformedException(problem + ", before 0x" + Long.toHexString(position()));
    }
}
