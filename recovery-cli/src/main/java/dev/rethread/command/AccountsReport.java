package dev.rethread.command;

import dev.rethread.report.Report;
import dev.rethread.report.Table;
import dev.rethread.report.TextOut;
import dev.rethread.report.Times;
import java.util.List;

/**
 * Who must register again.
 *
 * @param stagedAt ISO-8601, UTC: live may have moved on since
 * @param register accounts with credentials that live does not have, oldest first
 * @param others accounts that items wait for and of which no source holds a record
 */
record AccountsReport(String stagedAt, List<Account> register, List<Awaited> others) implements Report {
    /**
     * @param joined Unix ms; 0 if unknown
     * @param waiting items that come back when it is there
     */
    record Account(String name, long joined, long waiting) {}

    record Awaited(String reason, long waiting) {}

    @Override
    public void text(TextOut out) {
        out.heading(register.size() + " accounts must be registered again, under the same names");
        Table table = new Table(">waiting", "registered", "name");
        register.forEach(account -> table.row(account.waiting(), Times.day(account.joined()), account.name()));
        out.table(table);
        if (!others.isEmpty()) {
            out.blank();
            Table more = new Table(">waiting", "because");
            others.forEach(other -> more.row(other.waiting(), other.reason()));
            out.table(more);
        }
        out.line("As of " + stagedAt + ", when it was staged.");
    }
}
