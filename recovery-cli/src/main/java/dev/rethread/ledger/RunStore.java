package dev.rethread.ledger;

import dev.rethread.item.Operation;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Type;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Plans, runs, and the journal of their writes. */
final class RunStore {
    private static final String PLAN = "SELECT digest, file, staging, steps, writes, created, consumed FROM plan ";
    private static final String RUN = "SELECT id, plan, marker, server, started, ended, state FROM run ";
    private static final String JOURNAL = "SELECT step, effect, database, key, type, element, operation, before,"
            + " content, lost_key, lost_element, result, reason FROM journal ";

    private final Database database;

    RunStore(Database database) {
        this.database = database;
    }

    void add(PlanRow plan) throws SQLException {
        database.update(
                "MERGE INTO plan VALUES (?, ?, ?, ?, ?, ?, ?)",
                plan.digest(),
                plan.file(),
                plan.staging(),
                plan.steps(),
                plan.writes(),
                plan.created(),
                plan.consumed());
    }

    Optional<PlanRow> plan(String digest) throws SQLException {
        return database.query(PLAN + "WHERE digest = ?", RunStore::planRow, digest).stream()
                .findFirst();
    }

    List<PlanRow> plans() throws SQLException {
        return database.query(PLAN + "ORDER BY created", RunStore::planRow);
    }

    private static PlanRow planRow(ResultSet row) throws SQLException {
        return new PlanRow(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getInt(4),
                row.getInt(5),
                row.getLong(6),
                row.getBoolean(7));
    }

    RunRow begin(String plan, String marker, String server, long now) throws SQLException {
        long id = runs().stream().mapToLong(RunRow::id).max().orElse(0) + 1;
        RunRow run = new RunRow(id, plan, marker, server, now, null, RunRow.State.RUNNING);
        database.update(
                "INSERT INTO run VALUES (?, ?, ?, ?, ?, NULL, ?)",
                id,
                plan,
                marker,
                server,
                now,
                run.state().name());
        return run;
    }

    void end(RunRow run, RunRow.State state, long now) throws SQLException {
        database.update("UPDATE run SET state = ?, ended = ? WHERE id = ?", state.name(), now, run.id());
        if (state == RunRow.State.DONE) {
            database.update("UPDATE plan SET consumed = TRUE WHERE digest = ?", run.plan());
        }
    }

    List<RunRow> runs() throws SQLException {
        return database.query(RUN + "ORDER BY id", row -> {
            long ended = row.getLong(6);
            boolean unfinished = row.wasNull();
            return new RunRow(
                    row.getLong(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getLong(5),
                    unfinished ? null : ended,
                    RunRow.State.valueOf(row.getString(7)));
        });
    }

    /** Writes rows whose result may be open; a row of the same write replaces it. */
    void journal(RunRow run, List<JournalRow> rows) throws SQLException {
        try (Database.Batch batch =
                database.batch("MERGE INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (JournalRow row : rows) {
                JournalRow.Result result = row.result();
                batch.add(
                        run.id(),
                        row.step(),
                        row.effect(),
                        row.database(),
                        row.key().toArray(),
                        row.type().name(),
                        row.element().toArray(),
                        row.operation().name(),
                        StagingStore.bytes(row.before()),
                        row.value().toArray(),
                        row.lostKey().toArray(),
                        row.lostElement().toArray(),
                        result == null ? null : result.name(),
                        row.reason());
            }
        }
    }

    List<JournalRow> journal(RunRow run) throws SQLException {
        return database.query(JOURNAL + "WHERE run = ? ORDER BY step, effect", RunStore::journalRow, run.id());
    }

    /** A write that one run made is not made again by another one, whatever plan it belongs to. */
    Set<Long> written() throws SQLException {
        return Set.copyOf(database.query(
                "SELECT DISTINCT j.effect FROM journal j JOIN run r ON r.id = j.run"
                        + " WHERE j.result = 'WRITTEN' AND r.state <> 'UNDONE'",
                row -> row.getLong(1)));
    }

    Set<Long> doubtful() throws SQLException {
        return Set.copyOf(database.query(
                "SELECT DISTINCT j.effect FROM journal j JOIN run r ON r.id = j.run"
                        + " WHERE j.result IS NULL AND r.state = 'ABANDONED'",
                row -> row.getLong(1)));
    }

    private static JournalRow journalRow(ResultSet row) throws SQLException {
        String result = row.getString(12);
        return new JournalRow(
                row.getInt(1),
                row.getLong(2),
                row.getInt(3),
                Bytes.wrap(row.getBytes(4)),
                Type.valueOf(row.getString(5)),
                Bytes.wrap(row.getBytes(6)),
                Operation.valueOf(row.getString(7)),
                StagingStore.nullable(row.getBytes(8)),
                Bytes.wrap(row.getBytes(9)),
                Bytes.wrap(row.getBytes(10)),
                Bytes.wrap(row.getBytes(11)),
                result == null ? null : JournalRow.Result.valueOf(result),
                row.getString(13));
    }
}
