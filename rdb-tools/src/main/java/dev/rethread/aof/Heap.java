package dev.rethread.aof;

import dev.rethread.source.SourceException;

/**
 * Ends a replay whose keyspace does not fit the JVM before the JVM ends. What is in use is looked at every 16 MB of the
 * file, more often where the heap is small; garbage is told from what is needed by collecting it, once the heap is nearly full. Where one thing is too large for
 * the rest of the heap, {@link #full} says so afterwards.
 */
final class Heap {
    private static final long STEP = 16 << 20;
    private static final int STEPS = 32;
    private static final int MEGABYTE = 1 << 20;
    /** Percent of the largest heap: from there on it is looked at closely, from there on it does not fit. */
    private static final int CLOSE = 75;

    private static final int FULL = 85;

    private final String name;
    private final long total;
    private final long most;
    private final long step;
    private long before;
    private long offset;
    private long next;

    /** @param total size of all that is to be read */
    Heap(String name, long total) {
        this(name, total, Runtime.getRuntime().maxMemory());
    }

    Heap(String name, long total, long most) {
        this.name = name;
        this.total = total;
        this.most = most;
        this.step = Math.min(STEP, most / STEPS);
        this.next = step;
    }

    /** The reading of this part has come to {@code offset}. */
    void read(long offset) {
        this.offset = offset;
        if (offset >= next) {
            next = offset + Math.max(step, look(before + offset));
        }
    }

    /** What to say where the JVM has found no room for what comes next. */
    SourceException full() {
        return tooLarge(before + offset, most);
    }

    void endOfPart(long size) {
        before += size;
        offset = 0;
        next = 0;
    }

    /** Returns how many bytes can be read before it is worth looking again. */
    private long look(long done) {
        if (used() <= most / 100 * CLOSE) {
            return step;
        }
        System.gc();
        long needed = used();
        long room = most / 100 * FULL - needed;
        if (room < 0) {
            throw tooLarge(done, needed);
        }
        return (long) ((double) room / 2 * done / Math.max(1, needed));
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** @param needed bytes of heap for the first {@code done} bytes of the source */
    SourceException tooLarge(long done, long needed) {
        double factor = Math.max(1, (double) total / Math.max(1, done));
        long estimate = (long) (needed * factor * 100 / CLOSE) / MEGABYTE;
        return new SourceException(
                name + ": needs about " + estimate + " MB of memory, the JVM has " + most / MEGABYTE + " MB; " + done
                        + " of " + total + " bytes were read",
                "Run with JAVA_TOOL_OPTIONS=-Xmx" + estimate + "m, or with --engine redis, which needs the memory of a"
                        + " redis-server instead.");
    }
}
