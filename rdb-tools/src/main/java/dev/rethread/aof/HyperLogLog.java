package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import java.util.Arrays;
import java.util.Optional;

/**
 * The string that PFADD makes, byte for byte as servers write it ({@code hyperloglog.c}).
 *
 * <pre>
 * "HYLL" | encoding 0 dense, 1 sparse | 3 zeros | cached cardinality, 8 bytes little-endian, top bit: outdated
 * dense   16384 registers of 6 bits, lowest bits first
 * sparse  00llllll             l + 1 registers of 0
 *         01llllll llllllll    l + 1 registers of 0
 *         1vvvvvll             l + 1 registers of v + 1
 * </pre>
 */
public final class HyperLogLog {
    private static final int REGISTERS = 1 << 14;
    private static final int RANKS = 50;
    private static final int HEADER = 16;
    private static final int ENCODING = 4;
    private static final int CACHE = 8;
    private static final int DENSE_SIZE = HEADER + REGISTERS * 6 / 8;
    private static final int LONGEST_ZERO = 64;
    private static final int LONGEST_VALUE_RUN = 4;
    private static final int LARGEST_SPARSE_VALUE = 32;
    /** The setting hll-sparse-max-bytes, which files do not tell. */
    private static final int LARGEST_SPARSE = 3000;

    private static final int MERGED_AT_ONCE = 5;
    private static final int SEED = 0xadc83b19;
    private static final double ALPHA = 0.7213475204444817;

    private byte[] bytes;
    private int length;

    private HyperLogLog(byte[] bytes) {
        this.bytes = bytes;
        this.length = bytes.length;
    }

    /**
     * Both in one, as PFMERGE makes of {@code into} and {@code other}: {@code into} itself where it holds all of
     * {@code other}, empty where one of them is none or damaged.
     */
    public static Optional<Bytes> merge(Bytes into, Bytes other) {
        try {
            HyperLogLog merged = of(into);
            HyperLogLog added = of(other);
            byte[] largest = merged.registers();
            byte[] registers = added.registers();
            if (added.isDense()) {
                merged.makeDense();
            }
            boolean raised = false;
            for (int i = 0; i < registers.length; i++) {
                raised |= registers[i] > largest[i] && merged.raise(i, registers[i]);
            }
            return Optional.of(raised ? merged.bytes() : into);
        } catch (RefusedException none) {
            return Optional.empty();
        }
    }

    /** An empty one, sparse. */
    static HyperLogLog empty() {
        byte[] bytes = new byte[HEADER + 2];
        System.arraycopy(Bytes.of("HYLL").unsafeArray(), 0, bytes, 0, ENCODING);
        bytes[ENCODING] = 1;
        putZeros(bytes, HEADER, REGISTERS);
        return new HyperLogLog(bytes);
    }

    /**
     * Takes a string for one. As in servers, what users wrote into a sparse one shows only where it is come across.
     *
     * @throws RefusedException where a server would not
     */
    static HyperLogLog of(Bytes string) {
        byte[] bytes = string.toArray();
        boolean known = bytes.length >= HEADER
                && string.slice(0, ENCODING).equals(Bytes.of("HYLL"))
                && (bytes[ENCODING] == 0 ? bytes.length == DENSE_SIZE : bytes[ENCODING] == 1);
        if (!known) {
            throw new RefusedException("no HyperLogLog");
        }
        return new HyperLogLog(bytes);
    }

    Bytes bytes() {
        return Bytes.wrap(Arrays.copyOf(bytes, length));
    }

    boolean isDense() {
        return bytes[ENCODING] == 0;
    }

    /** The value of every register. */
    byte[] registers() {
        byte[] registers = new byte[REGISTERS];
        if (isDense()) {
            for (int i = 0; i < REGISTERS; i++) {
                registers[i] = (byte) dense(i);
            }
            return registers;
        }
        int register = 0;
        for (int at = HEADER; at < length; at += width(at)) {
            int run = run(at);
            if (register + run > REGISTERS || at + width(at) > length) {
                throw new RefusedException("a damaged HyperLogLog");
            }
            Arrays.fill(registers, register, register + run, (byte) value(at));
            register += run;
        }
        if (register != REGISTERS) {
            throw new RefusedException("a damaged HyperLogLog");
        }
        return registers;
    }

