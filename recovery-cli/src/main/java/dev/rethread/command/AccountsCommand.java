package dev.rethread.command;

import dev.rethread.incident.ExitCode;
import dev.rethread.incident.OperatorException;
import dev.rethread.item.Outcome;
import dev.rethread.item.Reference;
import dev.rethread.ledger.ItemRow;
import dev.rethread.ledger.Ledger;
import dev.rethread.ledger.WaitingRow;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.Profile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Command;

/** Who must register again, and what waits for them. */
@Command(
        name = "accounts",
        description = "Lists the accounts that must be registered again, because their credentials are restored from"
                + " nowhere, and what waits for each: posts come back to whoever registers under the same name.",
        footerHeading = "%nExamples:%n",
        footer = {"  rethread accounts", "  rethread accounts --format json | jq -r '.register[].name'"})
final class AccountsCommand extends IncidentCommand {
    AccountsCommand(Console console) {
        super(console, "accounts");
    }

    @Override
    ExitCode run(Workspace workspace) {
        Ledger ledger = workspace.ledger();
        AccountsReport report = new AccountsReport(
                stagedAt(ledger).toString(),
                register(workspace.profile(), ledger),
                others(workspace.profile(), ledger));
        print(report);
        return ExitCode.DONE;
    }

    /** When the ledger was filled; every report of what is in it says so. */
    static Instant stagedAt(Ledger ledger) {
        return ledger.stagedAt()
                .orElseThrow(() -> new OperatorException(
                        "nothing is staged yet", "Run 'rethread stage' first.", ExitCode.PRECONDITION));
    }

    private static List<AccountsReport.Account> register(Profile profile, Ledger ledger) {
        List<AccountsReport.Account> accounts = new ArrayList<>();
        for (Map.Entry<String, ItemRule> kind : profile.items().entrySet()) {
            if (kind.getValue().register() != null) {
                for (ItemRow row : ledger.items(kind.getKey(), kind.getValue().domain(), Outcome.WITHHELD)) {
                    accounts.add(new AccountsReport.Account(row.label(), row.at(), row.waiting()));
                }
            }
        }
        return accounts;
    }

    /** Accounts that are waited for and of which no source holds a record. */
    private static List<AccountsReport.Awaited> others(Profile profile, Ledger ledger) {
        Set<Reference> listed = new HashSet<>();
        profile.items()
                .forEach((kind, rule) -> ledger.items(kind, rule.domain(), Outcome.WITHHELD)
                        .forEach(row -> listed.add(new Reference(rule.domain(), row.id()))));
        Map<String, Long> reasons = new TreeMap<>();
        for (WaitingRow row : ledger.waiting()) {
            boolean account = profile.item(profile.kindOf(row.cause().domain())).register() != null;
            if (account && !listed.contains(row.cause())) {
                reasons.merge(row.reason(), row.items(), Long::sum);
            }
        }
        return reasons.entrySet().stream()
                .map(reason -> new AccountsReport.Awaited(reason.getKey(), reason.getValue()))
                .toList();
    }
}
