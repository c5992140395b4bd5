package dev.rethread.rdb;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Span;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.server.RealServer;
import dev.rethread.server.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** What is written for a server is what that server holds after loading it: asked by DEBUG DIGEST and by commands. */
class WrittenForServersTest {
    /** Corpus files without keys that expire, and without keys of modules that are not there. */
    private static final List<String> LASTING =
            List.of("all-types.rdb", "forum-small.rdb", "lfu.rdb", "nochecksum.rdb");

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> aServersOwnFileWrittenAgainLoadsTheSame() {
        return each(server -> true, this::ownFileAgain);
    }

    @TestFactory
    Stream<DynamicTest> streamsBuiltByHandAreWhatTheServerAnswers() {
        return each(server -> target(server).carriesStreams(), this::streams);
    }

    @TestFactory
    Stream<DynamicTest> aFileOf7_0WrittenForAnOlderServerLoadsTheSame() {
        return each(server -> server.version() < 700, this::olderServer);
    }

    @TestFactory
    Stream<DynamicTest> theNewestCommonFileLoadsIntoEveryServerSince7_0() {
        return each(server -> server.version() >= 700, this::newestCommon);
    }

    @TestFactory
    Stream<DynamicTest> corpusFilesWrittenAgainHaveTheDigestTheirServerGave() {
        return Corpus.rdbFiles().stream()
                .filter(file -> LASTING.contains(file.getFileName().toString()))
                .flatMap(file -> RealServer.all().stream()
                        .filter(server -> sameFormat(server, file))
                        .map(server -> DynamicTest.dynamicTest(
                                Corpus.name(file) + " into " + server, () -> corpusFile(file, server))));
    }

    @Test
    void theEmbeddedServerIsAlwaysThere() {
        assertThat(RealServer.all()).anyMatch(server -> server.name().startsWith("redis-6.2."));
    }

    private interface Check {
        void of(RealServer server) throws Exception;
    }

    private static Stream<DynamicTest> each(Predicate<RealServer> which, Check check) {
        return RealServer.all().stream()
                .filter(which)
                .map(server -> DynamicTest.dynamicTest(server.name(), () -> {
                    assumeTrue(server.binary().toFile().canExecute(), "no server for this platform");
                    check.of(server);
                }));
    }

    private static RdbTarget target(RealServer server) {
        return RdbTarget.of(server.name());
    }

    private void ownFileAgain(RealServer server) throws Exception {
        Path original = home();
        List<String> expected;
        try (TestServer running = server.start(original);
                Jedis jedis = running.client()) {
            fill(jedis, server);
            expected = digests(jedis);
            running.save();
        }
        Path copy = home();
        Written.again(original.resolve("dump.rdb"), copy.resolve("dump.rdb"), target(server));
        assertThat(loaded(server, copy)).isEqualTo(expected);
    }

    private void olderServer(RealServer server) throws Exception {
        Path original = filledBy7_0(RdbTarget.REDIS_2_4);
        Path copy = home();
        Written.again(original, copy.resolve("dump.rdb"), target(server));
        assertThat(loaded(server, copy)).isEqualTo(loaded(installed(), requireNonNull(original.getParent())));
    }

    private void newestCommon(RealServer server) throws Exception {
        Path original = filledBy7_0(RdbTarget.REDIS_7_0);
        Path copy = home();
        Written.again(original, copy.resolve("dump.rdb"), RdbTarget.NEWEST_COMMON);
        assertThat(loaded(server, copy)).isEqualTo(loaded(installed(), requireNonNull(original.getParent())));
    }

    /** A file of the installed server with what the given target has a place for. */
    private Path filledBy7_0(RdbTarget what) throws Exception {
        Path home = home();
        try (TestServer running = installed().start(home);
                Jedis jedis = running.client()) {
            new Filling(jedis).entries(new RandomEntries(70).entries(210, what));
            return running.save();
        }
    }

    private static RealServer installed() {
        List<RealServer> servers = RealServer.all().stream()
                .filter(server -> server.name().startsWith("redis-7.0."))
                .toList();
        assumeTrue(!servers.isEmpty(), "no redis-server 7.0 is installed");
        return servers.get(0);
    }

    private static void fill(Jedis jedis, RealServer server) {
        Filling filling = new Filling(jedis);
        filling.entries(new RandomEntries(server.version()).entries(350, target(server)));
        if (target(server).carriesFunctions()) {
            filling.function();
        }
    }

    private void corpusFile(Path file, RealServer server) throws Exception {
        Path copy = home();
        Written.again(file, copy.resolve("dump.rdb"), WrittenCorpusTest.target(file));
        Path digests = file.resolveSibling(file.getFileName().toString().replace(".rdb", ".digest.txt"));
        String expected = Files.readAllLines(digests).stream()
                .filter(line -> line.startsWith("dataset "))
                .findFirst()
                .orElseThrow();
        assertThat("dataset " + loaded(server, copy).get(0)).isEqualTo(expected);
    }

    /** The digest of one server is that of another where they keep the same things; not across every version. */
    private static boolean sameFormat(RealServer server, Path file) {
        RdbTarget target = WrittenCorpusTest.target(file);
        return target == target(server) && Corpus.name(file).startsWith("valkey") == server.valkey();
    }

    private void streams(RealServer server) throws Exception {
        RandomEntries random = new RandomEntries(15);
        Map<String, StreamValue> streams = new TreeMap<>();
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            StreamValue stream = random.stream();
            streams.put("stream " + i, stream);
            entries.add(new Entry(Key.of("stream " + i), stream, Entry.NEVER, new Span(0, 0)));
        }
        Path home = home();
        Files.write(home.resolve("dump.rdb"), Written.bytes(target(server), entries));
        try (TestServer running = server.start(home);
                Jedis jedis = running.client()) {
            streams.forEach((name, stream) ->
                    assertThat(Asked.stream(jedis, name)).as(name).isEqualTo(Asked.expected(stream, target(server))));
        }
    }

    private Path home() throws IOException {
        return Files.createTempDirectory(folder, "server");
    }

    /** The digest of everything a server has loaded, then how many keys each database has, then its functions. */
    private static List<String> loaded(RealServer server, Path home) throws Exception {
        try (TestServer running = server.start(home);
                Jedis jedis = running.client()) {
            return digests(jedis);
        }
    }

    private static List<String> digests(Jedis jedis) {
        List<String> all = new ArrayList<>();
        all.add(Asked.text(jedis, "DEBUG", "DIGEST"));
        all.add(jedis.info("keyspace").replaceAll(",[^\r\n]*", ""));
        return all;
    }
}
