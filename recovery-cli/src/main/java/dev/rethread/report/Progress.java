package dev.rethread.report;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;

/**
 * A line about long work on stderr, rewritten in place on a terminal at most ten times a second; nothing at all where
 * stderr is no terminal. Not thread-safe.
 */
public final class Progress {
    private static final long INTERVAL_MILLIS = 100;
    private static final String CLEAR = "\r\u001b[K";

    /** A terminal narrower than the line cuts it, instead of leaving a trail of half lines. */
    private static final String NO_WRAP = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";

    private final PrintWriter err;
    private final boolean terminal;
    private final Clock clock;
    private String current = "";
    private long start;
    private long shown;

    public Progress(PrintWriter err, boolean terminal, Clock clock) {
        this.err = err;
        this.terminal = terminal;
        this.clock = clock;
    }

    /** {@code done} of {@code total} (0 if unknown) units of {@code doing}, with the time left at the pace so far. */
    public void update(String doing, long done, long total) {
        if (!terminal) {
            return;
        }
        long now = clock.millis();
        boolean begins = !doing.equals(current);
        if (begins) {
            current = doing;
            start = now;
        }
        if (!begins && now - shown < INTERVAL_MILLIS) {
            return;
        }
        shown = now;
        err.print(CLEAR + NO_WRAP + line(doing, done, total, now - start) + WRAP);
        err.flush();
    }

    /** Clears the line. */
    public void done() {
        if (terminal && shown != 0) {
            err.print(CLEAR);
            err.flush();
        }
    }

    private static String line(String doing, long done, long total, long elapsed) {
        if (total <= 0) {
            return done == 0 ? doing : doing + " " + done;
        }
        double share = (double) done / total;
        String eta = done == 0 ? "N/A" : duration((long) (elapsed / share - elapsed));
        return String.format(Locale.ROOT, "%s %d/%d %.1f%% ETA %s", doing, done, total, share * 100, eta);
    }

    private static String duration(long millis) {
        Duration left = Duration.ofMillis(millis);
        return String.format(Locale.ROOT, "%d:%02d", left.toMinutes(), left.toSecondsPart());
    }
}
