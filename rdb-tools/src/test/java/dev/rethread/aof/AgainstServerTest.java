package dev.rethread.aof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.server.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;

/** Random commands on a real server; what its AOF replays to is what it answers. */
class AgainstServerTest {
    private static final int DATABASES = 3;
    private static final int ROUNDS = 30;
    private static final int COMMANDS = 100;
    private static final long CLOCK_SLACK = 3000;

    @TempDir
    Path folder;

    private static Path installed() {
        Path binary = TestServer.installed();
        assumeThat(binary).as("a redis-server on the PATH").isNotNull();
        return Objects.requireNonNull(binary);
    }

    @Test
    void replayEqualsTheInstalledServer() throws Exception {
        for (long seed = 1; seed <= 3; seed++) {
            compare(installed(), seed, false);
        }
    }

    @Test
    void replayEqualsTheInstalledServerAcrossARewrite() throws Exception {
        compare(installed(), 11, true, "--aof-timestamp-enabled", "yes");
        compare(installed(), 12, true, "--aof-use-rdb-preamble", "no");
    }

    @Test
    void replayEqualsTheEmbeddedServer() throws Exception {
        compare(TestServer.embedded(), 21, false);
        compare(TestServer.embedded(), 22, true);
        compare(TestServer.embedded(), 23, true, "--aof-use-rdb-preamble", "no");
    }

    /**
     * Further servers, for a longer run by hand; the variable RETHREAD_SEEDS says how many seeds. Every second one rewrites
     * the log, in turn with and without an RDB.
     */
    @TestFactory
    Stream<DynamicTest> replayEqualsEveryServerThatIsThere() throws Exception {
        String servers = System.getenv("RETHREAD_SERVERS");
        assumeThat(servers).as("RETHREAD_SERVERS names a folder of servers").isNotNull();
        int seeds = Integer.parseInt(System.getenv().getOrDefault("RETHREAD_SEEDS", "1"));
        return binaries(Path.of(servers)).stream()
                .flatMap(binary -> IntStream.rangeClosed(1, seeds)
                        .mapToObj(seed -> DynamicTest.dynamicTest(
                                binary.getName(binary.getNameCount() - 2) + " seed " + seed,
                                () -> compareInTurn(binary, seed))));
    }

    private void compareInTurn(Path binary, int seed) throws Exception {
        String preamble = seed % 4 == 2 ? "yes" : "no";
        compare(binary, 100 + seed, seed % 2 == 0, "--aof-use-rdb-preamble", preamble);
    }

    private static List<Path> binaries(Path servers) throws IOException {
        try (Stream<Path> folders = Files.list(servers)) {
            return folders.map(each -> each.resolve("redis-server"))
                    .filter(Files::isExecutable)
                    .filter(binary -> !binary.toString().contains("redis-2."))
                    .sorted()
                    .toList();
        }
    }

    private void compare(Path binary, long seed, boolean rewrite, String... settings) throws Exception {
        Path home = Files.createTempDirectory(folder, "seed-" + seed);
        RandomCommands commands = new RandomCommands(seed);
        try (TestServer server = TestServer.start(binary, home, appending(binary, settings));
                Jedis writing = server.client();
                Jedis asking = server.client()) {
            for (int round = 1; round <= ROUNDS; round++) {
                run(writing, commands, seed + round);
                reload(asking);
                compare("seed " + seed + " round " + round, home, ServerKeyspace.of(asking, DATABASES));
                if (rewrite && round == ROUNDS / 2) {
                    rewrite(asking);
                }
            }
        }
    }

    private static void compare(String moment, Path home, Map<Key, Entry> expected) {
        AofSnapshot snapshot = AofSnapshot.read("server", aof(home), Until.END);
        assertThat(snapshot.uninterpreted()).as(moment).isEmpty();
        assertThat(snapshot.complete()).as("%s: %s", moment, snapshot.doubts()).isTrue();
        assertThat(snapshot.stop().reason()).as(moment).isEqualTo(Stop.Reason.END_OF_FILE);
        assertThat(snapshot.keys()).as(moment).hasSizeGreaterThan(5);
        assertThat(unexpired(snapshot)).as(moment).containsExactlyInAnyOrderElementsOf(expected.keySet());
        expected.forEach((key, entry) -> compare(moment + " key " + key, entry, snapshot.get(key)));
    }

