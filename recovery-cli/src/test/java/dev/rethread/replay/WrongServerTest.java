package dev.rethread.replay;

import static dev.rethread.replay.ReplayTest.execute;
import static dev.rethread.replay.ReplayTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.fixtures.server.RedisBinary;
import dev.rethread.fixtures.server.RedisProcess;
import dev.rethread.incident.ExitCode;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.live.LiveAddress;
import dev.rethread.server.TargetReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.Jedis;

/** An address, a server or a database that is no longer the one that the plan means. */
class WrongServerTest {
    private static final Servers SERVERS = new Servers();
    private static final Forum FORUM = Forum.of(8);
    private static List<RedisProcess> running = List.of();

    @TempDir
    Path folder = Path.of("");

    @BeforeAll
    static void start() {
        running = SERVERS.startEach();
    }

    @AfterAll
    static void stop() {
        SERVERS.close();
    }

    static List<RedisProcess> servers() {
        return running;
    }

    @BeforeEach
    void fill() {
        for (RedisProcess server : running) {
            try (Jedis jedis = server.connect()) {
                Forum.fill(jedis);
            }
        }
    }

    private static final class Death extends Error {
        private static final long serialVersionUID = 1;
    }

    private static void dieAt(ReplayOrder order, RedisProcess server, Moment moment, int nth) {
        int[] reached = {0};
        try {
            Replay.execute(order, Servers.address(server), Staged.CLOCK, ReplayProgress.NONE, () -> false, at -> {
                if (at == moment && ++reached[0] == nth) {
                    throw new Death();
                }
            });
        } catch (Death expected) {
            return;
        }
        throw new AssertionError(moment + " was not reached");
    }

    @Test
    void addressThatLeadsElsewhereBetweenTwoConnectionsIsRefused() throws IOException {
        RedisProcess meant = running.get(0);
        RedisProcess other = SERVERS.start();
        try (Staged staged = Staged.of(folder, FORUM.items(), FORUM.ids());
                CuttingProxy proxy = CuttingProxy.to(meant.port());
                Jedis jedis = meant.connect()) {
            ReplayOrder order = staged.plan(meant);
            String before = Servers.digest(jedis);
            proxy.moveAfter(1, other.port());
            LiveAddress address = LiveAddress.of("127.0.0.1", proxy.port());
            refused(
                    () -> Replay.execute(order, address, Staged.CLOCK, ReplayProgress.NONE, () -> false),
                    ExitCode.PRECONDITION,
                    "restarted");
            assertThat(Servers.digest(jedis)).isEqualTo(before);
            assertThat(staged.ledger().runs()).isEmpty();
        }
    }

    /** A replica takes its master's data over, and keeps its own run_id. */
    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("servers")
    void masterThatTookAnotherOnesDataOverIsRefused(RedisProcess server) throws InterruptedException {
        RedisProcess other = SERVERS.start(RedisBinary.embedded());
        try (Staged staged = Staged.of(folder, FORUM.items(), FORUM.ids());
                Jedis jedis = server.connect()) {
            ReplayOrder order = staged.plan(server);
            jedis.replicaof("127.0.0.1", other.port());
            while (!jedis.info("replication").contains("master_link_status:up")) {
                Thread.sleep(20);
            }
            jedis.replicaofNoOne();
            refused(() -> execute(order, server), ExitCode.PRECONDITION, "was a replica");
            assertThat(jedis.dbSize()).isZero();
        }
    }

    /** The server is busy when a database is selected, and free again when the step arrives. */
    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("servers")
    void stepThatArrivesInAnotherDatabaseIsRefused(RedisProcess server) {
        Marker marker = new Marker("marker", "attempt");
        try (Jedis jedis = server.connect()) {
            marker.load(jedis);
            marker.enter(jedis, 0, false, 0);
            byte[] script = jedis.scriptLoad(Marker.source("step.lua"));
            for (int meant : List.of(1, 0)) {
                String answer = answer(jedis, script, marker.attempt(meant));
                assertThat(answer).contains(meant == 0 ? "W" : "SUPERSEDED");
            }
        }
    }

