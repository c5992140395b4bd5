package dev.rethread.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.command.Canaries.Canary;
import dev.rethread.incident.ExitCode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientPauseMode;

/** Runs commands in a process that can be killed, and looks for canaries in all that each of them leaves. */
final class CanaryHunt implements AutoCloseable {
    private static final Set<ExitCode> ENDS = Set.of(ExitCode.DONE, ExitCode.FOUND, ExitCode.PARTIAL);
    private static final String INCIDENT = "incident";
    private static final long PAUSE = 20_000;

    private final Path folder;
    private final CanarySearch search;
    private final Map<String, Set<Canary>> found = new LinkedHashMap<>();
    private final List<String> leaks = new ArrayList<>();
    private LauncherProcess process;

    CanaryHunt(Path folder, CanarySearch search) throws IOException {
        this.folder = folder;
        this.search = search;
        Files.createDirectories(temporary());
        Files.createDirectories(printed());
        this.process = launch();
    }

    private LauncherProcess launch() throws IOException {
        return LauncherProcess.start(folder, temporary(), printed());
    }

    Path temporary() {
        return folder.resolve("tmp");
    }

    Path printed() {
        return folder.resolve("printed");
    }

    Path incident() {
        return folder.resolve(INCIDENT);
    }

    private Path ledger() {
        return incident().resolve("ledger/ledger.mv.db");
    }

    /** Runs a command beside the incident folder. */
    void beside(String... command) throws IOException {
        run(".", command);
    }

    /** Runs a command in the incident folder. */
    void within(String... command) throws IOException {
        run(INCIDENT, command);
    }

    private void run(String where, String... command) throws IOException {
        int code = process.run(where, command);
        assertThat(ENDS.stream().map(ExitCode::code))
                .as(Arrays.toString(command))
                .contains(code);
        look("after " + String.join(" ", command));
    }

    /** Kills a command as soon as there is a ledger. */
    void crashOnceLedgerIsThere(String... command) throws IOException {
        process.begin(INCIDENT, command);
        await(() -> Files.exists(ledger()));
        crash(command);
    }

    /** Kills a command when it has written to live; nothing more is written from then on. */
    void crashAmidWrites(Jedis live, String... command) throws IOException {
        long keys = live.dbSize();
        process.begin(INCIDENT, command);
        await(() -> live.dbSize() != keys);
        live.clientPause(PAUSE, ClientPauseMode.WRITE);
        crash(command);
        live.clientUnpause();
    }

    private void await(BooleanSupplier moment) throws IOException {
        while (process.busy() && !moment.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private void crash(String... command) throws IOException {
        process.close();
        process = launch();
        look("after a crash of " + String.join(" ", command));
    }

    private void look(String when) {
        note("incident", when, search.in(incident()));
        note("temporary", when, search.in(temporary()));
        note("printed", when, search.in(printed()));
        note("ledger", when, Files.exists(ledger()) ? search.in(sql()) : Set.of());
    }

    /** Takes down where canaries were found that must not be there. */
    void note(String where, String when, Set<Canary> canaries) {
        Set<Canary> all = found.computeIfAbsent(where, none -> new LinkedHashSet<>());
        canaries.stream().filter(all::add).forEach(canary -> leaks.add(canary + " is in " + where + " " + when));
    }

    private String sql() {
        String url =
                "jdbc:h2:file:" + ledger().toString().replace(".mv.db", "") + ";ACCESS_MODE_DATA=r;NON_KEYWORDS=KEY";
        StringBuilder all = new StringBuilder();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet lines = statement.executeQuery("SCRIPT")) {
            while (lines.next()) {
                all.append(lines.getString(1)).append('\n');
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return all.toString();
    }

    /** What a command has printed as its result, each time. */
    String said(String command) throws IOException {
        StringBuilder all = new StringBuilder();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(printed(), "*-" + command + ".out")) {
            for (Path file : files) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    /** Which canaries were found, by where. */
    Map<String, Set<Canary>> found() {
        return found;
    }

    /** A line for each canary and place. */
    List<String> leaks() {
        return leaks;
    }

    @Override
    public void close() {
        process.close();
    }
}