    /** Whether a register has changed. */
    boolean add(Bytes element) {
        long hash = murmur(element.unsafeArray());
        int rank = Long.numberOfTrailingZeros((hash >>> 14) | (1L << RANKS)) + 1;
        return raise((int) hash & (REGISTERS - 1), rank);
    }

    /** Sets a register to {@code value} unless it is as large. */
    boolean raise(int register, int value) {
        boolean raised = isDense() ? raiseDense(register, value) : raiseSparse(register, value);
        if (raised) {
            outdate();
        }
        return raised;
    }

    void outdate() {
        bytes[CACHE + 7] |= (byte) 0x80;
    }

    /** As PFCOUNT does: stores the cardinality in the header, if what is there is outdated. */
    void count() {
        if (bytes[CACHE + 7] < 0) {
            long cardinality = cardinality();
            for (int i = 0; i < 8; i++) {
                bytes[CACHE + i] = (byte) (cardinality >>> (8 * i));
            }
        }
    }

    void makeDense() {
        if (isDense()) {
            return;
        }
        byte[] registers = registers();
        bytes = Arrays.copyOf(Arrays.copyOf(bytes, HEADER), DENSE_SIZE);
        length = DENSE_SIZE;
        bytes[ENCODING] = 0;
        for (int i = 0; i < REGISTERS; i++) {
            setDense(i, registers[i]);
        }
    }

    private int dense(int register) {
        int at = HEADER + register * 6 / 8;
        int shift = (register * 6) & 7;
        int next = at + 1 < DENSE_SIZE ? bytes[at + 1] & 0xff : 0;
        return (((bytes[at] & 0xff) | (next << 8)) >>> shift) & 63;
    }

    private void setDense(int register, int value) {
        int at = HEADER + register * 6 / 8;
        int shift = (register * 6) & 7;
        bytes[at] = (byte) ((bytes[at] & ~(63 << shift)) | (value << shift));
        if (shift > 2) {
            bytes[at + 1] = (byte) ((bytes[at + 1] & ~(63 >>> (8 - shift))) | (value >>> (8 - shift)));
        }
    }

    private boolean raiseDense(int register, int value) {
        if (dense(register) >= value) {
            return false;
        }
        setDense(register, value);
        return true;
    }

    private boolean isValue(int at) {
        return bytes[at] < 0;
    }

    private int width(int at) {
        return isValue(at) || (bytes[at] & 0x40) == 0 ? 1 : 2;
    }

    private int run(int at) {
        if (isValue(at)) {
            return (bytes[at] & 3) + 1;
        }
        if (width(at) == 1) {
            return (bytes[at] & 63) + 1;
        }
        int low = at + 1 < length ? bytes[at + 1] & 0xff : 0;
        return (((bytes[at] & 63) << 8) | low) + 1;
    }

    private int value(int at) {
        return isValue(at) ? ((bytes[at] >>> 2) & 31) + 1 : 0;
    }

    private static int putZeros(byte[] into, int at, int run) {
        if (run == 0) {
            return at;
        }
        if (run <= LONGEST_ZERO) {
            into[at] = (byte) (run - 1);
            return at + 1;
        }
        into[at] = (byte) (0x40 | ((run - 1) >>> 8));
        into[at + 1] = (byte) (run - 1);
        return at + 2;
    }

    private static int putValues(byte[] into, int at, int value, int run) {
        if (run > 0) {
            into[at] = (byte) (0x80 | ((value - 1) << 2) | (run - 1));
        }
        return run > 0 ? at + 1 : at;
    }

    private boolean raiseSparse(int register, int value) {
        if (value > LARGEST_SPARSE_VALUE) {
            return promote(register, value);
        }
        int before = HEADER;
        int at = HEADER;
        int first = 0;
        while (at < length && register >= first + run(at)) {
            first += run(at);
            before = at;
            at += width(at);
        }
        if (at >= length || at + width(at) > length) {
            throw new RefusedException("a damaged HyperLogLog");
        }
        if (value(at) >= value) {
            return false;
        }
        byte[] piece = new byte[5];
        int size = split(piece, at, register - first, value);
        if (size > width(at) && length + size - width(at) > LARGEST_SPARSE) {
            return promote(register, value);
        }
        replace(at, piece, size);
        mergeValues(before);
        return true;
    }

