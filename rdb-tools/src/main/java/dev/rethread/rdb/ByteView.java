package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import dev.rethread.source.SourceFile;

/** Single bytes of a source at any offset, through a buffer that follows. Beyond the end there is nothing: -1. */
final class ByteView {
    private static final int BUFFER = 1 << 16;
    private static final int BEHIND = 1 << 10;

    private final SourceFile source;
    private final byte[] buffer;
    private long base;
    private int limit;

    ByteView(SourceFile source) {
        this.source = source;
        this.buffer = new byte[(int) Math.max(1, Math.min(source.size(), BUFFER))];
    }

    long size() {
        return source.size();
    }

    int at(long offset) {
        long index = offset - base;
        if (index < 0 || index >= limit) {
            if (offset < 0 || offset >= source.size()) {
                return -1;
            }
            base = Math.max(0, offset - BEHIND);
            limit = source.read(base, buffer, 0, buffer.length);
            index = offset - base;
            if (index >= limit) {
                return -1;
            }
        }
        return buffer[(int) index] & 0xff;
    }

    /** Eight bytes, little-endian; 0 where the source ends before. */
    long le64(long offset) {
        long value = 0;
        for (int i = 7; i >= 0; i--) {
            value = value << 8 | Math.max(0, at(offset + i));
        }
        return value;
    }

    /** Whether {@code text} stands at {@code offset}. */
    boolean holds(long offset, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (at(offset + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Up to {@code length} bytes. */
    Bytes text(long offset, int length) {
        byte[] content = new byte[(int) Math.max(0, Math.min(length, source.size() - offset))];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) at(offset + i);
        }
        return Bytes.wrap(content);
    }

    /** Whether a header stands at {@code offset}: the magic and its digits. */
    boolean holdsHeader(long offset) {
        int magic = holds(offset, "REDIS") ? 5 : holds(offset, "VALKEY") ? 6 : 0;
        if (magic == 0) {
            return false;
        }
        for (int i = magic; i < RdbReader.HEADER; i++) {
            int digit = at(offset + i);
            if (digit < '0' || digit > '9') {
                return false;
            }
        }
        return true;
    }

    /** Whether a command or an annotation of an AOF seems to stand at {@code offset}. */
    boolean holdsCommand(long offset) {
        if (at(offset) != '*') {
            return holds(offset, "#TS:");
        }
        long end = offset + 1;
        while (at(end) >= '0' && at(end) <= '9') {
            end++;
        }
        return end > offset + 1 && holds(end, "\r\n$");
    }

    /** How many zeros stand from {@code offset} on, {@code most} at most. */
    int zeros(long offset, int most) {
        int count = 0;
        while (count < most && at(offset + count) == 0) {
            count++;
        }
        return count;
    }
}
