package dev.rethread.ledger;

import dev.rethread.item.Outcome;
import dev.rethread.item.Provenance;
import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Span;
import dev.rethread.rebase.Withheld;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The questions that reports ask. */
final class Reports {
    private final Database database;

    Reports(Database database) {
        this.database = database;
    }

    /**
     * An amount that a run added to a counter, or may have added.
     *
     * @param amount null where the run made or removed the element: what was added before is no longer in live
     */
    record Added(Bytes key, Bytes field, @Nullable Long amount) {}

    /** In the order in which it was done. */
    List<Added> added() throws SQLException {
        return database.query(
                """
                SELECT j.lost_key, j.lost_element, CASE j.operation WHEN 'ADD' THEN j.content END
                FROM journal j JOIN run r ON r.id = j.run
                WHERE r.state <> 'UNDONE' AND (
                  j.operation = 'ADD' AND (j.result = 'WRITTEN' OR (j.result IS NULL AND r.state = 'ABANDONED'))
                  OR j.operation IN ('CREATE', 'REMOVE') AND j.result = 'WRITTEN')
                ORDER BY j.run, j.step, j.effect""",
                row -> new Added(Bytes.wrap(row.getBytes(1)), Bytes.wrap(row.getBytes(2)), amount(row.getBytes(3))));
    }

    private static @Nullable Long amount(byte @Nullable [] text) {
        return text == null ? null : Long.valueOf(Bytes.wrap(text).utf8());
    }

    /** An item counts as written when none of its effects is without a written or already present outcome. */
    List<Tally> tallies() throws SQLException {
        return database.query(
                """
                SELECT kind, forum, outcome, written, COUNT(*) FROM (
                  SELECT i.kind, i.forum, i.outcome,
                    EXISTS (SELECT 1 FROM effect e WHERE e.item = i.id)
                    AND NOT EXISTS (SELECT 1 FROM effect e WHERE e.item = i.id AND NOT EXISTS (
                      SELECT 1 FROM journal j WHERE j.effect = e.id AND j.result IN ('WRITTEN', 'ALREADY'))) AS written
                  FROM item i WHERE i.kind <> 'counter')
                GROUP BY kind, forum, outcome, written ORDER BY kind, forum, outcome, written""",
                row -> new Tally(
                        row.getString(1),
                        row.getString(2),
                        Outcome.ofWord(row.getString(3)),
                        row.getBoolean(4),
                        row.getLong(5)));
    }

    List<WaitingRow> waiting() throws SQLException {
        return database.query(
                """
                SELECT waits_domain, waits_id, MIN(reason), forum, COUNT(*) AS items FROM item
                WHERE outcome = 'waiting' AND waits_id IS NOT NULL
                GROUP BY waits_domain, waits_id, forum ORDER BY items DESC, waits_domain, waits_id, forum""",
                row -> new WaitingRow(
                        new Reference(row.getString(1), Bytes.wrap(row.getBytes(2))),
                        row.getString(3),
                        row.getString(4),
                        row.getLong(5)));
    }

    List<Withheld> withheld() throws SQLException {
        return database.query(
                "SELECT kind, key, field, reason, source, start, length FROM withheld ORDER BY kind, key, field",
                row -> new Withheld(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        new Provenance(row.getString(5), new Span(row.getLong(6), row.getLong(7)))));
    }

    List<ItemRow> items(String kind, Outcome outcome) throws SQLException {
        return database.query(
                "SELECT kind, lost_id, label, at FROM item WHERE kind = ? AND outcome = ? ORDER BY at, id",
                row -> new ItemRow(row.getString(1), Bytes.wrap(row.getBytes(2)), row.getString(3), row.getLong(4)),
                kind,
                outcome.word());
    }

    List<AwaitedRow> awaited(String domain) throws SQLException {
        return database.query(
                """
                SELECT waits_domain, waits_id, kind, MIN(reason), COUNT(*) AS items, COALESCE(MIN(NULLIF(at, 0)), 0)
                FROM item WHERE outcome = 'waiting' AND waits_domain = ? AND waits_id IS NOT NULL
                GROUP BY waits_domain, waits_id, kind ORDER BY items DESC, waits_id, kind""",
                row -> new AwaitedRow(
                        new Reference(row.getString(1), Bytes.wrap(row.getBytes(2))),
                        row.getString(3),
                        row.getString(4),
                        row.getLong(5),
                        row.getLong(6)),
                domain);
    }
}
