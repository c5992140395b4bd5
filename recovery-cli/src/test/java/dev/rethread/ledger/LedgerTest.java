package dev.rethread.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rethread.incident.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must survive a death of the process and a full disk. */
class LedgerTest {
    @TempDir
    Path folder = Path.of("");

    private void sql(String... statements) throws SQLException {
        try (Database database = Database.open(folder.resolve("ledger"))) {
            database.durable(() -> {
                for (String statement : statements) {
                    database.execute(statement);
                }
            });
        }
    }

    @Test
    void ledgerOfWhichTheMakingWasCutIsCompleted() throws SQLException {
        Ledger.open(folder).close();
        sql("DELETE FROM meta", "DROP TABLE journal", "DROP TABLE run");
        try (Ledger ledger = Ledger.open(folder)) {
            assertThat(ledger.runs()).isEmpty();
        }
    }

    @Test
    void ledgerOfAnotherVersionIsRefusedAndReleased() throws SQLException {
        Ledger.open(folder).close();
        sql("UPDATE meta SET content = '99' WHERE name = 'schema'");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> Ledger.open(folder))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("schema 99, this version reads 2");
        }
    }

    @Test
    void damagedFileIsNoLedger() throws IOException {
        Files.writeString(folder.resolve("ledger.mv.db"), "no database ".repeat(1000));
        assertThatThrownBy(() -> Ledger.open(folder))
                .isInstanceOfSatisfying(
                        LedgerException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.SOURCE))
                .hasMessageContaining("cannot be opened");
    }

    @Test
    void journalIsOnTheDiskItselfBeforeTheCallReturns() throws SQLException {
        WatchedDisk.plugIn();
        try (Database database = Database.open(Path.of("watched:" + folder.resolve("ledger")))) {
            database.durable(() -> database.execute("CREATE TABLE t (v VARCHAR)"));
            for (int i = 0; i < 50; i++) {
                int before = WatchedDisk.WRITES.get();
                database.durable(() -> database.update("INSERT INTO t VALUES (?)", "x".repeat(3000)));
                assertThat(WatchedDisk.WRITES.get()).isGreaterThan(before);
                assertThat(WatchedDisk.UNSYNCED).hasValue(0);
            }
        }
    }

    @Test
    void whatIsSaidToBeOnTheDiskOutlivesTheProcess() throws IOException, InterruptedException {
        Process process = writer("unlimited");
        for (int dots = 0; dots < 20; dots++) {
            assertThat(process.getInputStream().read()).isEqualTo('.');
        }
        process.destroyForcibly().waitFor();
        assertJournal(20);
    }

    @Test
    void whatIsSaidToBeOnTheDiskOutlivesAFullDisk() throws IOException, InterruptedException {
        Process process = writer("600");
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(ExitCode.PRECONDITION.code());
        assertThat(output).contains("the ledger failed").doesNotContain("xxx");
        assertJournal(output.indexOf("the ledger"));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).extracting(file -> file.getFileName().toString()).containsExactly("ledger.mv.db");
        }
    }

    /** @param kilobytes how long a file may become */
    private Process writer(String kilobytes) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String limited = "ulimit -f " + kilobytes + "; exec \"$@\"";
        return new ProcessBuilder(List.of(
                        "bash",
                        "-c",
                        limited,
                        "bash",
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        JournalUntilEnd.class.getName(),
                        folder.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void assertJournal(int atLeast) {
        assertThat(atLeast).isPositive();
        try (Ledger ledger = Ledger.open(folder)) {
            RunRow run = ledger.unfinishedRun().orElseThrow();
            assertThat(ledger.journal(run))
                    .hasSizeGreaterThanOrEqualTo(atLeast)
                    .allSatisfy(row -> assertThat(row.value().length()).isEqualTo(5000));
            assertThat(ledger.journal(run)).extracting(JournalRow::step).startsWith(1, 2, 3);
        }
    }
}
