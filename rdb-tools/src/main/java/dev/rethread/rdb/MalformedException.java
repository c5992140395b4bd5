package dev.rethread.rdb;

/** Bytes that do not follow the format; caught where the record or value began, where it becomes damage. */
final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MalformedException(String problem) {
        super(problem, null, false, false);
    }

    String problem() {
        return String.valueOf(getMessage());
    }
}
