package dev.rethread.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.rethread.delta.ListEncoding;
import dev.rethread.fixtures.server.RedisProcess;
import dev.rethread.incident.ExitCode;
import dev.rethread.incident.OperatorException;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Type;
import dev.rethread.live.LiveAddress;
import dev.rethread.plan.TargetFingerprint;
import dev.rethread.replay.Servers;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** What of a live server is read before a replay, and how it fails to be. */
class TargetReaderTest {
    private static final Servers SERVERS = new Servers();
    private static final RedisProcess OPEN = SERVERS.start();
    private static final RedisProcess LOCKED = SERVERS.start();
    private static final String SECRET = "open-barley";

    @BeforeAll
    static void lock() {
        try (Jedis jedis = LOCKED.connect()) {
            jedis.aclSetUser("reader", "on", ">hush", "~*", "+select", "+info");
            jedis.configSet("requirepass", "sesame");
        }
    }

    @AfterAll
    static void stop() {
        SERVERS.close();
    }

    private static OperatorException failure(LiveAddress address) {
        OperatorException failure = catchThrowableOfType(OperatorException.class, () -> {
            try (TargetReader target = TargetReader.open(address)) {
                target.fingerprint(0);
            }
        });
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain(SECRET);
        assertThat(String.valueOf(failure.getMessage()).lines()).hasSize(1);
        assertThat(failure.hint()).isNotEmpty();
        return failure;
    }

    @Test
    void fingerprintTellsServersApart() {
        try (Jedis jedis = OPEN.connect();
                TargetReader target = TargetReader.open(Servers.address(OPEN))) {
            jedis.flushAll();
            jedis.select(2);
            jedis.set("a", "1");
            TargetFingerprint seen = target.fingerprint(2);
            assertThat(seen.keys()).isEqualTo(1);
            assertThat(target.fingerprint(0).keys()).isZero();
            assertThat(seen.role()).isEqualTo("master");
            assertThat(seen.runId()).hasSize(40);
            assertThat(seen.replicationId()).hasSize(40);
            assertThat(seen.address()).isEqualTo("127.0.0.1:" + OPEN.port());
        }
    }

    @Test
    void elementsOfEveryTypeAreRead() {
        try (Jedis jedis = OPEN.connect();
                TargetReader target = TargetReader.open(Servers.address(OPEN))) {
            jedis.flushAll();
            jedis.set("s", "x");
            jedis.hset("h", "f", "");
            jedis.sadd("t", "m");
            jedis.zadd("z", 0.1, "m");
            jedis.rpush("l", "a", "b");
            jedis.select(3);
            jedis.set("s", "y");
            Key string = Key.of("s");
            assertThat(target.elements(List.of(
                            new Place(string, Type.STRING, Bytes.EMPTY),
                            new Place(new Key(3, string.name()), Type.STRING, Bytes.EMPTY),
                            new Place(Key.of("h"), Type.HASH, Bytes.of("f")),
                            new Place(Key.of("h"), Type.HASH, Bytes.of("g")),
                            new Place(Key.of("t"), Type.SET, Bytes.of("m")),
                            new Place(Key.of("t"), Type.SET, Bytes.of("n")),
                            new Place(Key.of("z"), Type.ZSET, Bytes.of("m")),
                            new Place(Key.of("l"), Type.LIST, Bytes.EMPTY),
                            new Place(Key.of("none"), Type.LIST, Bytes.EMPTY),
                            new Place(string, Type.ZSET, Bytes.of("m")))))
                    .satisfiesExactly(
                            held -> assertThat(held).isEqualTo(Bytes.of("x")),
                            held -> assertThat(held).isEqualTo(Bytes.of("y")),
                            held -> assertThat(held).isEqualTo(Bytes.EMPTY),
                            held -> assertThat(held).isNull(),
                            held -> assertThat(held).isEqualTo(Bytes.EMPTY),
                            held -> assertThat(held).isNull(),
                            held -> assertThat(String.valueOf(held)).startsWith("0.1"),
                            held -> assertThat(held)
                                    .isEqualTo(ListEncoding.encode(List.of(Bytes.of("a"), Bytes.of("b")))),
                            held -> assertThat(held).isNull(),
                            held -> assertThat(held).isNull());
            assertThat(target.types(List.of(Key.of("z"), Key.of("none")))).containsExactly("zset", null);
        }
    }

