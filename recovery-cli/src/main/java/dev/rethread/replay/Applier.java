package dev.rethread.replay;

import dev.rethread.incident.OperatorException;
import dev.rethread.server.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What steps are handed to: a server, or in a dry run something that knows what a server would answer. */
interface Applier {
    /**
     * What became of some steps.
     *
     * @param verdicts per step, per write; null where it is not known
     * @param failure why it is not
     */
    record Applied(
            List<@Nullable List<Verdict>> verdicts,
            @Nullable OperatorException failure) {}

    /**
     * Looks whether the target may still be written to.
     *
     * @throws OperatorException if it may not
     */
    void fence();

    /**
     * Adds to a counter and returns its new value: the ids up to it are taken.
     *
     * @throws OperatorException if it holds no number
     */
    long take(Place counter, long ids);

    /** The steps of one batch: none hinges on what becomes of another. */
    Applied apply(List<Sending> batch);

    /** These steps are in the journal for good. */
    void settled(List<Sending> batch);
}
