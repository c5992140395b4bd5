package dev.rethread.replay;

import static dev.rethread.replay.ReplayTest.execute;
import static dev.rethread.replay.ReplayTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.fixtures.server.RedisProcess;
import dev.rethread.incident.ExitCode;
import dev.rethread.live.LiveAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** Servers that do not answer for a while, and then may still do what they were sent before. */
class StalledServerTest {
    private static final Servers SERVERS = new Servers();
    private static final Forum FORUM = Forum.of(16);
    private static List<RedisProcess> running = List.of();

    @TempDir
    Path folder = Path.of("");

    @BeforeAll
    static void start() {
        running = SERVERS.startEach("lua-time-limit 20");
    }

    @AfterAll
    static void stop() {
        SERVERS.close();
    }

    static List<RedisProcess> servers() {
        return running;
    }

    private static LiveAddress impatient(RedisProcess server) {
        return Servers.address(server).withTimeouts(Duration.ofSeconds(1), Duration.ofMillis(300));
    }

    /** Executes; at the last of the six batches something happens between intent and sending. */
    private static void at(ReplayOrder order, RedisProcess server, Runnable happening) {
        int[] reached = {0};
        Replay.execute(order, impatient(server), Staged.CLOCK, ReplayProgress.NONE, () -> false, now -> {
            if (now == Moment.AFTER_INTENT && ++reached[0] == 6) {
                happening.run();
            }
        });
    }

    private static void assertWhole(Jedis jedis) {
        assertThat(jedis.hget("global", "replies")).isEqualTo("66");
        assertThat(jedis.hget("thread:1", "views")).isEqualTo("12");
        assertThat(jedis.keys("rethread:*")).isEmpty();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("servers")
    void whatAStoppedServerDoesLateIsNotDoneTwice(RedisProcess server) {
        try (Jedis jedis = server.connect();
                Staged staged = Staged.of(folder, FORUM.items(), FORUM.ids())) {
            Forum.fill(jedis);
            ReplayOrder order = staged.plan(server);
            refused(() -> at(order, server, () -> signal("STOP", server)), ExitCode.SOURCE, "did not answer in time");
            signal("CONT", server);
            assertThat(execute(staged.reopened(), server).finished()).isTrue();
            assertWhole(jedis);
        }
    }

    private static void signal(String name, RedisProcess server) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(server.pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("servers")
    void serverThatIsBusyWithAScriptEndsTheRunAsResumable(RedisProcess server) {
        try (Jedis jedis = server.connect();
                Staged staged = Staged.of(folder, FORUM.items(), FORUM.ids())) {
            Forum.fill(jedis);
            ReplayOrder order = staged.plan(server);
            refused(() -> at(order, server, () -> busy(server)), ExitCode.PRECONDITION, "busy with a script");
            jedis.scriptKill();
            assertThat(execute(staged.reopened(), server).finished()).isTrue();
            assertWhole(jedis);
        }
    }

    /** Until the script is killed the server answers to nobody. */
    private static void busy(RedisProcess server) {
        Thread thread = new Thread(() -> {
            try (Jedis jedis = server.connect()) {
                jedis.eval("while true do end");
            } catch (JedisException killed) {
                assertThat(killed.getMessage()).isNotEmpty();
            }
        });
        thread.start();
        while (true) {
            try (Jedis jedis = server.connect()) {
                jedis.ping();
            } catch (JedisException busy) {
                return;
            }
        }
    }
}
