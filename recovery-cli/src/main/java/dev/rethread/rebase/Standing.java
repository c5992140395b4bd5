package dev.rethread.rebase;

import dev.rethread.item.Reference;
import org.jspecify.annotations.Nullable;

/**
 * Whether something a lost item needs is, or will be, in live.
 *
 * @param waitsFor the root cause, for {@link State#WAITING}
 */
record Standing(State state, @Nullable Reference waitsFor, String reason) {
    enum State {
        IN_LIVE,
        RESTORABLE,
        WAITING,
        GONE
    }

    static final Standing IN_LIVE = new Standing(State.IN_LIVE, null, "");
    static final Standing RESTORABLE = new Standing(State.RESTORABLE, null, "");

    static Standing waiting(Reference item, String reason) {
        return new Standing(State.WAITING, item, reason);
    }

    static Standing gone(String reason) {
        return new Standing(State.GONE, null, reason);
    }

    boolean available() {
        return state == State.IN_LIVE || state == State.RESTORABLE;
    }

    /** Of two needs the one that holds more up. */
    Standing worse(Standing other) {
        return state.compareTo(other.state) >= 0 ? this : other;
    }
}
