package dev.rethread.incident;

/** What a command's exit code says. Published: a code never changes its meaning. */
public enum ExitCode {
    /** Done; nothing is left to do. */
    DONE(0),
    /** Done; a gap or a finding exists. */
    FOUND(1),
    /** The command line cannot be understood. */
    USAGE(2),
    /** Some steps were refused or failed; the others are done. */
    PARTIAL(3),
    /** A precondition, fence or digest does not hold; nothing was written. */
    PRECONDITION(4),
    /** A source or server cannot be read. */
    SOURCE(5),
    /** There is no incident folder here. */
    NO_INCIDENT(10),
    /** Another process works in this incident folder. */
    LOCKED(11),
    /** A mistake in Rethread itself. */
    BUG(70),
    /** Stopped by the operator; the same command goes on from there. */
    INTERRUPTED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
