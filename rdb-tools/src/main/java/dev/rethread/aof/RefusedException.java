package dev.rethread.aof;

/** A command that a server would have answered with an error, so that it cannot have changed anything. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RefusedException(String reason) {
        super(reason, null, false, false);
    }
}
