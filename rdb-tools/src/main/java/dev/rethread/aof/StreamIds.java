package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.StreamId;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Ids of stream entries as commands write them: {@code ms-seq} or {@code ms}. */
final class StreamIds {
    private static final int LONGEST = 41;

    private StreamIds() {}

    static StreamId parse(Bytes text) {
        StreamId id = find(text);
        if (id == null) {
            throw new RefusedException("not a stream id");
        }
        return id;
    }

    /** The id, or null where {@code text} is none. */
    static @Nullable StreamId find(Bytes text) {
        if (text.length() > LONGEST) {
            return null;
        }
        String word = new String(text.unsafeArray(), StandardCharsets.ISO_8859_1);
        int dash = word.indexOf('-');
        try {
            long milliseconds = number(dash < 0 ? word : word.substring(0, dash));
            return new StreamId(milliseconds, dash < 0 ? 0 : number(word.substring(dash + 1)));
        } catch (NumberFormatException notAnId) {
            return null;
        }
    }

    private static long number(String digits) {
        if (digits.isEmpty() || digits.charAt(0) == '+') {
            throw new NumberFormatException();
        }
        return Long.parseUnsignedLong(digits);
    }
}
