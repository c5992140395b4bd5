package dev.rethread.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.HashValue;
import dev.rethread.keyspace.Value.ListValue;
import dev.rethread.keyspace.Value.SetValue;
import dev.rethread.keyspace.Value.SortedSetValue;
import dev.rethread.keyspace.Value.StringValue;
import dev.rethread.rdb.RdbPayload;
import dev.rethread.server.RealServer;
import dev.rethread.server.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.SetParams;

/** Every type in every encoding a server has for it, read from the servers people run. */
final class LiveSnapshotTest {
    private static final long DEADLINE = 4_102_444_800_123L;

    @Nested
    final class OnTheEmbeddedServer extends OnAServer {
        @Override
        TestServer start() throws IOException, InterruptedException {
            return TestServer.start(TestServer.embedded(), home);
        }
    }

    @Nested
    final class OnTheInstalledServer extends OnAServer {
        @Override
        TestServer start() throws IOException, InterruptedException {
            Assumptions.assumeTrue(TestServer.installed() != null, "no redis-server on the PATH");
            return TestServer.start(TestServer.installed(), home, "--repl-diskless-sync-delay", "0");
        }

        @Test
        void aDisklessServerWritesNoFile() {
            assertThat(server.folder().resolve("dump.rdb")).doesNotExist();
        }
    }