    private boolean promote(int register, int value) {
        makeDense();
        return raiseDense(register, value);
    }

    /** Writes what takes the place of the code at {@code at}, whose register number {@code index} gets a new value. */
    private int split(byte[] piece, int at, int index, int value) {
        int old = value(at);
        int behind = run(at) - index - 1;
        int size = old == 0 ? putZeros(piece, 0, index) : putValues(piece, 0, old, index);
        size = putValues(piece, size, value, 1);
        return old == 0 ? putZeros(piece, size, behind) : putValues(piece, size, old, behind);
    }

    private void replace(int at, byte[] piece, int size) {
        int width = width(at);
        if (length + size - width > bytes.length) {
            bytes = Arrays.copyOf(bytes, length + length / 2 + size);
        }
        System.arraycopy(bytes, at + width, bytes, at + size, length - at - width);
        System.arraycopy(piece, 0, bytes, at, size);
        length += size - width;
    }

    /** Joins neighbours of one value among the next few codes. */
    private void mergeValues(int from) {
        int at = from;
        for (int i = 0; i < MERGED_AT_ONCE && at < length; i++) {
            if (isValue(at) && at + 1 < length && isValue(at + 1) && canMerge(at)) {
                putValues(bytes, at + 1, value(at), run(at) + run(at + 1));
                System.arraycopy(bytes, at + 1, bytes, at, length - at - 1);
                length--;
            } else {
                at += width(at);
            }
        }
    }

    private boolean canMerge(int at) {
        return value(at) == value(at + 1) && run(at) + run(at + 1) <= LONGEST_VALUE_RUN;
    }

    /** The estimate of Otmar Ertl (arXiv:1702.01284), in the order of operations that gives servers' last digit. */
    private long cardinality() {
        int[] histogram = new int[64];
        for (byte register : registers()) {
            histogram[register]++;
        }
        double registers = REGISTERS;
        double z = registers * tau((registers - histogram[RANKS + 1]) / registers);
        for (int i = RANKS; i >= 1; i--) {
            z += histogram[i];
            z *= 0.5;
        }
        z += registers * sigma(histogram[0] / registers);
        return (long) Math.floor(ALPHA * registers * registers / z + 0.5);
    }

    private static double sigma(double start) {
        if (start == 1) {
            return Double.POSITIVE_INFINITY;
        }
        double x = start;
        double y = 1;
        double z = x;
        for (double before = Double.NaN; before != z; ) {
            x *= x;
            before = z;
            z += x * y;
            y += y;
        }
        return z;
    }

    private static double tau(double start) {
        if (start == 0 || start == 1) {
            return 0;
        }
        double x = start;
        double y = 1;
        double z = 1 - x;
        for (double before = Double.NaN; before != z; ) {
            x = Math.sqrt(x);
            before = z;
            y *= 0.5;
            z -= (1 - x) * (1 - x) * y;
        }
        return z / 3;
    }

    /** MurmurHash64A. */
    private static long murmur(byte[] data) {
        long factor = 0xc6a4a7935bd1e995L;
        long hash = Integer.toUnsignedLong(SEED) ^ (data.length * factor);
        int end = data.length & ~7;
        for (int i = 0; i < end; i += 8) {
            long word = littleEndian(data, i, 8) * factor;
            hash = (hash ^ ((word ^ (word >>> 47)) * factor)) * factor;
        }
        if (end < data.length) {
            hash = (hash ^ littleEndian(data, end, data.length - end)) * factor;
        }
        hash = (hash ^ (hash >>> 47)) * factor;
        return hash ^ (hash >>> 47);
    }

    private static long littleEndian(byte[] data, int from, int count) {
        long word = 0;
        for (int i = 0; i < count; i++) {
            word |= (data[from + i] & 0xffL) << (8 * i);
        }
        return word;
    }
}
