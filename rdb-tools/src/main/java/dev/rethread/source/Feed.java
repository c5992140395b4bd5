package dev.rethread.source;

import dev.rethread.keyspace.Span;
import java.io.IOException;
import java.io.InputStream;

/** A content as a stream that counts, and from some offset on hands out one byte at a time. */
final class Feed extends InputStream {
    private final String name;
    private final Content content;
    private final long slowFrom;
    private final byte[] buffer = new byte[1 << 16];
    private long base;
    private int limit;
    private long position;
    private boolean exhausted;

    Feed(String name, Content content, long slowFrom) {
        this.name = name;
        this.content = content;
        this.slowFrom = slowFrom;
    }

    /** How many bytes were handed out. */
    long position() {
        return position;
    }

    /** Whether more were asked for than there are. */
    boolean isExhausted() {
        return exhausted;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) {
        if (length == 0) {
            return 0;
        }
        if (position == base + limit && !fill()) {
            exhausted = true;
            return -1;
        }
        int wanted = position >= slowFrom ? 1 : length;
        int given = (int) Math.min(wanted, base + limit - position);
        System.arraycopy(buffer, (int) (position - base), into, at, given);
        position += given;
        return given;
    }

    private boolean fill() {
        base = position;
        try {
            limit = content.read(position, buffer, 0, buffer.length);
        } catch (IOException e) {
            throw SourceFile.readFailed(name, new Span(position, buffer.length), e);
        }
        return limit > 0;
    }
}
