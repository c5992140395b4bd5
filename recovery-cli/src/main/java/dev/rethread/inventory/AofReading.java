package dev.rethread.inventory;

import dev.rethread.aof.Until;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an append-only file is read.
 *
 * @param until how far
 * @param server the redis-server that loads it, or null where Java replays it
 */
public record AofReading(Until until, @Nullable Path server) {
    /** By Java, up to a wipe. */
    public static final AofReading PLAIN = new AofReading(Until.WIPE, null);

    private static final String JAVA = "java";
    private static final String REDIS = "redis";

    /**
     * From the words of an option or of {@code incident.yaml}; null where nothing was said.
     *
     * @param until a time in UTC, {@code wipe} or {@code end}
     * @param offset {@code N} or {@code FILE:N}
     * @param engine {@code java}, {@code redis} for the server on the PATH, or the file of a server
     * @throws IllegalArgumentException where one is none of these, or a time and an offset are given
     */
    public static AofReading parse(@Nullable String until, @Nullable String offset, @Nullable String engine) {
        if (until != null && offset != null) {
            throw new IllegalArgumentException("until and until-offset: give one of them");
        }
        Until limit = offset == null ? until(until) : offset(offset);
        if (engine == null || engine.equals(JAVA)) {
            return new AofReading(limit, null);
        }
        return new AofReading(limit, Path.of(engine.equals(REDIS) ? "redis-server" : engine));
    }

    /** What to say of a source that is no append-only file: that this was asked for in vain, if it was. */
    List<String> ignored() {
        return equals(PLAIN)
                ? List.of()
                : List.of("--until, --until-offset and --engine are for append-only files; this is read as it is");
    }

    private static Until until(@Nullable String text) {
        if (text == null || text.equals("wipe")) {
            return Until.WIPE;
        }
        try {
            return text.equals("end") ? Until.END : Until.time(Instant.parse(text));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "until " + text + ": write a time in UTC as 2014-04-23T19:24:00Z, or wipe, or end", e);
        }
    }

    private static Until offset(String text) {
        int colon = text.lastIndexOf(':');
        try {
            return Until.offset(text.substring(0, Math.max(0, colon)), Long.parseLong(text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "until-offset " + text + ": write a number of bytes, or FILE:N for a file of a directory", e);
        }
    }
}
