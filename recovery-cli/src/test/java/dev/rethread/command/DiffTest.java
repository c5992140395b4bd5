package dev.rethread.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rethread.fixtures.incident.SmallIncident;
import dev.rethread.fixtures.server.RedisBinary;
import dev.rethread.fixtures.server.RedisProcess;
import dev.rethread.fixtures.server.RedisSettings;
import dev.rethread.incident.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;

/** Two keyspaces compared by meaning. */
class DiffTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "swordfish-of-a-user";
    private static final String TOKEN = "9f86d081884c7d659a2feaa0c55ad015";

    @TempDir
    private Path folder;

    private Shell.Result diff(Object... arguments) {
        String[] words = Stream.concat(
                        Stream.of("diff"), Arrays.stream(arguments).map(String::valueOf))
                .toArray(String[]::new);
        return new Shell(folder).rethread(words);
    }

    private static void same(Shell.Result result) {
        assertThat(result.is(ExitCode.DONE)).as(result.toString()).isTrue();
        assertThat(result.out()).contains("0 keys only in A, 0 only in B, 0 changed, ");
    }

    private static RedisProcess server(Path home) {
        return OtherServers.start(RedisBinary.find(null), home);
    }

    @Test
    void reloadingAndSavingChangesNothing() throws IOException {
        try (RedisProcess server = server(folder.resolve("server"));
                Jedis jedis = server.connect()) {
            OtherServers.fill(jedis);
            OtherServers.read(jedis);
            Path first = Files.copy(OtherServers.save(server), folder.resolve("first.rdb"));
            Path second = reload(first, "again");
            same(diff(first, second));
            same(diff(second, first));
        }
    }

    /** The dump of a server that loaded {@code rdb} and keeps other encodings. */
    private Path reload(Path rdb, String name) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name));
        Files.copy(rdb, home.resolve("dump.rdb"));
        try (RedisProcess server = RedisProcess.start(
                RedisBinary.find(null),
                home,
                RedisSettings.of(
                        "save \"\"",
                        "rdbcompression no",
                        "hash-max-ziplist-entries 0",
                        "zset-max-ziplist-entries 0",
                        "set-max-intset-entries 0"))) {
            return OtherServers.save(server);
        }
    }

    @Test
    void serversOfAllVersionsThatWereToldTheSameSaveTheSame() {
        Path first = folder.resolve("server-0").resolve("dump.rdb");
        int number = 0;
        for (RedisBinary binary : OtherServers.all()) {
            try (RedisProcess server = OtherServers.start(binary, folder.resolve("server-" + number++));
                    Jedis jedis = server.connect()) {
                OtherServers.fill(jedis);
                Path dump = OtherServers.save(server);
                String common = OtherServers.knowsStreams(jedis) ? "/./" : "/^(?!stream)/";
                same(diff(dump, OtherServers.place(server)));
                same(diff(first, dump, "--match", common));
                same(diff(dump, first, "--match", common));
            }
        }
    }

    /** Consumers have times of their own on every server, so only who was handed a file can say the same. */
    @Test
    void whatANewerServerMakesOfTheStreamsOfAnOlderOneIsTheSame() throws IOException {
        Map<RedisBinary, Path> dumps = new LinkedHashMap<>();
        for (RedisBinary binary : OtherServers.all()) {
            Path home = folder.resolve("server-" + dumps.size());
            try (RedisProcess server = OtherServers.start(binary, home);
                    Jedis jedis = server.connect()) {
                OtherServers.fill(jedis);
                OtherServers.read(jedis);
                dumps.put(binary, OtherServers.save(server));
                same(diff(dumps.get(binary), OtherServers.place(server)));
            }
        }
        for (Path older : dumps.values()) {
            for (Map.Entry<RedisBinary, Path> newer : dumps.entrySet()) {
                if (OtherServers.isRead(older, newer.getValue())) {
                    same(diff(older, handedTo(newer.getKey(), older)));
                }
            }
        }
    }

    private Path handedTo(RedisBinary binary, Path dump) throws IOException {
        Path home = Files.createTempDirectory(folder, "newer");
        Files.copy(dump, home.resolve("dump.rdb"));
        try (RedisProcess server = OtherServers.start(binary, home)) {
            return OtherServers.save(server);
        }
    }

    /** The files of two versions hold different forums: what differs is what the servers' answers say. */
    @TestFactory
    Stream<DynamicTest> whatDiffersBetweenFilesOfTwoVersionsIsWhatTheServersAnsweredDifferently() {
        List<Path> files = CorpusFiles.named("forum-small.rdb");
        return files.stream()
                .skip(1)
                .map(file -> DynamicTest.dynamicTest(CorpusFiles.name(file), () -> asTheTruthSays(files.get(0), file)));
    }

    private void asTheTruthSays(Path a, Path b) throws IOException {
        SortedMap<String, String> inA = CorpusFiles.truth(a);
        SortedMap<String, String> inB = CorpusFiles.truth(b);
        TreeSet<String> expected = new TreeSet<>(inA.keySet());
        expected.addAll(inB.keySet());
        expected.removeIf(key -> inA.getOrDefault(key, "").equals(inB.getOrDefault(key, "")));
        JsonNode report =
                JSON.readTree(diff(a, b, "--format", "json", "--full-names").out());
        TreeSet<String> found = new TreeSet<>();
        for (JsonNode difference : report.get("differences")) {
            found.add(
                    difference.get("database") + "/" + hex(difference.get("key").asText()));
        }
        assertThat(found).isNotEmpty().isEqualTo(expected);
    }

    private static String hex(String ascii) {
        return HexFormat.of().formatHex(ascii.getBytes(StandardCharsets.UTF_8));
    }

    /** Values that are kept verbatim compare by their bytes: a vector set's graph is drawn anew at every load. */
    @TestFactory
    Stream<DynamicTest> aDumpSavedWithoutCompressionHoldsTheSame() {
        return CorpusFiles.named("all-types.nocompress.rdb").stream()
                .map(file -> DynamicTest.dynamicTest(CorpusFiles.name(file), () -> {
                    Path compressed = file.resolveSibling("all-types.rdb");
                    Shell.Result result = diff(compressed, file, "--format", "json");
                    for (JsonNode difference : JSON.readTree(result.out()).get("differences")) {
                        boolean verbatim = difference.get("type").asText().equals("module");
                        assertThat(verbatim || difference.get("key").asText().equals("s:100k"))
                                .as("%s", difference)
                                .isTrue();
                    }
                }));
    }

    /** Two dumps of one server, between which each kind of change was made. */
    private Path[] changed() throws IOException {
        try (RedisProcess server = server(folder.resolve("server"));
                Jedis jedis = server.connect()) {
            OtherServers.fill(jedis);
            Path before = Files.copy(OtherServers.save(server), folder.resolve("before.rdb"));
            jedis.del("text");
            jedis.set("new", SECRET);
            jedis.hset("hash:small", "email", SECRET);
            jedis.hset("hash:small", "added", SECRET);
            jedis.hdel("hash:small", "n");
            jedis.sadd("set:small", TOKEN, "y");
            jedis.zadd("zset:small", 7, "tenth");
            jedis.lpush("list:small", SECRET);
            jedis.pexpireAt("deadline", 4_102_444_800_623L);
            jedis.del("number");
            jedis.rpush("number", "1");
            jedis.xadd("stream:trimmed", XAddParams.xAddParams().id("7-0"), Map.of("f", SECRET));
            jedis.xgroupSetID("stream:trimmed", "g", new StreamEntryID("7-0"));
            jedis.xgroupCreateConsumer("stream:trimmed", "g", "ann");
            return new Path[] {before, Files.copy(OtherServers.save(server), folder.resolve("after.rdb"))};
        }
    }

    @Test
    void sayWhatDiffersWithoutAnyValue() throws IOException {
        Path[] dumps = changed();
        Shell.Result text = diff("before.rdb", "after.rdb");
        assertThat(text.is(ExitCode.FOUND)).as(text.toString()).isTrue();
        assertThat(text.out())
                .contains("1 keys only in A, 1 only in B, 7 changed, ")
                .containsPattern("-  string +text +5 bytes\n")
                .containsPattern("\\+  string +new +19 bytes\n")
                .containsPattern("~  hash +hash:small +\\+ field added \\(19 bytes\\), "
                        + "~ field email \\(21 bytes -> 19 bytes\\), - field n \\(1 byte\\)\n")
                .containsPattern("~  set +set:small +\\+ member 9f86…\\(32 bytes\\), \\+ member y\n")
                .containsPattern("~  zset +zset:small +~ member tenth \\(another score\\)\n")
                .containsPattern("~  list +list:small +~ value \\(4 elements -> 5 elements\\)\n")
                .containsPattern(
                        "~  stream +stream:trimmed +\\+ entry 7-0 \\(1 field\\), ~ entries-added \\(2 -> 3\\), "
                                + "~ last-id \\(6-0 -> 7-0\\), ~ group g \\(at 6-0 -> at 7-0\\) … and 1 more\n")
                .containsPattern("~  string -> list +number")
                .contains("~ ttl (2100-01-01T00:00:00.123Z -> 2100-01-01T00:00:00.623Z)")
                .doesNotContain(SECRET)
                .doesNotContain(TOKEN);
        Shell.Result json = diff(dumps[0], dumps[1], "--format", "json");
        assertThat(json.out()).doesNotContain(SECRET).doesNotContain(TOKEN);
        JsonNode report = JSON.readTree(json.out());
        assertThat(report.get("schema").asInt()).isEqualTo(1);
        assertThat(report.get("differences")).hasSize(9);
        assertThat(report.at("/keys/changed").asInt()).isEqualTo(7);
        assertThat(diff(dumps[0], dumps[1], "--full-names").out()).contains(TOKEN);
    }

    @Test
    void onlyTheKeysAskedForAreCompared() throws IOException {
        changed();
        assertThat(diff("before.rdb", "after.rdb", "--limit", "2").out()).contains("… and 7 more keys");
        same(diff("before.rdb", "after.rdb", "--match", "*:large"));
        same(diff("before.rdb", "after.rdb", "--db", "3"));
        same(diff("before.rdb", "after.rdb", "--match", "deadline", "--ttl-tolerance", "500"));
        assertThat(diff("before.rdb", "after.rdb", "--match", "deadline", "--ttl-tolerance", "499")
                        .is(ExitCode.FOUND))
                .isTrue();
        assertThat(diff("before.rdb", "after.rdb", "--match", "/^(text|list)/").out())
                .contains("1 keys only in A, 0 only in B, 1 changed, 1 equal");
        assertThat(diff("before.rdb", "after.rdb", "--match", "/(/").is(ExitCode.USAGE))
                .isTrue();
    }

    @Test
    void whatADamagedSideLacksIsNotCalledADeletion() throws IOException {
        SmallIncident.copyTo(folder);
        byte[] whole = Files.readAllBytes(folder.resolve("stale.rdb"));
        Files.write(folder.resolve("cut.rdb"), Arrays.copyOf(whole, whole.length / 2));
        Shell.Result missing = diff("stale.rdb", "cut.rdb");
        assertThat(missing.is(ExitCode.FOUND)).as(missing.toString()).isTrue();
        assertThat(missing.out())
                .contains("0 keys only in A, 0 only in B, 0 changed, ")
                .contains("B  cut.rdb: rdb, not whole")
                .contains("damage: ")
                .containsPattern("B is not whole: [1-9]\\d* keys of A are not in it, which does not prove");
        Shell.Result other = diff("cut.rdb", "stale.rdb");
        assertThat(other.is(ExitCode.FOUND)).isTrue();
        assertThat(other.out())
                .contains("0 keys only in A, 0 only in B, 0 changed, ")
                .containsPattern("A is not whole: [1-9]\\d* keys of B are not in it")
                .containsPattern("\\?  hash ");
    }

    @Test
    void whatIsNoKeyspaceIsRefused() throws IOException {
        SmallIncident.copyTo(folder);
        for (String other : List.of("nowhere.rdb", "mongodump", "files.txt", "redis://127.0.0.1:1")) {
            Shell.Result result = diff("stale.rdb", other);
            assertThat(result.is(ExitCode.SOURCE)).as(result.toString()).isTrue();
            assertThat(result.out()).isEmpty();
            assertThat(result.err()).contains("HINT: ");
        }
        assertThat(diff("stale.rdb", "mongodump").err()).contains("holds documents");
        assertThat(diff("stale.rdb").is(ExitCode.USAGE)).isTrue();
    }
}
