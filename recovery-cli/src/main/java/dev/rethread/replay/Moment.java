package dev.rethread.replay;

/** The instants between which a process may die; named so that tests can die at each. */
enum Moment {
    BEFORE_RUN,
    AFTER_RUN,
    AFTER_MARKER,
    AFTER_TAKING_IDS,
    AFTER_RESERVING_IDS,
    BEFORE_INTENT,
    AFTER_INTENT,
    AFTER_SENDING,
    AFTER_OUTCOME,
    BEFORE_END,
    AFTER_MARKER_REMOVED,
    AFTER_END;

    /** Told of every moment. */
    @FunctionalInterface
    interface Witness {
        Witness NONE = moment -> {};

        void reached(Moment moment);
    }
}
