package dev.rethread.aof;

import dev.rethread.aof.AofRecord.Command;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Span;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command where it stands: the bounds of its arguments in a window of the file. Bytes are made only of the arguments
 * that are asked for.
 *
 * <p>A reader has one frame and moves it, and its window, from command to command; {@link #keep} makes one that stays.
 */
final class Frame {
    private static final int FIRST_ARGUMENTS = 16;
    private static final int MOST_DIGITS = 9;

    private static final int SHORT = 16;
    private static final int KNOWN = 1 << 10;

    private final @Nullable Bytes[] texts;
    private byte[] window = new byte[0];
    private int count;
    /** Begin and end of every argument. */
    private int[] bounds = new int[2 * FIRST_ARGUMENTS];

    private @Nullable Bytes[] made = new Bytes[FIRST_ARGUMENTS];
    private long offset;
    private long length;
    private @Nullable Span span;
    /** The number that {@link #number} read. */
    private int value;

    Frame() {
        this(new Bytes[KNOWN]);
    }

    private Frame(@Nullable Bytes[] texts) {
        this.texts = texts;
    }

    static Frame of(Command command) {
        Frame frame = new Frame(new Bytes[0]);
        List<Bytes> arguments = command.arguments();
        frame.count = arguments.size();
        frame.made = arguments.toArray(new Bytes[0]);
        frame.span = command.span();
        frame.offset = command.span().offset();
        frame.length = command.span().length();
        return frame;
    }

    /**
     * Moves to the command at {@code at}, if it lies in {@code window} up to {@code limit} and nothing is wrong with it.
     *
     * @param base offset in the file of the window's first byte
     */
    boolean moveTo(byte[] window, int at, int limit, long base) {
        int next = number(window, at, limit, '*');
        int arguments = value;
        if (next < 0 || arguments == 0) {
            return false;
        }
        for (int i = 0; i < arguments; i++) {
            int from = number(window, next, limit, '$');
            int to = from + value;
            if (from < 0 || to > limit - 2 || window[to] != '\r' || window[to + 1] != '\n') {
                return false;
            }
            bound(i, from, to);
            next = to + 2;
        }
        settle(window, arguments, base + at, next - at);
        return true;
    }

    private void bound(int index, int from, int to) {
        if (2 * index == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * bounds.length);
        }
        bounds[2 * index] = from;
        bounds[2 * index + 1] = to;
    }

    private void settle(byte[] window, int arguments, long offset, long length) {
        this.window = window;
        Arrays.fill(made, 0, Math.min(count, made.length), null);
        if (arguments > made.length) {
            made = new Bytes[bounds.length / 2];
        }
        count = arguments;
        this.offset = offset;
        this.length = length;
        span = null;
    }

    /** Reads {@code mark digits CRLF} into {@link #value} and returns where it ends, or -1. */
    private int number(byte[] window, int at, int limit, char mark) {
        int last = Math.min(limit - 1, at + 1 + MOST_DIGITS);
        if (at >= last || window[at] != mark) {
            return -1;
        }
        int next = at + 1;
        int number = 0;
        for (int digit = window[next] - '0'; digit >= 0 && digit <= 9; digit = window[next] - '0') {
            number = 10 * number + digit;
            if (++next > last) {
                return -1;
            }
        }
        if (next == at + 1 || next >= limit - 1 || window[next] != '\r' || window[next + 1] != '\n') {
            return -1;
        }
        value = number;
        return next + 2;
    }

    int count() {
        return count;
    }

    long offset() {
        return offset;
    }

    long length() {
        return length;
    }

    long end() {
        return offset + length;
    }

    Span span() {
        Span known = span;
        if (known == null) {
            known = new Span(offset, length);
            span = known;
        }
        return known;
    }

    /** How many bytes an argument has. */
    int length(int index) {
        Bytes known = made[index];
        return known == null ? bounds[2 * index + 1] - bounds[2 * index] : known.length();
    }

    Bytes argument(int index) {
        Bytes known = made[index];
        if (known == null) {
            known = known(bounds[2 * index], bounds[2 * index + 1]);
            made[index] = known;
        }
        return known;
    }

    /** A short text is likely to be a field's name or a number that was there before: then it is the same object. */
    private Bytes known(int from, int to) {
        if (to - from > SHORT || from == to) {
            return Bytes.wrap(Arrays.copyOfRange(window, from, to));
        }
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + window[i];
        }
        int place = (hash ^ (hash >>> 16)) & (KNOWN - 1);
        Bytes text = texts[place];
        if (text == null || !Arrays.equals(text.unsafeArray(), 0, text.length(), window, from, to)) {
            text = Bytes.wrap(Arrays.copyOfRange(window, from, to));
            texts[place] = text;
        }
        return text;
    }

    /** How to replay it, or null. */
    @Nullable
    CommandRule rule() {
        Bytes known = made[0];
        return known == null ? CommandTable.find(window, bounds[0], bounds[1]) : CommandTable.find(known);
    }

    Bytes name() {
        return argument(0);
    }

    List<Bytes> arguments() {
        Bytes[] arguments = new Bytes[count];
        for (int i = 0; i < count; i++) {
            arguments[i] = argument(i);
        }
        return List.of(arguments);
    }

    Command command() {
        return new Command(span(), arguments());
    }

    /** The same command, which stays what it is. */
    Frame keep() {
        return of(command());
    }
}
