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
 * @param unknown writes that may be in live or not, because the server cannot be reached or has lost the marker; an
 *     amount among them is not added again
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
        Set<Integer> databases = ledger.plannable(true).stream()
                .map(stored -> stored.effect().database())
                .collect(Collectors.toSet());
        List<JournalRow> settled = settled(run, address, databases, rows, open);
        ledger.journal(run, settled);
        ledger.end(run, RunRow.State.ABANDONED, clock.instant());
        return new Abandonment(run.id(), open.size() - settled.size());
    }

    /** A server that was restarted still tells the truth: what it kept of the marker it kept of the data. */
    private static List<JournalRow> settled(
            RunRow run, LiveAddress address, Set<Integer> databases, List<JournalRow> rows, List<JournalRow> open) {
        Marker marker = new Marker(run.marker(), UUID.randomUUID().toString());
        try (LiveWriter writer = LiveWriter.toGiveUp(address, marker)) {
            int through = Known.of(rows).through();
            Set<Integer> standing = databases.stream()
                    .filter(number -> writer.enter(number, true, through))
                    .collect(Collectors.toSet());
            List<JournalRow> settled = new ArrayList<>();
            steps(open).values().stream()
                    .filter(step -> standing.contains(step.get(0).database()))
                    .forEach(step -> settle(step, writer, settled));
            writer.leave(standing);
            return settled;
        } catch (OperatorException unreachable) {
            return List.of();
        }
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
