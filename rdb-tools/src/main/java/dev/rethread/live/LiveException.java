package dev.rethread.live;

import org.jspecify.annotations.Nullable;

/** A live server that could not be read whole. Nothing was written to it; what was received is dropped. */
public final class LiveException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String hint;

    public LiveException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    public LiveException(String message, String hint, @Nullable Throwable cause) {
        super(message, cause);
        this.hint = hint;
    }

    /** What the operator can do next, one sentence. */
    public String hint() {
        return hint;
    }
}