    @Test
    void passwordOpensTheDoor() {
        LiveAddress address = Servers.address(LOCKED).withPassword(null, "sesame"::toCharArray);
        try (TargetReader target = TargetReader.open(address)) {
            assertThat(target.state().role()).isEqualTo("master");
        }
    }

    @Test
    void aspectsOfAKeyAreRead() {
        try (Jedis jedis = OPEN.connect();
                TargetReader target = TargetReader.open(Servers.address(OPEN))) {
            jedis.flushAll();
            jedis.hset("h", Map.of("f", "1", "g", "2"));
            jedis.pexpire("h", 1_000_000);
            jedis.set("s", "x");
            Place deadline = Place.deadline(Key.of("h"));
            List<@Nullable Bytes> held = target.elements(List.of(
                    new Place(Key.of("h"), Type.HASH, Place.Aspect.SIZE),
                    new Place(Key.of("h"), Type.SET, Place.Aspect.SIZE),
                    Place.deadline(Key.of("s")),
                    Place.deadline(Key.of("none")),
                    new Place(Key.of("s"), Type.STRING, Place.Aspect.PAYLOAD),
                    new Place(Key.of("none"), Type.STRING, Place.Aspect.PAYLOAD)));
            assertThat(held).containsExactly(Bytes.of(2), null, Bytes.EMPTY, null, Bytes.wrap(jedis.dump("s")), null);
            Bytes until =
                    Objects.requireNonNull(target.elements(List.of(deadline)).get(0));
            assertThat(Long.parseLong(until.utf8())).isCloseTo(target.clock() + 1_000_000, within(2000L));
        }
    }

    @Test
    void wrongPasswordIsAnOperatorsMistake() {
        OperatorException failure = failure(Servers.address(LOCKED).withPassword(null, SECRET::toCharArray));
        assertThat(failure).hasMessageContaining("refuses this user and password");
        assertThat(failure.exitCode()).isEqualTo(ExitCode.SOURCE);
        failure = failure(Servers.address(LOCKED));
        assertThat(failure).hasMessageContaining("wants a password");
        assertThat(failure.exitCode()).isEqualTo(ExitCode.SOURCE);
        failure = failure(Servers.address(OPEN).withPassword(null, SECRET::toCharArray));
        assertThat(failure).hasMessageContaining("has no password");
    }

    @Test
    void userWithoutPermissionIsAnOperatorsMistake() {
        OperatorException failure = failure(Servers.address(LOCKED).withPassword("reader", "hush"::toCharArray));
        assertThat(failure).hasMessageContaining("does not permit");
        assertThat(failure.exitCode()).isEqualTo(ExitCode.SOURCE);
    }

    @Test
    void unreachableServerIsAnOperatorsMistake() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        OperatorException failure = failure(LiveAddress.of("127.0.0.1", free));
        assertThat(failure).hasMessageContaining("cannot be reached");
        assertThat(failure.exitCode()).isEqualTo(ExitCode.SOURCE);
        failure = failure(LiveAddress.of("no-such-host.invalid", 6379));
        assertThat(failure.exitCode()).isEqualTo(ExitCode.SOURCE);
    }

    @Test
    void silentServerIsGivenUpInTime() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            LiveAddress address = LiveAddress.of("127.0.0.1", silent.getLocalPort())
                    .withTimeouts(Duration.ofMillis(300), Duration.ofMillis(300));
            assertThat(failure(address)).hasMessageContaining("did not answer in time");
        }
    }

    @Test
    void loadingServerIsWaitedFor() throws IOException {
        try (ServerSocket loading = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> answer(loading));
            OperatorException failure = failure(LiveAddress.of("127.0.0.1", loading.getLocalPort()));
            assertThat(failure).hasMessageContaining("still loading");
            assertThat(failure.exitCode()).isEqualTo(ExitCode.PRECONDITION);
            answered.join();
        }
    }

    private static void answer(ServerSocket listening) {
        try (Socket client = listening.accept()) {
            assertThat(client.getInputStream().read(new byte[1024])).isPositive();
            byte[] answer = "-LOADING Redis is loading the dataset in memory\r\n".getBytes(StandardCharsets.US_ASCII);
            client.getOutputStream().write(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
