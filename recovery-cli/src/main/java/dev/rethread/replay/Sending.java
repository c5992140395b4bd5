package dev.rethread.replay;

import dev.rethread.item.Effect;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.ledger.JournalRow;
import dev.rethread.plan.PlanStep;
import dev.rethread.server.Place;
import dev.rethread.server.Place.Aspect;
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

    /** What a write is judged by, and may change. */
    static Place place(JournalRow row) {
        Key key = new Key(row.database(), row.key());
        return switch (row.operation()) {
            case LOAD -> new Place(key, row.type(), Aspect.PAYLOAD);
            case EXPIRE -> Place.deadline(key);
            case CREATE, REPLACE, REMOVE, RAISE, LIFT, ADD -> new Place(key, row.type(), row.element());
        };
    }

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
