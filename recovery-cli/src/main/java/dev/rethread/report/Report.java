package dev.rethread.report;

/**
 * The result of a command: a record whose components are the JSON, and the text of the same values.
 *
 * <p>Implementations are records; {@code text} and JSON show the same numbers because there is only one set.
 */
public interface Report {
    /** Prints this for people. */
    void text(TextOut out);
}
