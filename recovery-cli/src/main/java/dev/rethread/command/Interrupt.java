package dev.rethread.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C as a request: long work looks at {@link #requested} between two safe points and ends there. The process waits
 * for it, but not for ever: a killed replay is as resumable as one that ended by itself.
 */
public final class Interrupt {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AtomicBoolean requested = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);

    public boolean requested() {
        return requested.get();
    }

    /** Asks for the end of the work and waits until it has come. */
    public void request() {
        requested.set(true);
        try {
            if (!ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("rethread: still busy after " + PATIENCE.toSeconds() + " s, leaving it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The work has ended. */
    void end() {
        ended.countDown();
    }
}
