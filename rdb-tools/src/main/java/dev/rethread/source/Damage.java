package dev.rethread.source;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Span;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a source that could not be read, as data: the reader records this and goes on.
 *
 * @param file the source's name
 * @param span the bytes given up; empty where all were read but contradict what the source says of them elsewhere
 *     (a checksum, a count)
 * @param doing what was being read, for example {@code "hash field"}
 * @param key the key being read, if known
 * @param problem what is wrong, with both numbers (found and allowed)
 */
public record Damage(
        String file, Span span, String doing, @Nullable Bytes key, String problem) {
    /** A damaged length can make a key of megabytes. */
    private static final int LONGEST_KEY = 100;

    /** One line; of a long key the beginning. */
    @Override
    public String toString() {
        return file + " " + span + " " + doing + (key == null ? "" : " " + shown(key)) + ": " + problem;
    }

    private static String shown(Bytes key) {
        return key.length() <= LONGEST_KEY
                ? key.toString()
                : key.slice(0, LONGEST_KEY) + "... (" + key.length() + " bytes)";
    }
}