    private static String answer(Jedis jedis, byte[] script, byte[] attempt) {
        try {
            byte[] letters = (byte[]) jedis.evalsha(
                    script,
                    2,
                    Bytes.of("k").toArray(),
                    Bytes.of("marker").toArray(),
                    attempt,
                    Bytes.of("1").toArray(),
                    Bytes.of("any").toArray(),
                    Bytes.of("set").toArray(),
                    Bytes.of("0").toArray(),
                    Bytes.of("create").toArray(),
                    Bytes.of("m").toArray(),
                    Bytes.EMPTY.toArray(),
                    Bytes.EMPTY.toArray());
            return Bytes.wrap(letters).utf8();
        } catch (redis.clients.jedis.exceptions.JedisDataException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    @Test
    void readerDoesNotTakeOneDatabaseForAnother() {
        RedisProcess server = SERVERS.start("databases 2");
        try (TargetReader target = TargetReader.open(Servers.address(server));
                Jedis jedis = server.connect()) {
            jedis.set("k", "x");
            Key there = new Key(0, Bytes.of("k"));
            refused(() -> target.types(List.of(new Key(2, Bytes.of("k")))), ExitCode.SOURCE, "out of range");
            assertThat(target.types(List.of(there))).containsExactly("string");
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("servers")
    void givingUpLeavesNoMarkerHoweverEarlyTheRunDied(RedisProcess server) {
        try (Staged staged = Staged.of(folder, FORUM.items(), FORUM.ids());
                Jedis jedis = server.connect()) {
            dieAt(staged.plan(server), server, Moment.AFTER_MARKER, 1);
            assertThat(jedis.keys("rethread:*")).hasSize(1);
            staged.reopened();
            assertThat(Abandonment.of(staged.ledger(), Servers.address(server), Staged.CLOCK)
                            .unknown())
                    .isZero();
            for (int database : List.of(0, 1)) {
                jedis.select(database);
                assertThat(jedis.keys("rethread:*")).isEmpty();
            }
        }
    }

    @Test
    void serverThatWasRestartedWithItsDataStillSaysWhatWasWritten() throws IOException {
        RedisProcess server = SERVERS.start("appendonly yes", "appendfsync always");
        try (Staged staged = Staged.of(folder, FORUM.items(), FORUM.ids())) {
            try (Jedis jedis = server.connect()) {
                Forum.fill(jedis);
            }
            dieAt(staged.plan(server), server, Moment.AFTER_SENDING, 3);
            server.restart();
            staged.reopened();
            assertThat(Abandonment.of(staged.ledger(), Servers.address(server), Staged.CLOCK)
                            .unknown())
                    .isZero();
            try (Jedis jedis = server.connect()) {
                assertThat(jedis.keys("rethread:*")).isEmpty();
            }
        }
    }

    /** The marker of a batch of amounts is lost: none of them is added by the next run, and it says so. */
    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("servers")
    void amountOfWhichNothingIsKnownIsNotAddedAgain(RedisProcess server) {
        try (Staged staged = Staged.of(folder, FORUM.items(), FORUM.ids());
                Jedis jedis = server.connect()) {
            dieAt(staged.plan(server), server, Moment.AFTER_SENDING, 7);
            jedis.del(jedis.keys("rethread:*").toArray(String[]::new));
            staged.reopened();
            Abandonment given = Abandonment.of(staged.ledger(), Servers.address(server), Staged.CLOCK);
            assertThat(given.unknown()).isPositive();
            assertThat(staged.file().toFile().delete()).isTrue();
            ReplayResult rest = execute(staged.plan(server), server);
            assertThat(rest.refusals())
                    .anySatisfy(refusal -> assertThat(refusal.reason()).contains("was counted"));
            assertThat(jedis.hget("global", "replies")).isEqualTo("58");
            assertThat(jedis.hget("thread:1", "views")).isEqualTo("12");
            assertThat(staged.ledger().applied().of(Bytes.of("thread:1"), Bytes.of("views")))
                    .isEqualTo(5);
        }
    }

    /** What the lost marker knew to be written is found in place, and is counted by the next run as its own. */
    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("servers")
    void objectOfWhichNothingIsKnownIsCountedStill(RedisProcess server) {
        try (Staged staged = Staged.of(folder, FORUM.items(), FORUM.ids());
                Jedis jedis = server.connect()) {
            dieAt(staged.plan(server), server, Moment.AFTER_SENDING, 3);
            jedis.del(jedis.keys("rethread:*").toArray(String[]::new));
            staged.reopened();
            Abandonment.of(staged.ledger(), Servers.address(server), Staged.CLOCK);
            assertThat(staged.file().toFile().delete()).isTrue();
            execute(staged.plan(server), server);
            assertThat(jedis.hget("global", "replies")).isEqualTo("58");
        }
    }
}
