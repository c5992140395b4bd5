package dev.rethread.command;

import dev.rethread.incident.ExitCode;
import dev.rethread.incident.OperatorException;
import dev.rethread.item.Outcome;
import dev.rethread.item.Reference;
import dev.rethread.ledger.AwaitedRow;
import dev.rethread.ledger.ItemRow;
import dev.rethread.ledger.Ledger;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.Profile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
        String stagedAt = stagedAt(ledger).toString();
        Map<Reference, List<AwaitedRow>> awaited = awaited(workspace.profile(), ledger);
        List<AccountsReport.Account> register = register(workspace.profile(), ledger, awaited);
        print(new AccountsReport(stagedAt, register, others(awaited)));
        return ExitCode.DONE;
    }

    /** When the ledger was filled; every report of what is in it says so. */
    static Instant stagedAt(Ledger ledger) {
        return ledger.stagedAt()
                .orElseThrow(() -> new OperatorException(
                        "nothing is staged yet", "Run 'rethread stage' first.", ExitCode.PRECONDITION));
    }

    private static Stream<Map.Entry<String, ItemRule>> kinds(Profile profile) {
        return profile.items().entrySet().stream()
                .filter(kind -> kind.getValue().register() != null);
    }

    private static Map<Reference, List<AwaitedRow>> awaited(Profile profile, Ledger ledger) {
        return kinds(profile)
                .map(kind -> kind.getValue().domain())
                .distinct()
                .flatMap(domain -> ledger.awaited(domain).stream())
                .collect(Collectors.groupingBy(AwaitedRow::cause, LinkedHashMap::new, Collectors.toList()));
    }

    /** Takes what waits for the accounts listed out of {@code awaited}. */
    private static List<AccountsReport.Account> register(
            Profile profile, Ledger ledger, Map<Reference, List<AwaitedRow>> awaited) {
        List<AccountsReport.Account> accounts = new ArrayList<>();
        kinds(profile).forEach(kind -> {
            for (ItemRow row : ledger.items(kind.getKey(), Outcome.WITHHELD)) {
                List<AwaitedRow> waiting =
                        awaited.remove(new Reference(kind.getValue().domain(), row.id()));
                accounts.add(new AccountsReport.Account(
                        row.label(), row.at(), AccountsReport.Waiting.of(waiting == null ? List.of() : waiting)));
            }
        });
        return accounts;
    }

    /** Accounts that are waited for and of which no source holds a record. */
    private static List<AccountsReport.Awaited> others(Map<Reference, List<AwaitedRow>> awaited) {
        return awaited.values().stream()
                .map(rows -> new AccountsReport.Awaited(rows.get(0).reason(), AccountsReport.Waiting.of(rows)))
                .sorted(Comparator.comparing(AccountsReport.Awaited::reason))
                .toList();
    }
}
