package dev.rethread.ledger;

import dev.rethread.incident.ExitCode;
import dev.rethread.incident.OperatorException;
import dev.rethread.item.IdMapping;
import dev.rethread.item.Outcome;
import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.rebase.AppliedCounts;
import dev.rethread.rebase.Staging;
import dev.rethread.rebase.Withheld;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The database of one incident. Every change is one transaction; what the safety of live data rests on (plans, runs,
 * reserved ids, the journal) is on the disk before the call returns. Not thread-safe; one process at a time.
 */
public final class Ledger implements AutoCloseable {
    private static final String SCHEMA = "2";
    private static final String STAGING = "staging";
    private static final int H2_FILE_IN_USE = 90020;

    private final Database database;
    private final StagingStore staged;
    private final RunStore runs;
    private final Reports reports;

    private Ledger(Database database) {
        this.database = database;
        this.staged = new StagingStore(database);
        this.runs = new RunStore(database);
        this.reports = new Reports(database);
    }

    /**
     * Opens the ledger in {@code folder}, made if missing.
     *
     * @throws LedgerException if another process has it open, its file is damaged, or another version wrote it
     */
    public static Ledger open(Path folder) {
        Path file = folder.resolve("ledger");
        try {
            Files.createDirectories(folder);
            return prepared(file, Database.open(file));
        } catch (SQLException e) {
            if (e.getErrorCode() == H2_FILE_IN_USE) {
                throw new LedgerException(
                        file + ".mv.db: another process has the ledger open", "Wait for it.", ExitCode.LOCKED, e);
            }
            throw new LedgerException(
                    file + ".mv.db: cannot be opened: " + firstLine(e),
                    "Move it aside and stage again; a run that is not finished needs it, so keep it.",
                    ExitCode.SOURCE,
                    e);
        } catch (IOException e) {
            throw new LedgerException(
                    folder + ": " + e.getMessage(), "Check that you may write there.", ExitCode.SOURCE, e);
        }
    }

