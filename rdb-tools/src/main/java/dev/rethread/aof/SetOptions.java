package dev.rethread.aof;

import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;

/** The options of SET and GETEX. */
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

    private SetOptions() {}

    static SetOptions parse(Call call, int from) {
        SetOptions options = new SetOptions();
        int at = from;
        while (at < call.count()) {
            at += options.take(call, at);
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
