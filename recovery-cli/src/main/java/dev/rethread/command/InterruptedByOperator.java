package dev.rethread.command;

/** The operator pressed Ctrl-C; what was done so far stands, and the same command goes on from there. */
final class InterruptedByOperator extends RuntimeException {
    private static final long serialVersionUID = 1;

    InterruptedByOperator() {
        super("interrupted");
    }
}