    /** With the environment variable RETHREAD_SERVERS: among them servers of RDB versions that came later. */
    @Test
    void everyServerThereIsCanBeRead(@TempDir Path folder) throws IOException, InterruptedException {
        for (RealServer each : RealServer.all()) {
            Path home = Files.createDirectory(folder.resolve(each.name()));
            try (TestServer server = TestServer.start(each.binary(), home, "--repl-diskless-sync-delay", "0");
                    Jedis jedis = server.client()) {
                jedis.hset("hash", "body", "y".repeat(9000));
                if (each.name().startsWith("redis-2.")) {
                    jedis.set("stream", "a server of 2014 has none");
                } else {
                    jedis.xadd("stream", new StreamEntryID(1, 1), Map.of("field", "value"));
                }
                try (LiveSnapshot snapshot = LiveSnapshot.read(server.address(), Progress.SILENT)) {
                    assertThat(snapshot.complete()).as(each.name()).isTrue();
                    assertThat(snapshot.keys()).as(each.name()).hasSize(2);
                    assertThat(snapshot.keys()).allMatch(key -> snapshot.get(key) != null);
                    snapshot.requireWhole();
                }
            }
        }
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class OnAServer {
        Path home;

        TestServer server;
        private final Map<Key, Value> written = new TreeMap<>();
        private LiveSnapshot snapshot;
        private String commandsBefore;
        private String commandsAfter;

        abstract TestServer start() throws IOException, InterruptedException;

        @BeforeAll
        void writeAndRead(@TempDir Path folder) throws IOException, InterruptedException {
            home = folder;
            server = start();
            try (Jedis jedis = server.client()) {
                write(jedis);
                commandsBefore = jedis.info("commandstats");
                snapshot = LiveSnapshot.read(server.address(), Progress.SILENT);
                commandsAfter = jedis.info("commandstats");
            }
        }

        @AfterAll
        void stop() {
            if (snapshot != null) {
                snapshot.close();
            }
            if (server != null) {
                server.close();
            }
        }

        @Test
        void everyKeyOfEveryDatabaseIsThereWithItsValue() {
            Map<Key, Value> read = new TreeMap<>();
            snapshot.keys()
                    .forEach(key -> read.put(
                            key, Objects.requireNonNull(snapshot.get(key)).value()));
            read.remove(Key.of("stream"));
            assertThat(read.keySet()).isEqualTo(written.keySet());
            written.forEach(
                    (key, value) -> assertThat(read.get(key)).as("%s", key).isEqualTo(value));
        }

        @Test
        void theSnapshotIsCompleteAndNamedLive() {
            assertThat(snapshot.complete()).isTrue();
            assertThat(snapshot.source()).isEqualTo("live");
        }

        @Test
        void deadlinesAreReadInMilliseconds() {
            assertThat(entry("session").expireAt()).isEqualTo(DEADLINE);
            assertThat(entry("text").expireAt()).isEqualTo(Entry.NEVER);
        }

        @Test
        void aStreamIsTheOneThatAFileOfTheServerHolds() {
            try (Jedis jedis = server.client()) {
                byte[] dump = jedis.dump("stream");
                int footer = 10;
                Bytes raw = Bytes.copyOf(dump).slice(1, dump.length - footer);
                assertThat(entry("stream").value()).isEqualTo(RdbPayload.value(dump[0], raw));
                assertThat(((StreamValue) entry("stream").value()).entries()).hasSize((int) jedis.xlen("stream"));
            }
        }

        @Test
        void theServerSawNoCommandButTheOnesOfAReplica() {
            assertThat(commandsAfter.lines().map(OnAServer::counted).toList())
                    .filteredOn(line -> line.startsWith("cmdstat_") && !commandsBefore.contains(line + ":"))
                    .extracting(line -> line.replaceFirst("\\|.*", ""))
                    .isSubsetOf("cmdstat_psync", "cmdstat_replconf", "cmdstat_info");
            assertThat(calls(commandsAfter)).isEqualTo(calls(commandsBefore));
        }

        @Test
        void progressEndsAtTheNumberOfKeys() {
            List<Long> keys = new ArrayList<>();
            LiveSnapshot.read(server.address(), (read, bytes) -> keys.add(read)).close();
            assertThat(keys).isSorted().endsWith((long) written.size() + 1);
        }

        @Test
        void nothingIsPrinted() {
            ByteArrayOutputStream printed = new ByteArrayOutputStream();
            PrintStream out = System.out;
            PrintStream err = System.err;
            try (PrintStream capture = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
                System.setOut(capture);
                System.setErr(capture);
                LiveSnapshot.read(server.address(), Progress.SILENT).close();
            } finally {
                System.setOut(out);
                System.setErr(err);
            }
            assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
        }

        @Test
        void noReplicaIsLeftBehind() throws InterruptedException {
            LiveSnapshot.read(server.address(), Progress.SILENT).close();
            try (Jedis jedis = server.client()) {
                for (int i = 0; i < 100 && !jedis.info("replication").contains("connected_slaves:0"); i++) {
                    Thread.sleep(20);
                }
                assertThat(jedis.info("replication")).contains("connected_slaves:0");
            }
        }

        /** {@code cmdstat_set:calls=5,...} without the figures. */
        private static String counted(String line) {
            int colon = line.indexOf(':');
            return colon < 0 ? line : line.substring(0, colon);
        }

        /** The calls of each command that reads or writes keys. */
        private static Map<String, String> calls(String stats) {
            Map<String, String> calls = new TreeMap<>();
            stats.lines()
                    .filter(line -> line.startsWith("cmdstat_"))
                    .filter(line -> !line.matches("cmdstat_(info|psync|replconf).*"))
                    .forEach(line -> calls.put(counted(line), line.replaceFirst(".*calls=(\\d+).*", "$1")));
            return calls;
        }

        private Entry entry(String name) {
            Entry entry = snapshot.get(Key.of(name));
            if (entry == null) {
                throw new AssertionError("no " + name);
            }
            return entry;
        }

        private void write(Jedis jedis) {
            strings(jedis);
            lists(jedis);
            sets(jedis);
            sortedSets(jedis);
            hashes(jedis);
            jedis.xadd("stream", new StreamEntryID(1, 1), Map.of("field", "value"));
            jedis.xadd("stream", new StreamEntryID(1, 2), Map.of("other", "1", "field", "2"));
            jedis.xgroupCreate("stream", "group", new StreamEntryID(0, 0), false);
            jedis.select(9);
            string(jedis, 9, Bytes.of("text"), Bytes.of("in database 9"));
            jedis.select(0);
        }

        private void strings(Jedis jedis) {
            string(jedis, 0, Bytes.of("text"), Bytes.of("grüße"));
            string(jedis, 0, Bytes.of("empty"), Bytes.EMPTY);
            string(jedis, 0, Bytes.EMPTY, Bytes.of("the empty key"));
            string(jedis, 0, Bytes.of("long"), Bytes.of("compressible ".repeat(5000)));
            string(jedis, 0, Bytes.wrap(new byte[] {0, -1, 10, 13, (byte) 0x80}), Bytes.wrap(new byte[] {-1, 0, 1}));
            for (long number : new long[] {0, -1, 127, -129, 40000, -70000, 1L << 31, Long.MIN_VALUE, Long.MAX_VALUE}) {
                string(jedis, 0, Bytes.of("number:" + number), Bytes.of(number));
            }
            string(jedis, 0, Bytes.of("12"), Bytes.of("007"));
            jedis.set("session", "x", SetParams.setParams().pxAt(DEADLINE));
            written.put(Key.of("session"), new StringValue(Bytes.of("x")));
        }

        private void string(Jedis jedis, int database, Bytes name, Bytes content) {
            jedis.set(name.toArray(), content.toArray());
            written.put(new Key(database, name), new StringValue(content));
        }

        private void lists(Jedis jedis) {
            list(jedis, "list", List.of(Bytes.of("b"), Bytes.of("-5"), Bytes.EMPTY, Bytes.of("b")));
            List<Bytes> many = new ArrayList<>();
            for (int i = 0; i < 35_000; i++) {
                many.add(Bytes.of(i));
            }
            list(jedis, "list:many", many);
            list(jedis, "list:big", List.of(Bytes.of("x".repeat(20_000)), Bytes.of("y")));
        }

        private void list(Jedis jedis, String name, List<Bytes> elements) {
            jedis.rpush(name.getBytes(StandardCharsets.UTF_8), arrays(elements));
            written.put(Key.of(name), new ListValue(elements));
        }

        private void sets(Jedis jedis) {
            set(jedis, "set:16", "1", "-2", "300");
            set(jedis, "set:32", "1", "70000", "-70000");
            set(jedis, "set:64", "1", "" + Long.MIN_VALUE, "" + Long.MAX_VALUE);
            set(jedis, "set:text", "1", "x", "");
            set(jedis, "set:many", numbered("member:", 600));
        }

        private void set(Jedis jedis, String name, String... members) {
            jedis.sadd(name, members);
            Set<Bytes> set = new LinkedHashSet<>();
            for (String member : members) {
                set.add(Bytes.of(member));
            }
            written.put(Key.of(name), new SetValue(set));
        }

        private void sortedSets(Jedis jedis) {
            Map<String, Double> odd = new LinkedHashMap<>();
            odd.put("highest", Double.POSITIVE_INFINITY);
            odd.put("lowest", Double.NEGATIVE_INFINITY);
            odd.put("zero", 0.0);
            odd.put("tenth", 0.1);
            odd.put("tiny", Double.MIN_VALUE);
            odd.put("huge", Double.MAX_VALUE);
            odd.put("time", 1_395_914_400_000.0);
            odd.put("", -17.25);
            sortedSet(jedis, "zset", odd);
            Map<String, Double> many = new LinkedHashMap<>(odd);
            for (String member : numbered("member:", 300)) {
                many.put(member, many.size() / 7.0);
            }
            // Last, since the packed encoding that small sorted sets start with loses the sign on Redis 7.
            many.put("minus zero", -0.0);
            sortedSet(jedis, "zset:many", many);
        }

        private void sortedSet(Jedis jedis, String name, Map<String, Double> scores) {
            Map<Bytes, Double> bytes = new LinkedHashMap<>();
            scores.forEach((member, score) -> {
                jedis.sendCommand(redis.clients.jedis.Protocol.Command.ZADD, name, text(score), member);
                bytes.put(Bytes.of(member), score);
            });
            written.put(Key.of(name), new SortedSetValue(bytes));
        }

        private static String text(double score) {
            return Double.isInfinite(score) ? (score > 0 ? "inf" : "-inf") : Double.toString(score);
        }

        private void hashes(Jedis jedis) {
            hash(jedis, "hash", Map.of("title", "x", "views", "12", "", "", "body", "y".repeat(60)));
            hash(jedis, "hash:long", Map.of("body", "z".repeat(5000), "n", "-1"));
            Map<String, String> many = new LinkedHashMap<>();
            for (String field : numbered("f", 600)) {
                many.put(field, "v" + field);
            }
            hash(jedis, "hash:many", many);
        }

        private void hash(Jedis jedis, String name, Map<String, String> fields) {
            jedis.hset(name, fields);
            Map<Bytes, Bytes> bytes = new LinkedHashMap<>();
            fields.forEach((field, content) -> bytes.put(Bytes.of(field), Bytes.of(content)));
            written.put(Key.of(name), new HashValue(bytes));
        }

        private static String[] numbered(String prefix, int count) {
            String[] names = new String[count];
            for (int i = 0; i < count; i++) {
                names[i] = prefix + i;
            }
            return names;
        }

        private static byte[][] arrays(List<Bytes> elements) {
            return elements.stream().map(Bytes::toArray).toArray(byte[][]::new);
        }
    }

    @Test
    void anUnreachableServerIsNamed() throws IOException {
        LiveAddress nobody = LiveAddress.of("127.0.0.1", TestServer.freePort());
        assertThatThrownBy(() -> LiveSnapshot.read(nobody, Progress.SILENT))
                .isInstanceOf(LiveException.class)
                .hasMessageContaining(nobody + " cannot be reached");
    }
}