    private static Ledger prepared(Path file, Database database) throws SQLException {
        try {
            Ledger ledger = new Ledger(database);
            ledger.prepare(file);
            return ledger;
        } catch (SQLException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private void prepare(Path file) throws SQLException {
        if (fresh()) {
            database.durable(() -> {
                database.execute(schema());
                database.update("INSERT INTO meta VALUES ('schema', ?)", SCHEMA);
            });
        }
        String version = meta("schema").orElse("none");
        if (!version.equals(SCHEMA)) {
            throw new LedgerException(
                    file + ".mv.db: schema " + version + ", this version reads " + SCHEMA,
                    "Use the version of rethread that wrote it, or stage into a new incident folder.",
                    ExitCode.PRECONDITION);
        }
    }

    /** Tables are made outside of transactions: what has no version was never finished, and is completed. */
    private boolean fresh() throws SQLException {
        boolean tables = !database.query(
                        "SELECT 1 FROM information_schema.tables WHERE table_name = 'META'", row -> row.getInt(1))
                .isEmpty();
        return !tables || meta("schema").isEmpty();
    }

    private static String schema() {
        try (InputStream in = Ledger.class.getResourceAsStream("schema.sql")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Replaces what was staged before.
     *
     * @throws LedgerException while a run is unfinished: its plan refers to what is staged
     */
    public void stage(Staging staging, List<SourceRow> sources, Instant now) {
        unfinishedRun().ifPresent(run -> {
            throw new LedgerException(
                    "run " + run.id() + " is not finished",
                    "Finish it with 'rethread replay --execute' on the same plan, or give it up with --abandon.",
                    ExitCode.PRECONDITION);
        });
        durable(() -> {
            staged.replace(staging, sources);
            database.update(
                    "MERGE INTO meta VALUES (?, ?)", STAGING, UUID.randomUUID().toString());
            database.update("MERGE INTO meta VALUES ('staged at', ?)", now.toString());
        });
    }

    /** An id for what is staged now; empty before the first staging. */
    public Optional<String> staging() {
        return ask(() -> meta(STAGING));
    }

    /** When it was staged. */
    public Optional<Instant> stagedAt() {
        return ask(() -> meta("staged at")).map(Instant::parse);
    }

    public List<SourceRow> sources() {
        return ask(staged::sources);
    }

    /**
     * What a plan may write, in the order of writing: phase, database, key as lost, then id.
     *
     * @param unattributed whether keys that no rule of the profile knows are among it
     */
    public List<StoredEffect> plannable(boolean unattributed) {
        return ask(() -> staged.plannable(unattributed));
    }

    /** How many keys that no rule of the profile knows could be written. */
    public long unattributed() {
        return ask(staged::unattributed);
    }

    public Map<Reference, IdMapping> ids() {
        Map<Reference, IdMapping> ids = new HashMap<>();
        ask(staged::ids).forEach(id -> ids.put(id.lost(), id));
        return ids;
    }

    /** Records fresh ids, which must not be used before this returns. */
    public void reserve(List<IdMapping> fresh) {
        durable(() -> staged.reserve(fresh));
    }

    public void record(PlanRow plan) {
        durable(() -> runs.add(plan));
    }

    public Optional<PlanRow> plan(String digest) {
        return ask(() -> runs.plan(digest));
    }

    public List<PlanRow> plans() {
        return ask(runs::plans);
    }

    public RunRow begin(String plan, String marker, String server, Instant now) {
        RunRow[] run = new RunRow[1];
        durable(() -> run[0] = runs.begin(plan, marker, server, now.toEpochMilli()));
        return run[0];
    }

    /** Ends a run; one that is {@link RunRow.State#DONE} has consumed its plan. */
    public void end(RunRow run, RunRow.State state, Instant now) {
        durable(() -> runs.end(run, state, now.toEpochMilli()));
    }

    public List<RunRow> runs() {
        return ask(runs::runs);
    }

    public Optional<RunRow> unfinishedRun() {
        return runs().stream()
                .filter(run -> run.state() == RunRow.State.RUNNING)
                .findFirst();
    }

    /** Records writes before they are sent, or what became of them. */
    public void journal(RunRow run, List<JournalRow> rows) {
        durable(() -> runs.journal(run, rows));
    }

    /** All writes of a run in the order of its plan. */
    public List<JournalRow> journal(RunRow run) {
        return ask(() -> runs.journal(run));
    }

    /** The effects that some run has written, and not taken back. */
    public Set<Long> written() {
        return ask(runs::written);
    }

    /** The effects that may be in live or not, since a run was given up before that was known. */
    public Set<Long> doubtful() {
        return ask(runs::doubtful);
    }

    /**
     * What all runs together have added to counters since their elements were made last, and not taken back; with what
     * may have been added by a run that was given up, since an amount is rather left out than added twice.
     */
    public AppliedCounts applied() {
        Map<List<Bytes>, Long> sums = new HashMap<>();
        for (Reports.Added added : ask(reports::added)) {
            Long amount = added.amount();
            List<Bytes> element = List.of(added.key(), added.field());
            if (amount == null) {
                sums.remove(element);
            } else {
                sums.merge(element, amount, Long::sum);
            }
        }
        return (key, field) -> sums.getOrDefault(List.of(key, field), 0L);
    }

    public List<Tally> tallies() {
        return ask(reports::tallies);
    }

    public List<WaitingRow> waiting() {
        return ask(reports::waiting);
    }

    public List<Withheld> withheld() {
        return ask(reports::withheld);
    }

    /** The items of a kind that have an outcome; oldest first. */
    public List<ItemRow> items(String kind, Outcome outcome) {
        return ask(() -> reports.items(kind, outcome));
    }

    /** What waits for things whose ids are of {@code domain}, kind by kind; the most first. */
    public List<AwaitedRow> awaited(String domain) {
        return ask(() -> reports.awaited(domain));
    }

    private Optional<String> meta(String name) throws SQLException {
        return database.query("SELECT content FROM meta WHERE name = ?", row -> row.getString(1), name).stream()
                .findFirst();
    }

    private interface Question<T> {
        T ask() throws SQLException;
    }

    private static <T> T ask(Question<T> question) {
        try {
            return question.ask();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private void durable(Database.Work work) {
        try {
            database.durable(work);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static OperatorException failed(SQLException e) {
        return new LedgerException(
                "the ledger failed: " + firstLine(e),
                "Check the free space and the permissions of the incident folder, then run the command again.",
                ExitCode.PRECONDITION,
                e);
    }

    /** Without the statement that H2 appends, whose parameters are people's texts. */
    private static String firstLine(SQLException e) {
        String message = Objects.requireNonNullElse(e.getMessage(), "no message");
        int statement = message.indexOf("; SQL statement:");
        return (statement < 0 ? message : message.substring(0, statement))
                .lines()
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() {
        try {
            database.close();
        } catch (SQLException e) {
            throw failed(e);
        }
    }
}
