package dev.rethread.command;

import dev.rethread.incident.ExitCode;
import dev.rethread.incident.OperatorException;
import dev.rethread.ledger.Ledger;
import dev.rethread.ledger.Tally;
import dev.rethread.ledger.WaitingRow;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What to tell a forum's owner. */
@Command(
        name = "status",
        description =
                "What is back, what waits and for what, what is gone: of one forum, to be sent to its owner, or of"
                        + " all. Holds no text of a post and no secret.",
        footerHeading = "%nExamples:%n",
        footer = {"  rethread status", "  rethread status --forum goma"})
final class StatusCommand extends IncidentCommand {
    @Option(names = "--forum", paramLabel = "FORUM", description = "One forum; otherwise a line for each.")
    private @Nullable String forum;

    StatusCommand(Console console) {
        super(console, "status");
    }

    @Override
    ExitCode run(Workspace workspace) {
        Ledger ledger = workspace.ledger();
        String stagedAt = AccountsCommand.stagedAt(ledger).toString();
        List<Tally> tallies = ledger.tallies();
        Set<String> forums = new TreeSet<>();
        tallies.forEach(tally -> forums.add(tally.forum()));
        if (forum != null && !forums.contains(forum)) {
            throw new OperatorException(
                    "no item of the gap belongs to forum '" + forum + "'",
                    "See the forums with 'rethread status'.",
                    ExitCode.USAGE);
        }
        List<StatusReport.Line> lines = forum == null
                ? StatusReport.lines(tallies, Tally::forum)
                : StatusReport.lines(
                        tallies.stream()
                                .filter(tally -> tally.forum().equals(forum))
                                .toList(),
                        Tally::kind);
        print(new StatusReport(stagedAt, forum, lines, waiting(ledger.waiting())));
        return ExitCode.DONE;
    }

    private List<StatusReport.Waiting> waiting(List<WaitingRow> rows) {
        return rows.stream()
                .filter(row -> forum == null || row.forum().equals(forum))
                .map(row -> new StatusReport.Waiting(row.forum(), row.reason(), row.items()))
                .toList();
    }
}
