package dev.rethread.replay;

import dev.rethread.item.Effect;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.ledger.JournalRow;
import dev.rethread.plan.PlanStep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step ready to be sent: in live's ids, without the writes that are settled already.
 *
 * @param key as in live
 * @param needs keys that must be in live, as in live
 */
record Sending(PlanStep step, Key key, List<Key> needs, List<Write> writes) {
    /**
     * One write.
     *
     * @param row its journal row, without a result yet
     */
    record Write(JournalRow row, @Nullable Bytes expected) {}

    Sending {
        needs = List.copyOf(needs);
        writes = List.copyOf(writes);
    }

    /** An object comes back whole or not at all; entries of an index stand for themselves. */
    boolean together() {
        return together(step);
    }

    static boolean together(PlanStep step) {
        return step.phase() < Effect.RELATIONS;
    }
}
