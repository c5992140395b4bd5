package dev.rethread.ledger;

import dev.rethread.incident.ExitCode;
import dev.rethread.incident.OperatorException;

/** The ledger refuses, or cannot be used. */
public final class LedgerException extends OperatorException {
    private static final long serialVersionUID = 1;

    LedgerException(String message, String hint, ExitCode exitCode) {
        super(message, hint, exitCode);
    }

    LedgerException(String message, String hint, ExitCode exitCode, Throwable cause) {
        super(message, hint, exitCode, cause);
    }
}
