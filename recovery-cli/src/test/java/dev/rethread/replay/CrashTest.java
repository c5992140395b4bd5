package dev.rethread.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.fixtures.server.RedisProcess;
import dev.rethread.incident.OperatorException;
import dev.rethread.ledger.RunRow;
import dev.rethread.live.LiveAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** A replay that dies, at any instant, and is started again ends as one that was left in peace. */
class CrashTest {
    private static final Servers SERVERS = new Servers();
    private static final Forum FORUM = Forum.of(16);
    private static final int KILLS = Integer.getInteger("rethread.test.kills", 5);
    private static final RedisProcess SERVER = SERVERS.start();
    private static final int MILLIS_OF_A_REPLAY = 500;
    private static final int CUTS = Integer.getInteger("rethread.test.cuts", 10);

    @TempDir
    Path folder = Path.of("");

    private int folders;

    @AfterAll
    static void stop() {
        SERVERS.close();
    }

    /** Not an exception, so that nothing on the way catches it. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1;
    }

    /** How live ends when nothing happens, and through which moments it goes. */
    private record Undisturbed(String digest, List<Moment> moments) {}

    private Undisturbed undisturbed() throws IOException {
        List<Moment> moments = new ArrayList<>();
        try (Jedis jedis = SERVER.connect();
                Staged staged = staged(jedis, FORUM)) {
            execute(staged.plan(SERVER), moments::add);
            assertThat(jedis.mget("next-thread", "next-reply")).containsExactly("13", "135");
            return new Undisturbed(Servers.digest(jedis), moments);
        }
    }

    private Staged staged(Jedis jedis, Forum forum) throws IOException {
        Forum.fill(jedis);
        Path own = Files.createDirectory(folder.resolve("incident" + ++folders));
        return Staged.of(own, forum.items(), forum.ids());
    }

    private static ReplayResult execute(ReplayOrder order, Moment.Witness witness) {
        LiveAddress address = Servers.address(SERVER);
        return Replay.execute(order, address, Staged.CLOCK, ReplayProgress.NONE, () -> false, witness);
    }

    /** Ids taken in the instant before a death are burned: everything is there, under higher ids. */
    private static void assertEnded(Jedis jedis, Staged staged, String digest) {
        assertThat(jedis.keys("rethread:*")).isEmpty();
        if (jedis.mget("next-thread", "next-reply").equals(List.of("13", "135"))) {
            assertThat(Servers.digest(jedis)).isEqualTo(digest);
        } else {
            assertThat(jedis.hget("global", "replies")).isEqualTo("66");
            assertThat(jedis.keys("reply:*")).hasSize(2 + 2 * 16);
        }
        assertThat(staged.ledger().runs()).extracting(RunRow::state).containsExactly(RunRow.State.DONE);
        assertThat(staged.ledger().journal(staged.ledger().runs().get(0)))
                .allSatisfy(row -> assertThat(row.result()).isNotNull());
    }

    @Test
    void deathAtAnyMomentChangesNothing() throws IOException {
        Undisturbed undisturbed = undisturbed();
        assertThat(undisturbed.moments()).contains(Moment.values());
        for (int k = 0; k < undisturbed.moments().size(); k++) {
            Moment moment = undisturbed.moments().get(k);
            try (Jedis jedis = SERVER.connect();
                    Staged staged = staged(jedis, FORUM)) {
                dieAt(k, staged.plan(SERVER));
                if (moment == Moment.AFTER_END) {
                    assertEnded(jedis, staged, undisturbed.digest());
                    continue;
                }
                ReplayResult result = execute(staged.reopened(), Moment.Witness.NONE);
                assertThat(result.finished()).isTrue();
                assertThat(result.items()).containsEntry("reply", new ReplayResult.Outcomes(16, 0, 0, 0));
                assertEnded(jedis, staged, undisturbed.digest());
            }
        }
    }

    private static void dieAt(int moment, ReplayOrder order) {
        AtomicInteger reached = new AtomicInteger();
        try {
            execute(order, at -> {
                if (reached.getAndIncrement() == moment) {
                    throw new Death();
                }
            });
        } catch (Death expected) {
            return;
        }
        throw new AssertionError("moment " + moment + " was not reached");
    }

    @Test
    void connectionCutAnywhereChangesNothing() throws IOException {
        Undisturbed undisturbed = undisturbed();
        Random random = new Random(7);
        for (int cut = 0; cut < CUTS; cut++) {
            try (Jedis jedis = SERVER.connect();
                    Staged staged = staged(jedis, FORUM);
                    CuttingProxy proxy = CuttingProxy.to(SERVER.port())) {
                ReplayOrder order = staged.plan(SERVER);
                proxy.allow(random.nextInt(cut % 2 == 0 ? 30_000 : 12_000), cut % 2 == 0);
                ReplayResult result = persist(order, proxy);
                assertThat(result.finished()).isTrue();
                assertEnded(jedis, staged, undisturbed.digest());
            }
        }
    }

    /** The first try goes through the proxy, which cuts it; the second one is let through. */
    private static ReplayResult persist(ReplayOrder order, CuttingProxy proxy) {
        LiveAddress address = LiveAddress.of("127.0.0.1", proxy.port());
        try {
            return Replay.execute(order, address, Staged.CLOCK, ReplayProgress.NONE, () -> false);
        } catch (OperatorException cut) {
            assertThat(cut.hint()).isNotEmpty();
            return execute(order, Moment.Witness.NONE);
        }
    }

    @Test
    void killedProcessChangesNothing() throws IOException, InterruptedException {
        Undisturbed undisturbed = undisturbed();
        Random random = new Random(11);
        int kills = 0;
        while (kills < KILLS) {
            try (Jedis jedis = SERVER.connect();
                    Staged staged = staged(jedis, FORUM)) {
                staged.plan(SERVER);
                staged.ledger().close();
                while (kills < KILLS && killed(staged.file(), random.nextInt(MILLIS_OF_A_REPLAY))) {
                    kills++;
                }
                Staged after = Staged.open(staged.folder());
                if (after.ledger().unfinishedRun().isPresent()
                        || after.ledger().runs().isEmpty()) {
                    execute(after.order(), Moment.Witness.NONE);
                }
                assertEnded(jedis, after, undisturbed.digest());
                after.close();
            }
        }
    }

    /** Starts a process that replays, and kills it; false if it was faster. */
    private static boolean killed(Path plan, int millisAfterItBegan) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReplayUntilKilled.class.getName(),
                        String.valueOf(plan.getParent()),
                        Integer.toString(SERVER.port()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(process.getInputStream().read()).isEqualTo('b');
            boolean ended = process.waitFor(millisAfterItBegan, TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            return !ended;
        } finally {
            process.destroyForcibly();
        }
    }
}
