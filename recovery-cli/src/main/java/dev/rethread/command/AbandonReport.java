package dev.rethread.command;

import dev.rethread.report.Report;
import dev.rethread.report.TextOut;

/**
 * A run that was given up.
 *
 * @param unknown writes that may be in live or not
 */
record AbandonReport(long run, int unknown) implements Report {
    @Override
    public void text(TextOut out) {
        out.line("Run " + run + " is given up. What it wrote stays in live.");
        if (unknown > 0) {
            out.line(unknown + " writes may be in live or not: the server was restarted, or cannot be asked.");
            out.line("Counts that they add to are not certain; compare them after the next replay.");
        }
        out.line("Next: rethread stage");
    }
}
