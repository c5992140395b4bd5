package dev.rethread.rdb;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Span;
import dev.rethread.keyspace.StreamId;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.Type;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.OpaqueValue;
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
    Stream<DynamicTest> idempotentProducersStayWithTheirStream() {
        return each(server -> target(server).carriesProducers(), this::producers);
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
                .filter(file -> Files.exists(digest(file)))
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
        Held expected;
        try (TestServer running = server.start(original);
                Jedis jedis = running.client()) {
            fill(jedis, server);
            expected = held(server, running, jedis);
        }
        Path copy = home();
        Written.again(original.resolve("dump.rdb"), copy.resolve("dump.rdb"), target(server));
        assertSame(loaded(server, copy), expected);
    }

    private void olderServer(RealServer server) throws Exception {
        Path original = filledBy7_0(RdbTarget.REDIS_2_4);
        Path copy = home();
        Written.again(original.resolve("dump.rdb"), copy.resolve("dump.rdb"), target(server));
        Held expected = loaded(installed(), original);
        Held actual = loaded(server, copy);
        assertSame(actual.meaning(), expected.meaning());
        if (hasDigest(server)) {
            assertThat(actual.digest()).isEqualTo(expected.digest());
        }
    }

    private void newestCommon(RealServer server) throws Exception {
        Path original = filledBy7_0(RdbTarget.REDIS_7_0);
        Path copy = home();
        Written.again(original.resolve("dump.rdb"), copy.resolve("dump.rdb"), RdbTarget.NEWEST_COMMON);
        assertSame(loaded(server, copy), loaded(server, original));
    }

    /** A file of the installed server with what the given target has a place for. */
    private Path filledBy7_0(RdbTarget what) throws Exception {
        Path home = home();
        try (TestServer running = installed().start(home);
                Jedis jedis = running.client()) {
            new Filling(jedis).entries(new RandomEntries(70).entries(210, what));
            running.save();
            return home;
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
        filling.entries(new RandomEntries(server.version())
                .entries(350, target(server)).stream()
                        .filter(entry -> isRead(entry, server))
                        .toList());
        if (target(server).carriesFunctions()) {
            filling.function();
        }
    }

    /** Redis 8.6 writes a type of streams that the reader may not know. */
    private static boolean isRead(Entry entry, RealServer server) {
        return entry.value().type() != Type.STREAM
                || !target(server).carriesProducers()
                || RdbType.of(StreamWriter.WITH_PRODUCERS, "REDIS") != null;
    }

    private void corpusFile(Path file, RealServer server) throws Exception {
        Path copy = home();
        Written.again(file, copy.resolve("dump.rdb"), WrittenCorpusTest.target(file));
        String expected = Files.readAllLines(digest(file)).stream()
                .filter(line -> line.startsWith("dataset "))
                .findFirst()
                .orElseThrow();
        Held held = loaded(server, copy);
        assertSame(held.meaning(), meaning(file));
        if (hasDigest(server)) {
            assertThat("dataset " + held.digest()).isEqualTo(expected);
        }
    }

    private static Path digest(Path file) {
        return file.resolveSibling(file.getFileName().toString().replace(".rdb", ".digest.txt"));
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

    /** 300 seconds, 50 ids, one producer "p" with the id "i1" for entry 5-0; 7 ids ever, 3 duplicates. */
    private void producers(RealServer server) throws Exception {
        byte[] producers = {0x41, 0x2c, 50, 1, 1, 'p', 1, 2, 'i', '1', 5, 0, 7, 3};
        StreamId id = new StreamId(5, 0);
        StreamValue stream = new StreamValue(List.of(), id, id, 1, Map.of(), Bytes.wrap(producers));
        Path home = home();
        Files.write(
                home.resolve("dump.rdb"),
                Written.bytes(
                        target(server), List.of(new Entry(Key.of("stream"), stream, Entry.NEVER, new Span(0, 0)))));
        try (TestServer running = server.start(home);
                Jedis jedis = running.client()) {
            String info = Asked.text(jedis, "XINFO", "STREAM", "stream");
            assertThat(info).contains("idmp-duration, 300, idmp-maxsize, 50", "iids-added, 7, iids-duplicates, 3");
        }
    }

    private Path home() throws IOException {
        return Files.createTempDirectory(folder, "server");
    }

    private static Held loaded(RealServer server, Path home) throws Exception {
        try (TestServer running = server.start(home);
                Jedis jedis = running.client()) {
            return held(server, running, jedis);
        }
    }

    private static Held held(RealServer server, TestServer running, Jedis jedis) {
        String digest = hasDigest(server) ? Asked.text(jedis, "DEBUG", "DIGEST") : "";
        String functions = target(server).carriesFunctions() ? Asked.text(jedis, "FUNCTION", "LIST", "WITHCODE") : "";
        return new Held(digest, functions, meaning(running.save()));
    }

    /** 2.8 may fail an assertion of its own in DEBUG DIGEST, also on its own files. */
    private static boolean hasDigest(RealServer server) {
        return server.version() >= 300;
    }

    /** What a server holds: its digest of everything, its functions, and what it saves, value and expiry of each key. */
    private record Held(String digest, String functions, Map<Key, List<Object>> meaning) {}

    /** What is not opened by its type only, since servers put it together anew. */
    private static Map<Key, List<Object>> meaning(Path file) {
        return Reading.snapshot(file, snapshot -> {
            Map<Key, List<Object>> meaning = new TreeMap<>();
            if (snapshot.summary().note().isPresent()) {
                return meaning;
            }
            for (Key key : snapshot.keys()) {
                Entry entry = requireNonNull(snapshot.get(key));
                Value value = entry.value();
                meaning.put(key, List.of(value instanceof OpaqueValue ? value.type() : value, entry.expireAt()));
            }
            assertThat(snapshot.damages()).isEmpty();
            return meaning;
        });
    }

    private static void assertSame(Held actual, Held expected) {
        assertThat(actual.digest()).isEqualTo(expected.digest());
        assertThat(actual.functions()).isEqualTo(expected.functions());
        assertSame(actual.meaning(), expected.meaning());
    }

    /** Names the keys, without their values. */
    private static void assertSame(Map<Key, List<Object>> actual, Map<Key, List<Object>> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        assertThat(expected.keySet())
                .allSatisfy(key -> assertThat(requireNonNull(actual.get(key)).equals(expected.get(key)))
                        .as("%s is the same", key)
                        .isTrue());
    }
}
