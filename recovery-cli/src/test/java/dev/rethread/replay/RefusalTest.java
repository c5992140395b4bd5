package dev.rethread.replay;

import static dev.rethread.replay.ReplayTest.execute;
import static dev.rethread.replay.ReplayTest.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rethread.fixtures.server.RedisProcess;
import dev.rethread.incident.ExitCode;
import dev.rethread.incident.OperatorException;
import dev.rethread.ledger.JournalRow.Result;
import dev.rethread.ledger.Ledger;
import dev.rethread.ledger.RunRow;
import dev.rethread.plan.PlanFile;
import dev.rethread.plan.PlanHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Plans and servers that are not to be written to, and servers that begin to refuse on the way. */
class RefusalTest {
    private static final Servers SERVERS = new Servers();
    private static final RedisProcess SERVER = SERVERS.start();
    private static final Forum FORUM = Forum.of(8);

    @TempDir
    Path folder = Path.of("");

    @AfterAll
    static void stop() {
        SERVERS.close();
    }

    @BeforeEach
    void fill() {
        try (Jedis jedis = SERVER.connect()) {
            Forum.fill(jedis);
        }
    }

    private Staged staged() {
        return Staged.of(folder, FORUM.items(), FORUM.ids());
    }

    private static String digest() {
        try (Jedis jedis = SERVER.connect()) {
            return Servers.digest(jedis);
        }
    }

    private static void assertUntouched(Staged staged, Runnable action, String message) {
        String before = digest();
        refused(action, ExitCode.PRECONDITION, message);
        assertThat(digest()).isEqualTo(before);
        assertThat(staged.ledger().unfinishedRun()).isEmpty();
    }

    @Test
    void planOfAnotherIncidentIsRefused() {
        try (Staged staged = staged()) {
            ReplayOrder order = staged.plan(SERVER);
            ReplayOrder other = new ReplayOrder("another", order.ledger(), order.plan());
            assertUntouched(staged, () -> execute(other, SERVER), "of another incident");
        }
    }

