package dev.rethread.aof;

/**
 * Finds where commands go on after bytes that are none.
 *
 * <p>A start is believed only where several whole commands stand behind one another, since users write anything, also
 * {@code *1 CRLF $8 CRLF FLUSHALL}, and what they write stands in the file as it is. For the same reason an argument
 * that is still whole (a length, and a line end where the length says) is passed over as one, whatever is in it.
 */
final class Resync {
    private static final int WHOLE_COMMANDS = 3;
    private static final int MAGIC = 6;
    private static final int RDB_HEADER = 9;
    private static final int SMALLEST_OPCODE = 0xf0;
    private static final int MOST_ARGUMENTS = 4096;
    private static final int LONGEST_NAME = 40;

    private final AofInput input;

    Resync(AofInput input) {
        this.input = input;
    }

    /**
     * The first offset from {@code from} on where commands begin, or the size of the source.
     *
     * @param torn whether the broken token ran into the end of the source. Then what follows may be the body of one
     *     unfinished argument, and a start is believed only if as many whole commands follow as would be asked for in
     *     the middle of the file.
     */
    long after(long from, boolean torn) {
        long at = from;
        while (at < input.size()) {
            int next = input.at(at);
            if (((next == '*' || next == '#') && isStart(at, torn)) || isRdb(at)) {
                return at;
            }
            at = next == '$' ? argumentEnd(at) : at + 1;
        }
        return input.size();
    }

    /** Whether an RDB begins at {@code at}: its magic, its version and an opcode that no text has there. */
    boolean isRdb(long at) {
        int first = input.at(at);
        if (first != 'R' && first != 'V') {
            return false;
        }
        for (int i = 0; i < RDB_HEADER; i++) {
            int next = input.peek(at + i);
            boolean fits =
                    i < MAGIC ? next == (first == 'R' ? "REDIS0" : "VALKEY").charAt(i) : next >= '0' && next <= '9';
            if (!fits) {
                return false;
            }
        }
        return input.peek(at + RDB_HEADER) >= SMALLEST_OPCODE;
    }

    private long argumentEnd(long at) {
        Tokens tokens = new Tokens(input, at);
        int length = tokens.argumentLength();
        return length < 0 ? at + 1 : tokens.position + length + 2;
    }

    /** Whether commands begin at {@code at}. */
    boolean isStart(long at, boolean torn) {
        Tokens tokens = new Tokens(input, at);
        int whole = 0;
        while (whole < WHOLE_COMMANDS && !tokens.atEnd()) {
            if (input.at(tokens.position) == '#') {
                if (tokens.annotation() == null) {
                    return false;
                }
            } else if (skim(tokens)) {
                whole++;
            } else {
                return whole > 0 && tokens.torn() && !torn;
            }
        }
        return whole == WHOLE_COMMANDS || (whole > 0 && !torn);
    }

    private boolean skim(Tokens tokens) {
        long count = tokens.count();
        for (long i = 0; i < Math.min(count, MOST_ARGUMENTS); i++) {
            int length = tokens.argumentLength();
            if (length < 0 || (i == 0 && !isName(tokens.position, length))) {
                return false;
            }
            tokens.position += length + 2L;
        }
        return count > 0;
    }

    private boolean isName(long at, int length) {
        if (length < 2 || length > LONGEST_NAME || !Character.isLetter(input.at(at))) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            int next = input.at(at + i);
            if (next <= ' ' || next >= 0x7f) {
                return false;
            }
        }
        return true;
    }
}
