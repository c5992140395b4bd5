package dev.rethread.source;

/** A source that cannot be used at all: missing, empty, of the wrong kind. Damage inside one is {@link Damage}. */
public final class SourceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String hint;

    public SourceException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    public SourceException(String message, String hint, Throwable cause) {
        super(message, cause);
        this.hint = hint;
    }

    /** What the operator can do next, one sentence. */
    public String hint() {
        return hint;
    }
}
