package dev.rethread.aof;

import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;

/** The options of SET, GETEX, MSETEX and HSETEX. */
final class SetOptions {
    private static final long MILLIS = 1000;

    private boolean onlyIfAbsent;
    private boolean onlyIfPresent;
    private boolean get;
    private boolean keepExpiry;
    private boolean persist;
    private boolean hasDeadline;
    private boolean relative;
    private long time;
    private int end;

    private SetOptions() {}

    static SetOptions parse(Call call, int from) {
        return parse(call, from, "");
    }

    /** Takes what stands before the word {@code stop}. */
    static SetOptions parse(Call call, int from, String stop) {
        SetOptions options = new SetOptions();
        options.end = from;
        while (options.end < call.count() && !call.word(options.end).equals(stop)) {
            options.end += options.take(call, options.end);
        }
        if (options.onlyIfAbsent && options.onlyIfPresent) {
            throw new RefusedException("syntax");
        }
        return options;
    }

    /** Takes one option and returns how many arguments it has. */
    private int take(Call call, int at) {
        String option = call.word(at);
        switch (option) {
            case "NX" -> onlyIfAbsent = true;
            case "XX" -> onlyIfPresent = true;
            case "GET" -> get = true;
            case "KEEPTTL" -> keepExpiry = true;
            case "PERSIST" -> persist = true;
            case "IFEQ", "IFNE", "IFDEQ", "IFDNE" -> {
                return 2; // what did not hold is not logged
            }
            default -> {
                takeDeadline(option, call.integer(at + 1));
                return 2;
            }
        }
        return 1;
    }

    private void takeDeadline(String option, long value) {
        switch (option) {
            case "EX" -> deadline(true, value, MILLIS);
            case "PX" -> deadline(true, value, 1);
            case "EXAT" -> deadline(false, value, MILLIS);
            case "PXAT" -> deadline(false, value, 1);
            default -> throw new RefusedException("syntax");
        }
    }

    private void deadline(boolean fromNow, long value, long unit) {
        if (value <= 0) {
            throw new RefusedException("invalid expire time");
        }
        hasDeadline = true;
        relative = fromNow;
        time = Deadlines.scale(value, unit);
    }

    /** Index of the first argument behind the options. */
    int end() {
        return end;
    }

    boolean onlyIfAbsent() {
        return onlyIfAbsent;
    }

    boolean onlyIfPresent() {
        return onlyIfPresent;
    }

    boolean get() {
        return get;
    }

    boolean keepExpiry() {
        return keepExpiry;
    }

    boolean persist() {
        return persist;
    }

    boolean hasDeadline() {
        return hasDeadline;
    }

    /** Unix milliseconds, or {@link Entry#NEVER} where it counts from a moment that is not known. */
    long deadline(Call call, Key key) {
        return relative ? call.fromNow(key, time) : time;
    }
}