    @Test
    void planThatThisFolderDoesNotKnowIsRefused() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        try (Staged staged = staged();
                Staged copy = Staged.of(other, FORUM.items(), FORUM.ids())) {
            ReplayOrder foreign = new ReplayOrder(
                    Staged.INCIDENT, staged.ledger(), copy.plan(SERVER).plan());
            assertUntouched(staged, () -> execute(foreign, SERVER), "not made in this incident folder");
        }
    }

    @Test
    void stalePlanIsRefused() {
        try (Staged staged = staged()) {
            ReplayOrder order = staged.plan(SERVER);
            staged.stage(FORUM.items(), FORUM.ids());
            assertUntouched(staged, () -> execute(order, SERVER), "stale");
        }
    }

    @Test
    void planThatIsNotWhatIsStagedIsRefused() {
        try (Staged staged = staged()) {
            PlanFile.Opened plan = staged.plan(SERVER).plan();
            PlanHeader made = plan.header();
            PlanHeader other = new PlanHeader(
                    made.incident(),
                    made.staging(),
                    "another",
                    made.created(),
                    made.target(),
                    List.of(),
                    List.of(),
                    false);
            ReplayOrder order =
                    new ReplayOrder(Staged.INCIDENT, staged.ledger(), new PlanFile.Opened(other, plan.digest()));
            assertUntouched(staged, () -> execute(order, SERVER), "not what the plan shows");
        }
    }

    @Test
    void changedPlanFileIsRefused() throws IOException {
        try (Staged staged = staged()) {
            staged.plan(SERVER);
            String text = Files.readString(staged.file());
            Files.writeString(staged.file(), text.replace("thread:", "xhread:"));
            assertThatThrownBy(() -> PlanFile.open(staged.file()))
                    .isInstanceOf(OperatorException.class)
                    .hasMessageContaining("changed");
        }
    }

    @Test
    void replicaIsRefused() {
        RedisProcess replica = SERVERS.start("replicaof 127.0.0.1 " + SERVER.port());
        try (Staged staged = staged()) {
            ReplayOrder order = staged.plan(replica);
            assertUntouched(staged, () -> execute(order, replica), "not a master");
            assertThat(ReplayTest.dryRun(order, replica).violations()).hasSize(1);
        } finally {
            replica.close();
        }
    }

    @Test
    void restartedServerIsRefused() throws IOException {
        RedisProcess restarted = SERVERS.start();
        try (Staged staged = staged()) {
            ReplayOrder order = staged.plan(restarted);
            restarted.restart();
            assertUntouched(staged, () -> execute(order, restarted), "restarted since the plan");
        } finally {
            restarted.close();
        }
    }

    @Test
    void clusterIsRefused() {
        RedisProcess node = SERVERS.start("cluster-enabled yes");
        try (Staged staged = staged()) {
            ReplayOrder order = staged.plan(node);
            assertUntouched(staged, () -> execute(order, node), "node of a cluster");
        } finally {
            node.close();
        }
    }

    @Test
    void nothingIsStagedOrReplayedBesidesAnUnfinishedRun() {
        try (Staged staged = staged()) {
            ReplayOrder order = staged.plan(SERVER);
            dieAt(Moment.AFTER_SENDING, order);
            refused(() -> staged.stage(FORUM.items(), FORUM.ids()), ExitCode.PRECONDITION, "not finished");
            assertThat(staged.file().toFile().delete()).isTrue();
            try (Jedis jedis = SERVER.connect()) {
                jedis.set("one more", "key");
            }
            ReplayOrder second = staged.plan(SERVER);
            refused(() -> execute(second, SERVER), ExitCode.PRECONDITION, "another plan is not finished");
        }
    }

    private static final class Death extends Error {
        private static final long serialVersionUID = 1;
    }

    private static void dieAt(Moment moment, ReplayOrder order) {
        at(moment, order, () -> {
            throw new Death();
        });
    }

    /** Executes; at the second time of {@code moment} something happens. */
    private static void at(Moment moment, ReplayOrder order, Runnable happening) {
        int[] reached = {0};
        try {
            Replay.execute(order, Servers.address(SERVER), Staged.CLOCK, ReplayProgress.NONE, () -> false, now -> {
                if (now == moment && ++reached[0] == 2) {
                    happening.run();
                }
            });
        } catch (Death expected) {
            return;
        }
    }

    /** What makes the server refuse, what the run then says, and what mends it. */
    private void assertResumable(String[] breaking, String message, ExitCode code, String[] mending) {
        try (Staged staged = staged();
                Jedis jedis = SERVER.connect()) {
            ReplayOrder order = staged.plan(SERVER);
            refused(() -> at(Moment.AFTER_INTENT, order, () -> send(jedis, breaking)), code, message);
            send(jedis, mending);
            assertThat(staged.ledger().unfinishedRun()).isPresent();
            ReplayResult result = execute(staged.reopened(), SERVER);
            assertThat(result.finished()).isTrue();
            assertThat(jedis.hget("global", "replies")).isEqualTo("58");
            assertThat(jedis.keys("rethread:*")).isEmpty();
        }
    }

    private static void send(Jedis jedis, String... words) {
        jedis.sendCommand(
                () -> words[0].getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                java.util.Arrays.copyOfRange(words, 1, words.length));
    }

    @Test
    void fullServerEndsTheRunAsResumable() {
        assertResumable(
                new String[] {"CONFIG", "SET", "maxmemory", "1"}, "out of memory", ExitCode.PRECONDITION, new String[] {
                    "CONFIG", "SET", "maxmemory", "0"
                });
    }

    @Test
    void masterThatBecomesAReplicaEndsTheRunAsResumable() {
        assertResumable(
                new String[] {"REPLICAOF", "127.0.0.1", "1"}, "is a replica", ExitCode.PRECONDITION, new String[] {
                    "REPLICAOF", "NO", "ONE"
                });
    }

    @Test
    void lostConnectionEndsTheRunAsResumable() {
        assertResumable(
                new String[] {"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"},
                "cannot be reached",
                ExitCode.SOURCE,
                new String[] {"PING"});
    }

    @Test
    void fencesAreLookedAtBeforeEveryBatch() {
        try (Staged staged = staged();
                Jedis jedis = SERVER.connect()) {
            ReplayOrder order = staged.plan(SERVER);
            refused(
                    () -> at(Moment.AFTER_OUTCOME, order, () -> send(jedis, "REPLICAOF", "127.0.0.1", "1")),
                    ExitCode.PRECONDITION,
                    "not a master");
            send(jedis, "REPLICAOF", "NO", "ONE");
            assertThat(execute(staged.reopened(), SERVER).finished()).isTrue();
        }
    }

    @Test
    void scriptThatTheServerForgotIsLoadedAgain() {
        try (Staged staged = staged();
                Jedis jedis = SERVER.connect()) {
            AtomicBoolean flushed = new AtomicBoolean();
            at(Moment.AFTER_INTENT, staged.plan(SERVER), () -> {
                jedis.scriptFlush();
                flushed.set(true);
            });
            assertThat(flushed).isTrue();
            assertThat(jedis.hget("global", "replies")).isEqualTo("58");
            assertThat(staged.ledger().unfinishedRun()).isEmpty();
        }
    }

    @Test
    void markerThatIsGoneEndsTheRunUntilItIsGivenUp() {
        try (Staged staged = staged();
                Jedis jedis = SERVER.connect()) {
            dieAt(Moment.AFTER_SENDING, staged.plan(SERVER));
            jedis.del(jedis.keys("rethread:*").toArray(String[]::new));
            refused(() -> execute(staged.reopened(), SERVER), ExitCode.PRECONDITION, "the marker");
            Abandonment given = Abandonment.of(staged.ledger(), Servers.address(SERVER), Staged.CLOCK);
            assertThat(given.unknown()).isPositive();
            assertThat(staged.ledger().unfinishedRun()).isEmpty();
        }
    }

    @Test
    void runThatIsGivenUpKnowsWhatItHasWritten() {
        try (Staged staged = staged();
                Jedis jedis = SERVER.connect()) {
            dieAt(Moment.AFTER_SENDING, staged.plan(SERVER));
            Ledger ledger = staged.reopened().ledger();
            RunRow run = ledger.unfinishedRun().orElseThrow();
            assertThat(ledger.journal(run))
                    .anySatisfy(row -> assertThat(row.result()).isNull());
            Abandonment given = Abandonment.of(ledger, Servers.address(SERVER), Staged.CLOCK);
            assertThat(given).isEqualTo(new Abandonment(run.id(), 0));
            assertThat(ledger.journal(run))
                    .filteredOn(row -> row.result() == Result.REFUSED)
                    .hasSize(1);
            assertThat(ledger.journal(run))
                    .filteredOn(row -> row.result() == null)
                    .isEmpty();
            assertThat(jedis.keys("rethread:*")).isEmpty();

            assertThat(staged.file().toFile().delete()).isTrue();
            ReplayResult rest = execute(staged.plan(SERVER), SERVER);
            assertThat(rest.refusals()).isNotEmpty();
            assertThat(jedis.hget("global", "replies")).isEqualTo("58");
            assertThat(jedis.hget("thread:10", "replies")).isEqualTo("3");
        }
    }
}
