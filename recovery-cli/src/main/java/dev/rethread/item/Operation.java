package dev.rethread.item;

/** How an effect changes one element of live, with the precondition it carries. */
public enum Operation {
    /** The element must be absent; it gets the value. */
    CREATE,
    /** The element must hold what live held when it was staged; it gets the value. */
    REPLACE,
    /** The element must hold what is expected, a member of a set be there; it goes. One that is gone already is fine. */
    REMOVE,
    /** A number that only grows: it becomes the larger of live's and the value. */
    RAISE,
    /** As {@link #RAISE}, but only where the element is there. */
    LIFT,
    /** A count: the value, a signed integer, is added to live's exactly once. */
    ADD,
    /** The key must be absent; it is made whole from a DUMP payload. */
    LOAD,
    /** The key must be there, with the deadline that is expected, or without one; it gets the value as its deadline. */
    EXPIRE;

    public boolean hasExpectation() {
        return this == REPLACE || this == REMOVE || this == EXPIRE;
    }

    /** Whether a key that is gone is no obstacle: then there is nothing to do. */
    public boolean toleratesAbsence() {
        return this == REMOVE || this == LIFT;
    }

    /** Whether it concerns the key as a whole, whatever its type. */
    public boolean ofKey() {
        return this == LOAD || this == EXPIRE;
    }
}
