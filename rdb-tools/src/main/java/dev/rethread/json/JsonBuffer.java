package dev.rethread.json;

import dev.rethread.keyspace.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Lines of JSON as bytes: text is never a {@link String} in between.
 *
 * <p>Text goes through in words of eight bytes as long as none of them needs a closer look: a control character, a quote
 * and a backslash are escaped, what is not ASCII is checked to be well-formed UTF-8. A string that is not is taken back
 * and written in base64.
 *
 * <p>A line that is not sure to end is held, in a buffer that grows with it, and taken back when the next one begins
 * before it ended. Any other is handed on whenever the buffer is full. Not thread-safe.
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
    /** A larger buffer is not kept for the next line. */
    private static final int LARGEST_KEPT = 1 << 22;
    /** A control character becomes six bytes. */
    private static final int WORST = 6;
    /** Words may be written past the end of what counts. */
    private static final int SLACK = Long.BYTES;
    /** Longer strings are checked first and then written piece by piece; a multiple of three, for base64. */
    private static final int PIECE = 3 << 12;

    private final OutputStream out;
    private byte[] buffer = new byte[CAPACITY];
    private int length;
    /** Where the last line that ended does so in the buffer. */
    private int ended;

    private boolean held = true;
    private boolean torn;
    private long written;

    JsonBuffer(OutputStream out) {
        this.out = out;
    }

    /**
     * Begins a line; one that has not ended is taken back.
     *
     * @throws IllegalStateException if it cannot be, having been called sure
     */
    void begin(boolean sure) {
        checkWhole();
        length = ended;
        held = !sure;
        if (buffer.length > LARGEST_KEPT) {
            handOn(ended);
            buffer = new byte[CAPACITY];
        }
    }

    private void checkWhole() {
        if (torn) {
            throw new IllegalStateException("a line that was sure to end did not");
        }
    }

    void end() {
        ended = length;
        torn = false;
    }

    /** Bytes of all lines that ended, handed on and still here. */
    long written() {
        return written + ended;
    }

    /** Hands on the lines that ended. */
    void flush() {
        handOn(ended);
        checkWhole();
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void room(int bytes) {
        if (bytes > buffer.length - length) {
            makeRoom(bytes);
        }
    }

    private void makeRoom(int bytes) {
        handOn(held ? ended : length);
        if (bytes > buffer.length - length) {
            buffer = Arrays.copyOf(buffer, Math.addExact(length, Math.max(length, bytes)));
        }
    }

    private void handOn(int bytes) {
        try {
            out.write(buffer, 0, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        written += bytes;
        torn |= bytes > ended;
        System.arraycopy(buffer, bytes, buffer, 0, length - bytes);
        length -= bytes;
        ended = Math.max(0, ended - bytes);
    }

    /** Appends all of {@code other}. */
    void append(JsonBuffer other) {
        room(other.length);
        System.arraycopy(other.buffer, 0, buffer, length, other.length);
        length += other.length;
    }

    /** ASCII that is JSON already; at most {@link #PIECE} bytes. */
    void raw(byte[] json) {
        room(json.length);
        System.arraycopy(json, 0, buffer, length, json.length);
        length += json.length;
    }

    void raw(char json) {
        room(1);
        buffer[length++] = (byte) json;
    }

    /** Ends what began with {@code open}: the members' separator is still {@code open} where there was none. */
    void close(char open, char before) {
        if (before == open) {
            raw(open);
        }
        raw(open == '[' ? ']' : '}');
    }

    void number(long value) {
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

    /** Decimal digits with a point before the last {@code decimals} of them. */
    void decimal(long digits, int decimals) {
        long unit = 1;
        for (int i = 0; i < decimals; i++) {
            unit *= 10;
        }
        if (digits < 0) {
            raw('-');
        }
        number(Math.abs(digits) / unit);
        raw('.');
        for (long rest = Math.abs(digits) % unit; unit > 1; rest %= unit) {
            unit /= 10;
            raw((char) ('0' + rest / unit));
        }
    }

    void string(Bytes text) {
        string(text.unsafeArray(), 0, text.length());
    }

    /** Text in quotes, or where it is not UTF-8, in base64. */
    void string(byte[] bytes, int from, int count) {
        int to = from + count;
        if (count > PIECE) {
            large(bytes, from, to);
            return;
        }
        room(count * WORST + 2 + SLACK);
        int start = length;
        buffer[length++] = '"';
        if (escape(bytes, from, to, to) == to && !looksEncoded(bytes, from, to)) {
            buffer[length++] = '"';
        } else {
            length = start;
            encoded(bytes, from, to);
        }
    }

    private void large(byte[] bytes, int from, int to) {
        if (looksEncoded(bytes, from, to) || !Utf8.wellFormed(bytes, from, to)) {
            encoded(bytes, from, to);
            return;
        }
        raw('"');
        for (int at = from; at < to; ) {
            room((PIECE + Utf8.LONGEST) * WORST + SLACK);
            at = escape(bytes, at, Math.min(to, at + PIECE), to);
        }
        raw('"');
    }

    private static boolean looksEncoded(byte[] bytes, int from, int to) {
        return to - from >= PREFIX.length
                && bytes[from] == PREFIX[0]
                && Arrays.equals(bytes, from, from + PREFIX.length, PREFIX, 0, PREFIX.length);
    }

    private void encoded(byte[] bytes, int from, int to) {
        raw('"');
        raw(PREFIX);
        for (int at = from; at < to; at += PIECE) {
            raw(Base64.getEncoder().encode(Arrays.copyOfRange(bytes, at, Math.min(to, at + PIECE))));
        }
        raw('"');
    }

    /**
     * Writes from {@code from} up to {@code to} and returns how far it came: to the first byte that begins no well-formed
     * character. One that begins before {@code to} is written to its end, which lies before {@code end}.
     */
    private int escape(byte[] bytes, int from, int to, int end) {
        int at = from;
        int into = length;
        while (at < to) {
            if (at + Long.BYTES <= bytes.length) {
                long word = (long) LONG.get(bytes, at);
                LONG.set(buffer, into, word);
                int plain = Math.min(plain(word), to - at);
                at += plain;
                into += plain;
                if (plain == Long.BYTES) {
                    continue;
                } else if (at == to) {
                    break;
                }
            }
            byte one = bytes[at];
            if (one < 0) {
                int size = Utf8.size(bytes, at, end);
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
