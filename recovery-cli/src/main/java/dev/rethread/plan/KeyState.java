package dev.rethread.plan;

/** What must hold of a step's key before any of its writes. */
public enum KeyState {
    /** The key is made by this step: something else there is somebody else's. */
    ABSENT,
    /** The key belongs to something that may have been deleted since: half of it must not come back. */
    PRESENT,
    /** The key goes with this step: what has been added to it since is somebody's. One that is gone is fine. */
    WHOLE,
    /** An index or a counter, or a hash of several objects: either. */
    ANY;

    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
