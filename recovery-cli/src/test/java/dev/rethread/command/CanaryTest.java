package dev.rethread.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.command.Canaries.Canary;
import dev.rethread.incident.ExitCode;
import dev.rethread.profile.SecretShapes.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientPauseMode;

/**
 * Secrets of every kind are planted in everything that is read. After every command, and after a crash in the middle of
 * one, none of them is in the incident folder, in temporary files, in anything printed, or in live beyond what it had.
 *
 * <p>{@code snapshot} and {@code salvage} copy a keyspace whole, by design: what they write is no part of the search,
 * what they say is.
 */
class CanaryTest {
    private static final long SEED = 20140423;
    private static final String INCIDENT = "incident";
    private static final String PLAN = "plans/plan-0001.jsonl";
    private static final int SOONEST = 200;

    @TempDir
    private Path folder;

    private final Canaries canaries = new Canaries(SEED);
    private final Set<String> leaks = new LinkedHashSet<>();
    private final Set<Canary> leaked = new HashSet<>();

    @Test
    void smallIncident() throws IOException {
        search(CanaryIncident.small(folder, canaries));
    }

    @Test
    void realNodeBb() throws IOException {
        Path data = NodeBbIncident.small();
        search(CanaryIncident.real(folder, new NodeBbPlot(canaries), data));
    }

    @Test
    void realLamerNews() throws IOException {
        LamerNewsIncident.assumeAtHand();
        Path data = LamerNewsIncident.file("");
        search(CanaryIncident.real(folder, new LamerNewsPlot(canaries), data));
    }

    @Test
    void fewKeysOfNodeBb() throws IOException {
        search(CanaryIncident.sown(folder, new NodeBbPlot(canaries)));
    }

    @Test
    void fewKeysOfLamerNews() throws IOException {
        search(CanaryIncident.sown(folder, new LamerNewsPlot(canaries)));
    }

    private void search(CanaryIncident started) throws IOException {
        Files.createDirectories(folder.resolve("tmp"));
        Files.createDirectories(folder.resolve("printed"));
        try (CanaryIncident incident = started) {
            CanarySearch search = new CanarySearch(canaries.all());
            Set<Canary> before = inLive(incident, search);
            assertThat(before).as("canaries in live").isNotEmpty();
            recover(incident, search);
            Set<Canary> after = inLive(incident, search);
            assertThat(after).as("canaries in live").anyMatch(this::published);
            after.removeAll(before);
            after.forEach(canary -> leak("at the end", "live", canary));
            assertThat(Files.list(folder.resolve("tmp"))).as("temporary files").isEmpty();
        }
        print();
        assertThat(leaks).isEmpty();
    }

    private void recover(CanaryIncident incident, CanarySearch search) throws IOException {
        run(search, ".", ExitCode.DONE, incident.init());
        run(search, INCIDENT, ExitCode.FOUND, "inventory");
        run(search, INCIDENT, ExitCode.FOUND, "inventory", "--format", "json");
        run(search, INCIDENT, ExitCode.FOUND, "gap");
        run(search, INCIDENT, ExitCode.FOUND, "gap", "--format", "json", "--per-forum-and-day", "--show-personal");
        crash(search, "stage");
        run(search, INCIDENT, ExitCode.DONE, "stage");
        run(search, INCIDENT, ExitCode.DONE, "plan");
        run(search, INCIDENT, null, "replay", PLAN);
        crashInReplay(incident, search);
        run(search, INCIDENT, null, "replay", PLAN, "--execute");
        run(search, INCIDENT, null, "verify");
        run(search, INCIDENT, null, "accounts");
        run(search, INCIDENT, null, "accounts", "--format", "json", "--show-personal");
        run(search, INCIDENT, null, "status");
        run(search, ".", null, "diff", "base/dump.rdb", "evidence/dump.rdb", "--limit", "100000");
        run(search, ".", null, "diff", "base/dump.rdb", "torn.rdb", "--format", "json", "--show-personal");
        run(search, ".", null, "snapshot", "evidence/dump.rdb", "-o", "copy.rdb");
        run(search, ".", null, "salvage", "torn.rdb", "-o", "clean.rdb");
        assertThat(search.in(folder.resolve(INCIDENT)).values())
                .as("the search finds what was published")
                .anyMatch(found -> found.stream().anyMatch(this::published));
    }

