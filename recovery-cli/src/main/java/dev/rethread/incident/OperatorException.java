package dev.rethread.incident;

/** Something the operator can mend: one line saying what is wrong, one saying what to do next, and an exit code. */
public class OperatorException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String hint;
    private final ExitCode exitCode;

    public OperatorException(String message, String hint, ExitCode exitCode) {
        super(message);
        this.hint = hint;
        this.exitCode = exitCode;
    }

    public OperatorException(String message, String hint, ExitCode exitCode, Throwable cause) {
        super(message, cause);
        this.hint = hint;
        this.exitCode = exitCode;
    }

    /** What to do next, one sentence; may be empty. */
    public String hint() {
        return hint;
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}
