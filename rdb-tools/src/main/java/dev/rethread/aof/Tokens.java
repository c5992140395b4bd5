package dev.rethread.aof;

import dev.rethread.aof.AofRecord.Annotation;
import dev.rethread.aof.AofRecord.Command;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over the tokens of an AOF.
 *
 * <pre>
 * command     *COUNT CRLF  then COUNT times  $LENGTH CRLF bytes CRLF
 * annotation  #TEXT CRLF
 * </pre>
 *
 * As servers do when they load a file, takes LF alone for the end of a line, and the byte before it for anything.
 *
 * Every method returns null or -1 where the bytes do not fit, leaves {@link #position} anywhere and says why in
 * {@link #problem}. A length is held against the source's size, and the end of the argument looked at, before anything
 * is allocated.
 */
final class Tokens {
    private static final int CR = '\r';
    private static final int LF = '\n';
    private static final int MOST_DIGITS = 10;
    private static final int SMALLEST_ARGUMENT = "$0\r\n\r\n".length();
    private static final int LARGEST_ARGUMENT = Integer.MAX_VALUE - 8;
    private static final int LONGEST_ANNOTATION = 128;
    private static final int FIRST_ARGUMENTS = 16;

    private final AofInput input;
    long position;
    private String problem = "";
    private boolean torn;

    Tokens(AofInput input, long position) {
        this.input = input;
        this.position = position;
    }

    /** What was wrong with the token that failed last, with the numbers. */
    String problem() {
        return problem;
    }

    /** Whether the token that failed last did so for running into the end of the source. */
    boolean torn() {
        return torn;
    }

    boolean atEnd() {
        return position >= input.size();
    }

    /** Moves {@code frame} to the command here; false where it cannot be had in one piece and {@link #command} must look. */
    boolean frame(Frame frame) {
        if (!input.frame(frame, position)) {
            return false;
        }
        position = frame.end();
        return true;
    }

    @Nullable
    Command command() {
        long start = position;
        long count = count();
        if (count < 0) {
            return null;
        }
        List<Bytes> arguments = new ArrayList<>((int) Math.min(count, FIRST_ARGUMENTS));
        for (long i = 0; i < count; i++) {
            int length = argumentLength();
            if (length < 0) {
                return null;
            }
            arguments.add(Bytes.wrap(input.bytes(position, length)));
            position += length + 2L;
        }
        return new Command(new Span(start, position - start), arguments);
    }

    /** The number of arguments, at least 1. */
    long count() {
        long count = header('*');
        if (count == 0) {
            return fail("a command of 0 arguments, should be 1 or more");
        }
        if (count > (input.size() - position) / SMALLEST_ARGUMENT) {
            torn = true;
            problem = count + " arguments announced, " + (input.size() - position) + " bytes left";
            return -1;
        }
        return count;
    }

    /** The length of the argument whose first byte the position is moved to. */
    int argumentLength() {
        long length = header('$');
        if (length < 0) {
            return -1;
        }
        long left = input.size() - position;
        if (length + 2 > left) {
            torn = true;
            problem = "an argument of " + length + " bytes announced, " + left + " left";
            return -1;
        }
        if (length > LARGEST_ARGUMENT) {
            return fail("an argument of " + length + " bytes, at most " + LARGEST_ARGUMENT + " can be held");
        }
        return isEnd(position + length)
                ? (int) length
                : fail("an argument of " + length + " bytes is not followed by a line end");
    }

    /** Redis does not look at the two bytes after an argument, so one wrong bit in them loses nothing. */
    private boolean isEnd(long offset) {
        boolean first = input.peek(offset) == CR;
        boolean second = input.peek(offset + 1) == LF;
        return (first && second) || ((first || second) && isStart(input.peek(offset + 2)));
    }

    private static boolean isStart(int next) {
        return next == '*' || next == '$' || next == '#' || next < 0;
    }

    private long header(char mark) {
        int first = input.at(position);
        if (first != mark) {
            return unexpected(first, "'" + mark + "'");
        }
        long value = 0;
        long at = position + 1;
        int next = input.at(at);
        while (next >= '0' && next <= '9' && at - position <= MOST_DIGITS) {
            value = 10 * value + next - '0';
            next = input.at(++at);
        }
        if (at == position + 1) {
            return unexpected(next, "a number and a line end after '" + mark + "'");
        }
        int width = next == LF ? 1 : 2;
        if (input.at(at + width - 1) != LF) {
            return unexpected(next == CR ? input.at(at + 1) : next, "a line end");
        }
        position = at + width;
        return value;
    }

    @Nullable
    Annotation annotation() {
        long start = position;
        long at = start + 1;
        while (at - start < LONGEST_ANNOTATION && isPrintable(input.at(at))) {
            at++;
        }
        int width = input.at(at) == CR ? 2 : 1;
        if (input.at(at + width - 1) != LF) {
            torn = at >= input.size() - 1;
            problem = "an annotation has no line end within " + LONGEST_ANNOTATION + " bytes";
            return null;
        }
        position = at + width;
        Bytes text = Bytes.wrap(input.bytes(start + 1, (int) (at - start - 1)));
        return new Annotation(new Span(start, position - start), text);
    }

    private static boolean isPrintable(int next) {
        return next >= ' ' && next != 0x7f;
    }

    private int unexpected(int found, String wanted) {
        torn = found < 0;
        problem = found < 0
                ? "the file ends, should go on with " + wanted
                : String.format("found byte 0x%02x, should be %s", found, wanted);
        return -1;
    }

    private int fail(String reason) {
        torn = false;
        problem = reason;
        return -1;
    }
}
