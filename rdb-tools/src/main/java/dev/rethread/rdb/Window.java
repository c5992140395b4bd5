package dev.rethread.rdb;

import dev.rethread.source.SourceFile;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A forward cursor over a stretch of a source, through a buffer that slides along it. Every read is checked against the
 * end of the stretch before it moves or allocates. Optionally sums the checksum of all it passes over.
 */
final class Window {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final SourceFile source;
    private final long end;
    private final byte[] buffer;
    private final @Nullable Crc64 crc;
    /** Offset in the source of the buffer's first byte. */
    private long base;

    private int index;
    private int limit;
    private int summed;

    private Window(SourceFile source, long base, long end, byte[] buffer, @Nullable Crc64 crc) {
        this.source = source;
        this.base = base;
        this.end = end;
        this.buffer = buffer;
        this.crc = crc;
    }

    /** Reads {@code from} to {@code end} and sums the checksum on the way. */
    static Window summing(SourceFile source, long from, long end, int capacity) {
        return new Window(source, from, end, buffer(from, end, capacity), new Crc64());
    }

    /** Reads {@code from} to {@code end}. */
    static Window plain(SourceFile source, long from, long end, int capacity) {
        return new Window(source, from, end, buffer(from, end, capacity), null);
    }

    /** Reads {@code from} to {@code end} with its buffer filled already, as far as the file goes. */
    static Window filled(SourceFile source, long from, long end, int capacity) {
        Window window = plain(source, from, end, capacity);
        window.limit = source.read(from, window.buffer, 0, (int) Math.min(window.buffer.length, end - from));
        return window;
    }

    private static byte[] buffer(long from, long end, int capacity) {
        return new byte[(int) Math.max(1, Math.min(end - from, capacity))];
    }

    /**
     * A cursor over a stretch of the same source. It shares this buffer where the buffer holds the stretch, so it is
     * good only until this window slides on.
     */
    Window stretch(long from, long to) {
        if (!holds(from, to)) {
            return plain(source, from, to, buffer.length);
        }
        Window shared = new Window(source, base, to, buffer, null);
        shared.index = (int) (from - base);
        shared.limit = (int) (to - base);
        return shared;
    }

    boolean holds(long from, long to) {
        return from >= base && to <= base + limit;
    }

    SourceFile source() {
        return source;
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

    void skip(long count) {
        require(count);
        if (crc == null && count > limit - index) {
            seek(position() + count);
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

    /** Goes to any offset of the stretch without reading what lies between; only where nothing is summed. */
    void seek(long offset) {
        if (offset >= base && offset <= base + limit) {
            index = (int) (offset - base);
            return;
        }
        base = offset;
        index = 0;
        limit = 0;
    }

    byte[] bytes(long count) {
        require(count);
        if (count > LARGEST_ARRAY) {
            throw new MalformedException("a string of " + count + " bytes, at most " + LARGEST_ARRAY + " can be held");
        }
        byte[] content = new byte[(int) count];
        int filled = 0;
        while (filled < content.length) {
            if (index == limit) {
                slide();
            }
            int step = Math.min(limit - index, content.length - filled);
            System.arraycopy(buffer, index, content, filled, step);
            index += step;
            filled += step;
        }
        return content;
    }

    private void require(long count) {
        if (count < 0 || count > remaining()) {
            throw new MalformedException(Long.toUnsignedString(count) + " bytes announced at 0x"
                    + Long.toHexString(position()) + ", " + remaining() + " left");
        }
    }

    private void slide() {
        sum();
        base += limit;
        index = 0;
        limit = 0;
        summed = 0;
        limit = source.read(base, buffer, 0, (int) Math.min(buffer.length, end - base));
        if (limit == 0) {
            throw new MalformedException("breaks off at 0x" + Long.toHexString(base));
        }
    }

    /** The checksum of everything before the position; 0 if this window does not sum. */
    long checksum() {
        sum();
        return crc == null ? 0 : crc.value();
    }

    private void sum() {
        if (crc != null) {
            crc.update(buffer, summed, index);
            summed = index;
        }
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
                if (source.read(at, chunk, 0, length) < length) {
                    return 0;
                }
                hash = Fingerprint.mix(hash, chunk, 0, length);
            }
        }
        return Fingerprint.nonZero(hash);
    }
}
