package dev.rethread.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.command.Canaries.Canary;
import dev.rethread.profile.SecretShapes.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/**
 * Secrets of every kind are planted in everything that is read. After every command, and after a crash in the middle of
 * one, none of them is in the incident folder, in temporary files, in anything printed or logged, or in live beyond what
 * it had.
 *
 * <p>{@code snapshot} and {@code salvage} copy a keyspace whole, by design: what they write is no part of the search,
 * what they say is.
 */
class CanaryTest {
    private static final long SEED = 20140423;
    private static final String PLAN = "plans/plan-0001.jsonl";
    private static final CanaryTable PLANTED = new CanaryTable("planted in");
    private static final CanaryTable LEAKED = new CanaryTable("found in");

    @TempDir
    private Path folder;

    private final Canaries canaries = new Canaries(SEED);

    @AfterAll
    static void print() {
        System.out.print("" + PLANTED + LEAKED);
    }

    @Test
    void theSmallForumLeaksNothing() throws IOException {
        hunt(CanaryIncident.small(folder, canaries));
    }

    @Test
    void aFewKeysOfNodeBbLeakNothing() throws IOException {
        hunt(CanaryIncident.sown(folder, new NodeBbPlot(canaries)));
    }

    @Test
    void aFewKeysOfLamerNewsLeakNothing() throws IOException {
        hunt(CanaryIncident.sown(folder, new LamerNewsPlot(canaries)));
    }

    @Test
    void theRealNodeBbLeaksNothing() throws IOException {
        Path data = NodeBbIncident.small();
        hunt(CanaryIncident.real(folder, new NodeBbPlot(canaries), data));
    }

    @Test
    void theRealLamerNewsLeaksNothing() throws IOException {
        LamerNewsIncident.assumeAtHand();
        hunt(CanaryIncident.real(folder, new LamerNewsPlot(canaries), LamerNewsIncident.file("")));
    }

    private void hunt(CanaryIncident started) throws IOException {
        CanarySearch search = new CanarySearch(canaries.secret());
        try (CanaryIncident incident = started;
                CanaryHunt hunt = new CanaryHunt(folder, search)) {
            allAreFoundWhereTheyWerePlanted(incident, search);
            Set<Canary> had = search.in(incident.liveDump());

            recover(incident, hunt);
            Set<Canary> has = search.in(incident.liveDump());
            has.removeAll(had);
            hunt.note("live after all", "at the end", has);

            hunt.found().forEach(LEAKED::add);
            assertThat(hunt.leaks()).isEmpty();
            assertThat(hunt.temporary()).isEmptyDirectory();
            whatIsKeptOutIsCounted(hunt);
            whatIsNoSecretIsBack(incident, hunt);
        }
    }

    /** Otherwise the search could find nothing anywhere. */
    private void allAreFoundWhereTheyWerePlanted(CanaryIncident incident, CanarySearch search) {
        Set<Canary> found = new HashSet<>();
        for (Map.Entry<String, Path> source : incident.sources().entrySet()) {
            Set<Canary> planted = search.in(source.getValue());
            assertThat(planted).as(source.getKey()).isNotEmpty();
            PLANTED.add(source.getKey(), planted);
            found.addAll(planted);
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(canaries.secret());
    }

    private static void recover(CanaryIncident incident, CanaryHunt hunt) throws IOException {
        hunt.beside(incident.init());
        hunt.within("inventory");
        hunt.within("inventory", "--format", "json");
        hunt.within("gap");
        hunt.within("gap", "--format", "json", "--per-forum-and-day", "--show-personal");
        hunt.crashOnceLedgerIsThere("stage");
        hunt.within("stage");
        hunt.within("plan");
        hunt.within("replay", PLAN);
        try (Jedis live = incident.connect()) {
            hunt.crashAmidWrites(live, "replay", PLAN, "--execute");
        }
        hunt.within("replay", PLAN, "--execute");
        hunt.within("verify");
        hunt.within("accounts");
        hunt.within("accounts", "--format", "json", "--show-personal");
        hunt.within("status");
        hunt.beside("diff", "base/dump.rdb", "evidence/dump.rdb", "--limit", "100000");
        hunt.beside("diff", "base/dump.rdb", "torn.rdb", "--format", "json", "--show-personal");
        hunt.beside("snapshot", "evidence/dump.rdb", "-o", "copy.rdb");
        hunt.beside("salvage", "torn.rdb", "-o", "clean.rdb");
        hunt.beside("salvage", "torn.aof", "-o", "clean-aof.rdb", "--format", "json");
    }

    private static void whatIsKeptOutIsCounted(CanaryHunt hunt) throws IOException {
        String gap = hunt.said("gap");
        assertThat(gap).contains("credential changed in the gap");
        for (Kind kind : Kind.values()) {
            assertThat(gap).contains("by its looks: " + kind.word());
        }
    }

    private void whatIsNoSecretIsBack(CanaryIncident incident, CanaryHunt hunt) throws IOException {
        CanarySearch published = new CanarySearch(canaries.published());
        assertThat(published.in(incident.liveDump())).containsExactlyInAnyOrderElementsOf(canaries.published());
        assertThat(published.in(hunt.incident())).isNotEmpty();
        assertThat(Files.readString(incident.liveDump(), StandardCharsets.ISO_8859_1))
                .contains(incident.plot().innocents());
    }
}
