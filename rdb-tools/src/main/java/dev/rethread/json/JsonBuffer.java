package dev.rethread.json;

import dev.rethread.keyspace.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * JSON as bytes, in a buffer that is handed on whenever it is full: text is never a {@link String} in between.
 *
 * <p>Text goes through in words of eight bytes as long as none of them needs a closer look: a control character, a quote
 * and a backslash are escaped, what is not ASCII is checked to be well-formed UTF-8. A string that is not is taken back
 * and written in base64. Not thread-safe.
 */
final class JsonBuffer {
    /** What a string of any bytes begins with; text that begins so is written in base64 too. */
    static final String BASE64 = "base64:";

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final byte[] PREFIX = BASE64.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int CAPACITY = 1 << 18;
    /** A control character becomes six bytes. */
    private static final int WORST = 6;
    /** Longer strings are checked first and then written piece by piece; a multiple of three, for base64. */
    private static final int PIECE = 3 << 12;

    private final OutputStream out;
    private final byte[] buffer = new byte[CAPACITY];
    private int length;
    private long written;

    JsonBuffer(OutputStream out) {
        this.out = out;
    }

    /** Bytes handed on and still held. */
    long written() {
        return written + length;
    }

    void flush() throws IOException {
        out.write(buffer, 0, length);
        written += length;
        length = 0;
        out.flush();
    }

    private void room(int bytes) throws IOException {
        if (length + bytes > CAPACITY) {
            out.write(buffer, 0, length);
            written += length;
            length = 0;
        }
    }

    /** ASCII that is JSON already; at most {@link #PIECE} bytes. */
    void raw(byte[] json) throws IOException {
        room(json.length);
        System.arraycopy(json, 0, buffer, length, json.length);
        length += json.length;
    }

    void raw(char json) throws IOException {
        room(1);
        buffer[length++] = (byte) json;
    }

    /** Ends what began with {@code open}: the members' separator is still {@code open} where there was none. */
    void close(char open, char before) throws IOException {
        if (before == open) {
            raw(open);
        }
        raw(open == '[' ? ']' : '}');
    }

    void number(long value) throws IOException {
        room(20);
        if (value < 0) {
            if (value == Long.MIN_VALUE) {
                raw(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
                return;
            }
            buffer[length++] = '-';
            digits(-value);
        } else {
            digits(value);
        }
    }

    private void digits(long value) {
        int end = length + 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            end++;
        }
        length = end;
        long rest = value;
        do {
            buffer[--end] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
    }

    /** {@code text} in quotes, or where it is not UTF-8, in base64. */
    void string(Bytes text) throws IOException {
        byte[] bytes = text.unsafeArray();
        if (bytes.length > PIECE) {
            large(bytes);
            return;
        }
        room(bytes.length * WORST + 2 + PREFIX.length);
        int start = length;
        buffer[length++] = '"';
        boolean plain = escape(bytes, 0, bytes.length) == bytes.length;
        if (plain && !looksEncoded(bytes)) {
            buffer[length++] = '"';
        } else {
            length = start;
            encoded(bytes);
        }
    }

    private void large(byte[] bytes) throws IOException {
        if (looksEncoded(bytes) || !Utf8.wellFormed(bytes)) {
            encoded(bytes);
            return;
        }
        raw('"');
        for (int from = 0; from < bytes.length; ) {
            room(PIECE * WORST);
            from = escape(bytes, from, Math.min(bytes.length, from + PIECE));
        }
        raw('"');
    }

    private static boolean looksEncoded(byte[] bytes) {
        return bytes.length >= PREFIX.length && Arrays.equals(bytes, 0, PREFIX.length, PREFIX, 0, PREFIX.length);
    }

    private void encoded(byte[] bytes) throws IOException {
        raw('"');
        raw(PREFIX);
        for (int from = 0; from < bytes.length; from += PIECE) {
            raw(Base64.getEncoder().encode(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PIECE))));
        }
        raw('"');
    }

    /**
     * Writes from {@code from} up to {@code to} and returns how far it came: to the first byte that begins no well-formed
     * character. One that begins before {@code to} is written to its end.
     */
    private int escape(byte[] bytes, int from, int to) {
        int at = from;
        int into = length;
        while (at < to) {
            if (at + Long.BYTES <= to) {
                long word = (long) LONG.get(bytes, at);
                LONG.set(buffer, into, word);
                int plain = plain(word);
                at += plain;
                into += plain;
                if (plain == Long.BYTES) {
                    continue;
                }
            }
            byte one = bytes[at];
            if (one < 0) {
                int size = Utf8.size(bytes, at);
                if (size == 0) {
                    break;
                }
                for (int i = 0; i < size; i++) {
                    buffer[into++] = bytes[at++];
                }
            } else {
                into = character(one, into);
                at++;
            }
        }
        length = into;
        return at;
    }

    /** How many of the eight bytes, from the first on, stand for themselves. */
    private static int plain(long word) {
        long control = (word - ONES * 0x20) & ~word;
        long quote = word ^ (ONES * '"');
        long backslash = word ^ (ONES * '\\');
        long special = (control | ((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | word) & HIGH;
        return Long.numberOfTrailingZeros(special) >>> 3;
    }

    private int character(byte one, int at) {
        int into = at;
        if (one >= 0x20 && one != '"' && one != '\\') {
            buffer[into++] = one;
            return into;
        }
        buffer[into++] = '\\';
        switch (one) {
            case '"', '\\' -> buffer[into++] = one;
            case '\n' -> buffer[into++] = 'n';
            case '\r' -> buffer[into++] = 'r';
            case '\t' -> buffer[into++] = 't';
            default -> {
                buffer[into++] = 'u';
                buffer[into++] = '0';
                buffer[into++] = '0';
                buffer[into++] = HEX[one >> 4];
                buffer[into++] = HEX[one & 0xf];
            }
        }
        return into;
    }
}
