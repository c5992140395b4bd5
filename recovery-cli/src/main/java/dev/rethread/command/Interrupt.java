package dev.rethread.command;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C as a request: long work looks at {@link #requested} between two safe points and ends there by itself, so that
 * it takes back what it started and says how to go on.
 */
public final class Interrupt {
    private final AtomicBoolean requested = new AtomicBoolean();

    public boolean requested() {
        return requested.get();
    }

    /** Asks for the end of the work; false if that was asked before. */
    boolean request() {
        return requested.compareAndSet(false, true);
    }

    /**
     * For a safe point.
     *
     * @throws InterruptedByOperator if the end was asked for
     */
    void check() {
        if (requested()) {
            throw new InterruptedByOperator();
        }
    }
}
