package dev.rethread.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Members of gzip, one after the other, and zeroes behind them as tapes pad. Other decoders throw away bytes that were
 * whole when the checksum behind them is not, or pass over garbage in silence.
 *
 * <pre>
 *   1F 8B 08, flags, 6 bytes, [extra: le16 n, n bytes] [name, 0] [comment, 0] [2 bytes], deflated..., crc32, le32 size
 * </pre>
 *
 * Source: RFC 1952.
 */
final class GzipStream extends InputStream {
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final InputStream packed;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] buffer = new byte[1 << 13];
    private int at;
    private int limit;
    private boolean ended;

    GzipStream(InputStream packed) throws IOException {
        this.packed = packed;
        header();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        while (!ended && length > 0) {
            int inflated = inflate(into, from, length);
            if (inflated > 0) {
                crc.update(into, from, inflated);
                return inflated;
            }
            if (inflater.finished()) {
                trailer();
                ended = !anotherMember();
            }
        }
        return ended ? -1 : 0;
    }

    private int inflate(byte[] into, int from, int length) throws IOException {
        if (inflater.needsInput()) {
            if (at == limit) {
                fill();
            }
            inflater.setInput(buffer, at, limit - at);
            at = limit;
        }
        try {
            int inflated = inflater.inflate(into, from, length);
            if (inflated == 0 && inflater.needsDictionary()) {
                throw new IOException("asks for a dictionary");
            }
            return inflated;
        } catch (DataFormatException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void fill() throws IOException {
        limit = Math.max(0, packed.read(buffer, 0, buffer.length));
        at = 0;
        if (limit == 0) {
            throw new EOFException("unexpected end");
        }
    }

    private int u8() throws IOException {
        if (at == limit) {
            fill();
        }
        return buffer[at++] & 0xff;
    }

    private void header() throws IOException {
        if (u8() != 0x1f || u8() != 0x8b || u8() != 8) {
            throw new IOException("no header of a member");
        }
        rest();
    }

    private void rest() throws IOException {
        int flags = u8();
        skip(6);
        if ((flags & EXTRA) != 0) {
            int low = u8();
            skip(low | (u8() << 8));
        }
        text((flags & NAME) != 0);
        text((flags & COMMENT) != 0);
        skip((flags & HEADER_CHECKSUM) != 0 ? 2 : 0);
        inflater.reset();
        crc.reset();
    }

    private void text(boolean present) throws IOException {
        int letter = present ? u8() : 0;
        while (letter != 0) {
            letter = u8();
        }
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            u8();
        }
    }

    private void trailer() throws IOException {
        at = limit - inflater.getRemaining();
        if (le32() != crc.getValue()) {
            throw new IOException("wrong checksum");
        }
        if (le32() != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw new IOException("wrong size");
        }
    }

    private long le32() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            value |= (long) u8() << shift;
        }
        return value;
    }

    private boolean anotherMember() throws IOException {
        int next = next();
        while (next == 0) {
            next = next();
        }
        if (next < 0) {
            return false;
        }
        if (next != 0x1f || u8() != 0x8b || u8() != 8) {
            throw new IOException("what follows the last member is none");
        }
        rest();
        return true;
    }

    /** The next byte, or -1 at the end. */
    private int next() throws IOException {
        if (at == limit) {
            limit = Math.max(0, packed.read(buffer, 0, buffer.length));
            at = 0;
        }
        return at == limit ? -1 : buffer[at++] & 0xff;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
