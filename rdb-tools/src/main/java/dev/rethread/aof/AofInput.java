package dev.rethread.aof;

import dev.rethread.source.SourceFile;

/** Positional reading of a source through one buffer that is moved to wherever a byte outside it is asked for. */
final class AofInput {
    private static final int CAPACITY = 1 << 18;

    private final SourceFile source;
    private final byte[] buffer;
    /** Offset in the source of the buffer's first byte. */
    private long base;

    private int limit;

    AofInput(SourceFile source) {
        this.source = source;
        this.buffer = new byte[(int) Math.max(1, Math.min(CAPACITY, source.size()))];
    }

    long size() {
        return source.size();
    }

    /** The byte at {@code offset}, unsigned, or -1 beyond the end. */
    int at(long offset) {
        long index = offset - base;
        if (index < 0 || index >= limit) {
            return outside(offset);
        }
        return buffer[(int) index] & 0xff;
    }

    private int outside(long offset) {
        if (offset >= source.size()) {
            return -1;
        }
        load(offset);
        return limit == 0 ? -1 : buffer[0] & 0xff;
    }

    private void load(long offset) {
        base = offset;
        limit = source.read(offset, buffer, 0, buffer.length);
    }

    /** Moves {@code frame} to the command at {@code offset}; false where it is not whole, or does not fit the buffer. */
    boolean frame(Frame frame, long offset) {
        if (at(offset) < 0) {
            return false;
        }
        if (frame.moveTo(buffer, (int) (offset - base), limit, base)) {
            return true;
        }
        if (offset == base || base + limit >= source.size()) {
            return false;
        }
        load(offset);
        return frame.moveTo(buffer, 0, limit, base);
    }

    /** As {@link #at}, but without moving the buffer: for a look far ahead. */
    int peek(long offset) {
        long index = offset - base;
        if (index >= 0 && index < limit) {
            return buffer[(int) index] & 0xff;
        }
        byte[] one = new byte[1];
        return source.read(offset, one, 0, 1) == 1 ? one[0] & 0xff : -1;
    }

    /** {@code length} bytes that the caller has found to lie inside the source. */
    byte[] bytes(long offset, int length) {
        byte[] content = new byte[length];
        long index = offset - base;
        if (index >= 0 && index + length <= limit) {
            System.arraycopy(buffer, (int) index, content, 0, length);
        } else {
            source.read(offset, content, 0, length);
        }
        return content;
    }
}
