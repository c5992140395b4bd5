package dev.rethread.command;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.rethread.ledger.AwaitedRow;
import dev.rethread.report.Report;
import dev.rethread.report.Table;
import dev.rethread.report.TextOut;
import dev.rethread.report.Times;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Who must register again: a name and what waits for it, nothing that a credential record holds.
 *
 * @param stagedAt ISO-8601, UTC: live may have moved on since
 * @param register accounts with credentials that live does not have, oldest first
 * @param others accounts that items wait for and of which no source holds a record
 */
record AccountsReport(String stagedAt, List<Account> register, List<Awaited> others) implements Report {
    /**
     * Items that come back when the account is there.
     *
     * @param waiting all of them
     * @param kinds kind of item to how many
     * @param since when the oldest of them was made, Unix ms; 0 if none says
     */
    record Waiting(long waiting, Map<String, Long> kinds, long since) {
        static Waiting of(List<AwaitedRow> rows) {
            Map<String, Long> kinds = new TreeMap<>();
            rows.forEach(row -> kinds.merge(row.kind(), row.items(), Long::sum));
            long items = rows.stream().mapToLong(AwaitedRow::items).sum();
            long since = rows.stream()
                    .mapToLong(AwaitedRow::since)
                    .filter(at -> at > 0)
                    .min()
                    .orElse(0);
            return new Waiting(items, kinds, since);
        }

        private String words() {
            return kinds.entrySet().stream()
                    .map(kind -> kind.getValue() + " " + kind.getKey())
                    .collect(Collectors.joining(", "));
        }
    }

    /** @param joined when it was registered, which people must do again; Unix ms, 0 if unknown */
    record Account(String name, long joined, @JsonUnwrapped Waiting items) {}

    record Awaited(String reason, @JsonUnwrapped Waiting items) {}

    @Override
    public void text(TextOut out) {
        out.heading(register.size() + " accounts must be registered again, under the same names");
        Table table = new Table("registered", "name", ">waiting", "since", "what");
        register.forEach(account -> {
            Waiting items = account.items();
            table.row(
                    Times.day(account.joined()),
                    account.name(),
                    items.waiting(),
                    Times.day(items.since()),
                    items.words());
        });
        out.table(table);
        if (!others.isEmpty()) {
            out.blank();
            Table more = new Table(">waiting", "since", "because", "what");
            others.forEach(other -> more.row(
                    other.items().waiting(),
                    Times.day(other.items().since()),
                    other.reason(),
                    other.items().words()));
            out.table(more);
        }
        out.line("As of " + stagedAt + ", when it was staged.");
    }
}
