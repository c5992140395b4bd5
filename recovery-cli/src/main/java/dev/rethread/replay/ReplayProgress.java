package dev.rethread.replay;

/** Told how far a replay has come. */
@FunctionalInterface
public interface ReplayProgress {
    ReplayProgress NONE = (done, total) -> {};

    /** {@code done} of {@code total} steps are settled. */
    void steps(int done, int total);
}
