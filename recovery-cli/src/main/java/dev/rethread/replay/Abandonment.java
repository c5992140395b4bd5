package dev.rethread.replay;

import dev.rethread.incident.ExitCode;
import dev.rethread.incident.OperatorException;
import dev.rethread.ledger.JournalRow;
import dev.rethread.ledger.JournalRow.Result;
import dev.rethread.ledger.Ledger;
import dev.rethread.ledger.RunRow;
import dev.rethread.live.LiveAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A run that was given up. What it has written stays, and counts in what is staged and planned next.
 *
 * @param run its number
 * @param unknown writes that may be in live or not, because the server was restarted, cannot be reached or has lost the
 *     marker
 */
public record Abandonment(long run, int unknown) {
    private static final char OPEN = '-';

    /**
     * Gives the unfinished run up.
     *
     * @param address where the run's server was; asked for what was sent last
     * @throws OperatorException if no run is unfinished
     */
    public static Abandonment of(Ledger ledger, LiveAddress address, Clock clock) {
        RunRow run = ledger.unfinishedRun()
                .orElseThrow(() -> new OperatorException(
                        "no run is unfinished", "There is nothing to give up.", ExitCode.PRECONDITION));
        List<JournalRow> rows = ledger.journal(run);
        List<JournalRow> open =
                rows.stream().filter(row -> row.result() == null).toList();
        List<JournalRow> settled = settled(run, address, rows, open);
        ledger.journal(run, settled);
        ledger.end(run, RunRow.State.ABANDONED, clock.instant());
        return new Abandonment(run.id(), open.size() - settled.size());
    }

    private static List<JournalRow> settled(
            RunRow run, LiveAddress address, List<JournalRow> rows, List<JournalRow> open) {
        String attempt = UUID.randomUUID().toString();
        try (LiveWriter writer = LiveWriter.toGiveUp(address, run.marker(), attempt)) {
            if (!writer.runId().equals(run.server())) {
                return List.of();
            }
            writer.enter(databases(rows), databases(open));
            List<JournalRow> settled = new ArrayList<>();
            steps(open).values().forEach(step -> settle(step, writer, settled));
            writer.leave(databases(rows));
            return settled;
        } catch (OperatorException unreachable) {
            return List.of();
        }
    }

    private static Set<Integer> databases(List<JournalRow> rows) {
        return rows.stream().map(JournalRow::database).collect(Collectors.toSet());
    }

    private static Map<Integer, List<JournalRow>> steps(List<JournalRow> open) {
        return open.stream().collect(Collectors.groupingBy(JournalRow::step, TreeMap::new, Collectors.toList()));
    }

    /** The letters stand in the order in which the writes were sent, which is that of their numbers. */
    private static void settle(List<JournalRow> step, LiveWriter writer, List<JournalRow> settled) {
        JournalRow first = step.get(0);
        byte[] letters = writer.outcome(first.database(), first.step());
        for (int i = 0; i < step.size(); i++) {
            char letter = letters == null ? OPEN : (char) letters[i];
            Verdict verdict = letter == OPEN ? null : Verdict.of(letter);
            settled.add(
                    verdict == null
                            ? step.get(i).settled(Result.REFUSED, "the run was given up before")
                            : step.get(i).settled(verdict.result(), verdict.reason()));
        }
    }
}
