package dev.rethread.document;

/** Bytes that are no document. Caught in this package and turned into damage, so it carries no stack trace. */
final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean breaksOff;

    private MalformedException(String problem, boolean breaksOff) {
        super(problem, null, false, false);
        this.breaksOff = breaksOff;
    }

    static MalformedException wrong(String problem) {
        return new MalformedException(problem, false);
    }

    /** A document that is well formed as far as the file goes. */
    static MalformedException breaksOff(String problem) {
        return new MalformedException(problem, true);
    }

    String problem() {
        return String.valueOf(getMessage());
    }

    boolean isBreakingOff() {
        return breaksOff;
    }
}