    /** A server hides what has expired before it logs the deletion; the replay keeps it. */
    private static List<Key> unexpired(AofSnapshot snapshot) {
        long now = System.currentTimeMillis();
        return snapshot.keys().stream()
                .filter(key ->
                        Objects.requireNonNull(snapshot.get(key)).expiry().orElse(now) >= now)
                .toList();
    }

    private static void compare(String what, Entry expected, @Nullable Entry found) {
        Entry present = Objects.requireNonNull(found);
        assertThat(Likeness.of(present.value(), expected.value())).as(what).isEqualTo(expected.value());
        assertThat(present.expireAt()).as(what).isCloseTo(expected.expireAt(), within(CLOCK_SLACK));
        assertThat(present.span().length()).as(what).isPositive();
    }

    private static Path aof(Path home) {
        Path directory = home.resolve("appendonlydir");
        return Files.exists(directory) ? directory : home.resolve("appendonly.aof");
    }

    private static void rewrite(Jedis jedis) throws InterruptedException {
        jedis.bgrewriteaof();
        while (!jedis.info("persistence").contains("aof_rewrite_in_progress:0")
                || !jedis.info("persistence").contains("aof_rewrite_scheduled:0")) {
            Thread.sleep(20);
        }
    }

    /** What a server does not log (consumers that got nothing, deliveries read again) it forgets by loading its own log. */
    private static void reload(Jedis jedis) {
        jedis.sendCommand(() -> bytes("DEBUG"), bytes("LOADAOF"));
    }

    private static byte[] bytes(String word) {
        return word.getBytes(UTF_8);
    }

    private static void run(Jedis jedis, RandomCommands commands, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < COMMANDS; i++) {
            boolean transaction = random.nextInt(20) == 0;
            if (transaction) {
                send(jedis, List.of("MULTI"));
            }
            send(jedis, commands.next());
            if (transaction) {
                send(jedis, commands.next());
                send(jedis, List.of("EXEC"));
            }
        }
    }

    /** An error answer is part of the game. */
    private static void send(Jedis jedis, List<String> words) {
        boolean restore = words.get(0).equals("RESTORE");
        byte[][] arguments = words.stream()
                .skip(1)
                .map(word -> restore && word.startsWith("@") ? dump(jedis, word.substring(1)) : bytes(word))
                .toArray(byte[][]::new);
        byte[] name = bytes(words.get(0));
        try {
            jedis.sendCommand(() -> name, arguments);
        } catch (JedisException refused) {
            assertThat(jedis.isBroken()).isFalse();
        }
    }

    /** What DUMP answers, or where that is nothing, what no server restores. */
    private static byte[] dump(Jedis jedis, String key) {
        Object answer = jedis.sendCommand(Protocol.Command.DUMP, key);
        return answer instanceof byte[] payload && payload.length > 10 ? payload : new byte[] {1};
    }

    /** Since 7.0, DEBUG must be allowed. */
    private static boolean knowsDebugSetting(Path binary) throws Exception {
        Process process = new ProcessBuilder(binary.toString(), "--version").start();
        return !new String(process.getInputStream().readAllBytes(), UTF_8).matches("(?s).*v=[2-6]\\..*");
    }

    private static String[] appending(Path binary, String... settings) throws Exception {
        List<String> all = new ArrayList<>(List.of("--appendonly", "yes", "--appendfsync", "no"));
        if (knowsDebugSetting(binary)) {
            all.addAll(List.of("--enable-debug-command", "yes"));
        }
        all.addAll(List.of(settings));
        return all.toArray(String[]::new);
    }
}
