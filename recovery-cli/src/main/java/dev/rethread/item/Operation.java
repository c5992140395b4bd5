package dev.rethread.item;

/** How an effect changes one element of live, with the precondition it carries. */
public enum Operation {
    /** The element must be absent; it gets the value. */
    CREATE,
    /** The element must equal what the base had; it gets the value. */
    REPLACE,
    /** A number that only grows: it becomes the larger of live's and the value. Always allowed. */
    RAISE,
    /** A count: the value, a signed integer, is added to live's exactly once. */
    ADD;

    public boolean hasExpectation() {
        return this == REPLACE;
    }
}
