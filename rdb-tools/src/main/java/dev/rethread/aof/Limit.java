package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import dev.rethread.rdb.RdbSnapshot;
import dev.rethread.source.SourceException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Holds what is met while replaying against an {@link Until}. */
final class Limit {
    private static final long MILLIS = 1000;

    private final Until until;
    private String part = "";
    /** The offset in this part that counts, or as far as an offset can be. */
    private long cut = Long.MAX_VALUE;

    private boolean partMet;
    private @Nullable Instant first;
    private @Nullable Instant last;
    /** Whether something before or at the moment asked for is known to be in what was read. */
    private boolean begun;

    Limit(Until until) {
        this.until = until;
    }

    /** Whether to end before a wipe. */
    boolean isWipe() {
        return until instanceof Until.Wipe;
    }

    /** Whether a moment was asked for. */
    boolean isTime() {
        return until instanceof Until.Time;
    }

    void part(String name, long size) {
        part = name;
        cut = endsWith(name) ? ((Until.Offset) until).offset() : Long.MAX_VALUE;
        if (endsWith(name)) {
            partMet = true;
            if (cut > size) {
                throw new SourceException(
                        name + ": has " + size + " bytes, offset " + cut + " was asked for",
                        "Name an offset up to the file's size, counted in bytes from 0.");
            }
        }
    }

    /** Whether what was asked for ends in this part. */
    boolean endsWith(String name) {
        return until instanceof Until.Offset offset
                && (offset.file().isEmpty() || name.equals(offset.file()) || name.endsWith("/" + offset.file()));
    }

    /** Whether something that ends at {@code end} is behind the offset asked for. */
    boolean cuts(long end) {
        return end > cut;
    }

    void preamble(RdbSnapshot keyspace, long end) {
        if (cuts(end)) {
            throw new SourceException(
                    part + ": offset " + cut + " lies inside the RDB that the file begins with, which ends at " + end,
                    "Name " + end + " for that RDB's keyspace, or a later offset.");
        }
        OptionalLong saved = saved(keyspace);
        if (saved.isPresent() && until instanceof Until.Time) {
            if (isBeyond(MILLIS * saved.getAsLong())) {
                throw tooEarly("the RDB it begins with was saved at " + Instant.ofEpochSecond(saved.getAsLong()));
            }
            begun = true;
        }
    }

    /** The Unix second in the RDB's {@code ctime}. */
    private static OptionalLong saved(RdbSnapshot keyspace) {
        Bytes text = keyspace.aux("ctime");
        return text == null ? OptionalLong.empty() : Numbers.parse(text);
    }

    /** Whether a base saved so, or a file that begins with that annotation, is from after the moment asked for. */
    boolean isBeyond(RdbSnapshot keyspace) {
        OptionalLong saved = saved(keyspace);
        return saved.isPresent() && until instanceof Until.Time time && MILLIS * saved.getAsLong() > millis(time);
    }

    /** Notes a timestamp and tells whether it is from after the moment asked for. */
    boolean isBeyond(long now) {
        if (!(until instanceof Until.Time time)) {
            return false;
        }
        Instant moment = Instant.ofEpochMilli(now);
        first = first == null ? moment : first;
        last = moment;
        if (now <= millis(time)) {
            begun = true;
            return false;
        }
        if (!begun) {
            throw tooEarly("its first timestamp is " + moment);
        }
        return true;
    }

    private static long millis(Until.Time time) {
        return time.moment().toEpochMilli();
    }

    private SourceException tooEarly(String begins) {
        return new SourceException(
                part + ": " + begins + ", after " + ((Until.Time) until).moment(),
                "Name a later time, or look for an older file: what was there before is not in this one.");
    }

    String told(long now) {
        return Instant.ofEpochMilli(now) + ", after " + ((Until.Time) until).moment();
    }

    /**
     * What to say where everything was replayed.
     *
     * @throws SourceException where what was asked for was never met
     */
    Optional<String> atEnd(String name) {
        if (until instanceof Until.Offset offset && !partMet) {
            throw new SourceException(
                    name + ": has no file " + offset.file(), "Name one of the files that its manifest names.");
        }
        if (!(until instanceof Until.Time time)) {
            return Optional.empty();
        }
        if (last == null) {
            throw new SourceException(
                    name + ": no timestamps in it, so it cannot be read up to a time",
                    "Servers write #TS: lines only with aof-timestamp-enabled; give an offset instead.");
        }
        return Optional.of("the last timestamp is " + last + ", before " + time.moment());
    }
}
