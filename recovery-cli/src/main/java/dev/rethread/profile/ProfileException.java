package dev.rethread.profile;

/** A profile that cannot be used; the message names the file, line and column where they are known. */
public final class ProfileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ProfileException(String message, Throwable cause) {
        super(message, cause);
    }

    public ProfileException(String message) {
        super(message);
    }
}
