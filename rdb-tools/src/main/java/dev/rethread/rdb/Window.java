package dev.rethread.rdb;

import dev.rethread.source.SourceFile;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A forward cursor over a stretch of a source, through a buffer that slides along it. Every read is checked against the
 * end of the stretch before it moves or allocates.
 *
 * <p>A window may sum the checksum of all it passes over: a long stretch is then read and summed on a second thread
 * ({@link ReadAhead}), and {@link #close} ends that. A window that does not sum can be moved ({@link #seek}).
 */
final class Window implements AutoCloseable {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
    /** What is read at a place just jumped to. */
    private static final int LITTLE = 1 << 12;

    private static final byte[] NOTHING = {};

    /** Null where the buffer holds the whole stretch. */
    private final @Nullable SourceFile source;

    private final int capacity;
    private final @Nullable ReadAhead ahead;
    private final boolean sums;
    private long end;
    private byte[] buffer = NOTHING;
    private byte[] own = NOTHING;
    /** Offset in the source of the buffer's first byte. */
    private long base;

    private int index;
    /** Where the bytes to be read end: within the stretch, and within what was loaded. */
    private int limit;

    private int loaded;
    /** The checksum of everything before the buffer. */
    private long crcBefore;

    /** How much is read at least, also beyond the stretch. */
    private int step;

    private Window(@Nullable SourceFile source, long from, long end, int capacity, boolean sums) {
        this.source = source;
        this.base = from;
        this.end = end;
        this.capacity = capacity;
        this.sums = sums;
        this.ahead =
                sums && source != null && ReadAhead.worthwhile(end - from) ? ReadAhead.start(source, from, end) : null;
    }

    /** Reads {@code from} to {@code end} and sums the checksum on the way. */
    static Window summing(SourceFile source, long from, long end, int capacity) {
        return new Window(source, from, end, capacity, true);
    }

    /** Reads {@code from} to {@code end}. */
    static Window plain(SourceFile source, long from, long end, int capacity) {
        return new Window(source, from, end, capacity, false);
    }

    /** Reads nothing until it is sent somewhere by {@link #seek}. */
    static Window movable(SourceFile source, int capacity) {
        return new Window(source, 0, 0, capacity, false);
    }

    /** Reads a stretch of bytes that are in memory already. */
    static Window of(byte[] content, int from, int end) {
        Window window = new Window(null, 0, end, 0, false);
        window.buffer = content;
        window.index = from;
        window.limit = end;
        window.loaded = end;
        return window;
    }

    /**
     * A cursor over a stretch of the same source. It shares this buffer where the buffer holds the stretch, so it is
     * good only until this window slides on.
     */
    Window stretch(long from, long to) {
        Window stretch = plain(source(), from, to, capacity);
        stretch.share(this, from, to);
        return stretch;
    }

    /** Moves to a stretch of the same source as {@code other}, in its buffer if that holds it, else as {@link #seek}. */
    void share(Window other, long from, long to) {
        if (!other.holds(from, to)) {
            seek(from, to);
            return;
        }
        buffer = other.buffer;
        base = other.base;
        index = (int) (from - base);
        limit = (int) (to - base);
        loaded = limit;
        end = to;
    }

    /**
     * Moves to another stretch. What is loaded is used again; reading on from where it ends reads more at a time, up to
     * the capacity, while jumping about reads little.
     */
    void seek(long from, long to) {
        end = to;
        boolean shared = buffer != own;
        if (!shared && from >= base && from <= base + loaded) {
            index = (int) (from - base);
            limit = (int) Math.min(loaded, end - base);
            return;
        }
        boolean near = !shared && from >= base && from - base <= 2L * loaded;
        step = Math.min(near ? 2 * step : LITTLE, capacity);
        base = from;
        index = 0;
        limit = 0;
        loaded = 0;
    }

    boolean holds(long from, long to) {
        return from >= base && to <= base + loaded;
    }

    SourceFile source() {
        return Objects.requireNonNull(source);
    }

    long position() {
        return base + index;
    }

    long remaining() {
        return end - position();
    }

    int u8() {
        if (index == limit) {
            slide();
        }
        return buffer[index++] & 0xff;
    }

    /** Eight bytes, little-endian. */
    long le64() {
        if (limit - index >= 8) {
            long value = (long) LONG.get(buffer, index);
            index += 8;
            return value;
        }
        return littleEndian(8);
    }

    /** {@code size} bytes, little-endian, unsigned. */
    long littleEndian(int size) {
        long value = 0;
        for (int shift = 0; shift < 8 * size; shift += 8) {
            value |= (long) u8() << shift;
        }
        return value;
    }

    /** {@code size} bytes, big-endian, unsigned. */
    long bigEndian(int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = value << 8 | u8();
        }
        return value;
    }

    /** Passes over bytes; only what sums reads them. */
    void skip(long count) {
        if (count >= 0 && count <= limit - index) {
            index += (int) count;
            return;
        }
        require(count);
        if (!sums) {
            seek(position() + count, end);
            return;
        }
        long left = count;
        while (left > limit - index) {
            left -= limit - index;
            index = limit;
            slide();
        }
        index += (int) left;
    }

    byte[] bytes(long count) {
        byte[] content = new byte[allowed(count)];
        fill(content, content.length);
        return content;
    }

    /** Bytes for a while: where they lie in the buffer, or copied together. */
    void slice(long count, Slice into) {
        if (count >= 0 && count <= limit - index) {
            into.lie(buffer, index, (int) count);
            index += (int) count;
            return;
        }
        int length = allowed(count);
        fill(into.room(length, 0), length);
    }

    private int allowed(long count) {
        require(count);
        if (count > LARGEST_ARRAY) {
            throw new MalformedException("a string of " + count + " bytes, at most " + LARGEST_ARRAY + " can be held");
        }
        return (int) count;
    }

    private void fill(byte[] content, int length) {
        int filled = 0;
        while (filled < length) {
            if (index == limit) {
                slide();
            }
            int part = Math.min(limit - index, length - filled);
            System.arraycopy(buffer, index, content, filled, part);
            index += part;
            filled += part;
        }
    }

    private void require(long count) {
        if (count < 0 || count > remaining()) {
            throw new MalformedException(Long.toUnsignedString(count) + " bytes announced at 0x"
                    + Long.toHexString(position()) + ", " + remaining() + " left");
        }
    }

    private void slide() {
        long at = position();
        if (at < end) {
            load(at);
        }
        if (index == limit) {
            throw new MalformedException("breaks off at 0x" + Long.toHexString(at));
        }
    }

    private void load(long at) {
        if (ahead != null) {
            ReadAhead.Chunk chunk = ahead.next();
            buffer = chunk.content;
            loaded = chunk.length;
            crcBefore = chunk.crcBefore;
        } else {
            crcBefore = checksum();
            loaded = read(at);
        }
        base = at;
        index = 0;
        limit = (int) Math.min(loaded, end - base);
    }

    private int read(long at) {
        long available = sums ? end - at : source().size() - at;
        int wanted = (int) Math.min(Math.max(step, Math.min(end - at, capacity)), available);
        if (own.length < wanted) {
            own = new byte[wanted];
        }
        buffer = own;
        return source().read(at, own, 0, wanted);
    }

    /** The checksum of everything before the position; 0 if this window does not sum. */
    long checksum() {
        if (!sums) {
            return 0;
        }
        Crc64 crc = new Crc64(crcBefore);
        crc.update(buffer, 0, index);
        return crc.value();
    }

    /** A hash of a stretch of the source, from the buffer where it holds the stretch; 0 if it is no longer there. */
    long hash(long from, long to, long seed) {
        long hash = seed;
        for (long at = from; at < to; at += Fingerprint.CHUNK) {
            long chunkEnd = Math.min(at + Fingerprint.CHUNK, to);
            int length = (int) (chunkEnd - at);
            if (holds(at, chunkEnd)) {
                hash = Fingerprint.mix(hash, buffer, (int) (at - base), length);
            } else {
                byte[] chunk = new byte[length];
                if (source().read(at, chunk, 0, length) < length) {
                    return 0;
                }
                hash = Fingerprint.mix(hash, chunk, 0, length);
            }
        }
        return Fingerprint.nonZero(hash);
    }

    @Override
    public void close() {
        if (ahead != null) {
            ahead.close();
        }
    }
}