    private LauncherProcess process;

    private LauncherProcess process() throws IOException {
        if (process == null) {
            process = LauncherProcess.start(folder, folder.resolve("tmp"), folder.resolve("printed"));
        }
        return process;
    }

    private void kill() throws IOException {
        process().kill();
        process = null;
    }

    private void run(CanarySearch search, String where, ExitCode expected, String... command) throws IOException {
        int code = process().run(where, command);
        if (expected != null) {
            assertThat(code).as(String.join(" ", command) + " " + printed()).isEqualTo(expected.code());
        }
        assertThat(code)
                .as(String.join(" ", command) + " " + printed())
                .isNotEqualTo(ExitCode.BUG.code())
                .isNotEqualTo(2)
                .isNotEqualTo(-1);
        searchAll(search, "after " + String.join(" ", command));
    }

    private String printed() throws IOException {
        StringBuilder text = new StringBuilder();
        try (var files = Files.list(folder.resolve("printed"))) {
            for (Path file : files.sorted()
                    .skip(Math.max(0, Files.list(folder.resolve("printed")).count() - 3))
                    .toList()) {
                String all = Files.readString(file);
                text.append(all, 0, Math.min(all.length(), 3000));
            }
        }
        return text.toString();
    }

    private void crash(CanarySearch search, String... command) throws IOException {
        process().begin(INCIDENT, command);
        sleep(SOONEST);
        kill();
        searchAll(search, "after a crash of " + command[0]);
    }

    private void crashInReplay(CanaryIncident incident, CanarySearch search) throws IOException {
        try (Jedis live = incident.connect()) {
            long before = live.dbSize();
            process().begin(INCIDENT, "replay", PLAN, "--execute");
            while (process().busy() && live.dbSize() == before) {
                sleep(1);
            }
            live.clientPause(10_000, ClientPauseMode.WRITE);
            kill();
            live.clientUnpause();
        }
        searchAll(search, "after a crash of replay");
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void searchAll(CanarySearch search, String when) throws IOException {
        note(when, INCIDENT, search.in(folder.resolve(INCIDENT)));
        note(when, "tmp", search.in(folder.resolve("tmp")));
        note(when, "printed", search.in(folder.resolve("printed")));
        Path ledger = folder.resolve(INCIDENT).resolve("ledger").resolve("ledger");
        if (Files.exists(ledger.resolveSibling("ledger.mv.db"))) {
            search.in(sql(ledger)).forEach(canary -> leak(when, "the ledger's SQL", canary));
        }
    }

    private static String sql(Path ledger) {
        StringBuilder all = new StringBuilder();
        String url = "jdbc:h2:file:" + ledger + ";ACCESS_MODE_DATA=r;NON_KEYWORDS=KEY";
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                var lines = statement.executeQuery("SCRIPT")) {
            while (lines.next()) {
                all.append(lines.getString(1)).append('\n');
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return all.toString();
    }

    private void note(String when, String where, SortedMap<Path, Set<Canary>> found) {
        found.forEach((file, all) -> all.forEach(canary -> leak(when, where + "/" + file, canary)));
    }

    private boolean published(Canary canary) {
        return canary.place().endsWith("published");
    }

    private void leak(String when, String where, Canary canary) {
        if (!published(canary) && leaked.add(canary)) {
            leaks.add(canary + " is in " + where + " " + when);
        }
    }

    private Set<Canary> inLive(CanaryIncident incident, CanarySearch search) {
        Set<Canary> found = new LinkedHashSet<>();
        search.in(incident.liveDump()).values().forEach(found::addAll);
        return found;
    }

    private void print() {
        Map<Kind, int[]> counts = new EnumMap<>(Kind.class);
        for (Canary canary : canaries.all()) {
            int[] count = counts.computeIfAbsent(canary.form().kind(), kind -> new int[2]);
            count[0]++;
            count[1] += leaked.contains(canary) ? 1 : 0;
        }
        counts.forEach(
                (kind, count) -> System.out.printf("%-18s planted %4d  leaked %4d%n", kind.word(), count[0], count[1]));
        new TreeSet<>(leaks.stream()
                        .map(leak -> leak.replaceAll("\\(\\w+\\) ", ""))
                        .toList())
                .forEach(leak -> System.out.println("  " + leak));
    }
}
