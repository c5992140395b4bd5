package dev.rethread.rdb;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Span;
import dev.rethread.keyspace.Type;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.HashValue;
import dev.rethread.keyspace.Value.ListValue;
import dev.rethread.keyspace.Value.OpaqueValue;
import dev.rethread.keyspace.Value.SetValue;
import dev.rethread.keyspace.Value.SortedSetValue;
import dev.rethread.keyspace.Value.StringValue;
import dev.rethread.server.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.resps.Tuple;

/** A keyspace of every type and encoding, written here by a real server, read back and compared with its own answers. */
class ServerFilesTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final long LATER = 4102444800123L;
    private static final int[] SIZES = {1, 3, 200, 3000};

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> whatAServerSavesIsReadAsItAnswers() {
        return Stream.of("yes", "no")
                .flatMap(compression -> binaries().entrySet().stream()
                        .map(binary -> DynamicTest.dynamicTest(
                                binary.getKey() + ", compression " + compression,
                                () -> savedAndRead(binary.getValue(), compression))));
    }

    @Test
    void theEmbeddedServerIsAlwaysThere() {
        assertThat(binaries()).containsKey("embedded");
    }

    private static Map<String, Path> binaries() {
        Map<String, Path> binaries = new LinkedHashMap<>();
        binaries.put("embedded", TestServer.embedded());
        Path installed = TestServer.installed();
        if (installed != null) {
            binaries.put("installed", installed);
        }
        return binaries;
    }

    private void savedAndRead(Path binary, String compression) throws IOException, InterruptedException {
        assumeTrue(binary.toFile().canExecute(), "no server for this platform");
        Path own = Files.createTempDirectory(folder, "server");
        try (TestServer server = TestServer.start(binary, own, "--rdbcompression", compression);
                Jedis jedis = server.client()) {
            fill(jedis);
            Path file = server.save();
            Reading.of(file).assertTiles(0);
            Reading.<Integer>snapshot(file, snapshot -> {
                assertThat(snapshot.complete()).isTrue();
                assertThat(snapshot.summary().crc()).isEqualTo(CrcState.OK);
                assertThat(Facts.withoutStreams(Facts.of(snapshot))).containsExactlyInAnyOrderEntriesOf(answers(jedis));
                return 0;
            });
        }
    }

    private static void fill(Jedis jedis) {
        for (int database : new int[] {0, 5}) {
            jedis.select(database);
            strings(jedis);
            for (int size : SIZES) {
                collections(jedis, size);
            }
        }
        jedis.select(5);
        jedis.xgroupCreate("stream", "group", null, true);
    }

    private static void strings(Jedis jedis) {
        for (long number : new long[] {0, -1, 127, -128, 32767, 2147483647L, 2147483648L, Long.MIN_VALUE}) {
            jedis.set("n:" + number, Long.toString(number));
        }
        jedis.set("text", "the quick brown fox ".repeat(40));
        jedis.set(HEX.parseHex("00ff0d0a"), HEX.parseHex("80c3ff00"));
        jedis.set("", "empty name");
        jedis.set("empty value", "");
        jedis.set("later", "1");
        jedis.pexpireAt("later", LATER);
        jedis.zadd("scores", Map.of("inf", Double.POSITIVE_INFINITY, "-inf", Double.NEGATIVE_INFINITY, "z", -0.0));
    }

    private static void collections(Jedis jedis, int size) {
        Map<String, String> hash = new TreeMap<>();
        Map<String, Double> scores = new TreeMap<>();
        List<String> ints = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String text = i % 3 == 0 ? Integer.toString(i * 7919) : "element " + "x".repeat(i % 90) + i;
            hash.put("field " + i, text);
            scores.put(text, i / 8.0);
            ints.add(Long.toString((long) i * i * i * i * i));
        }
        String[] texts = hash.values().toArray(String[]::new);
        jedis.rpush("list:" + size, texts);
        jedis.sadd("set:" + size, texts);
        jedis.sadd("ints:" + size, ints.toArray(String[]::new));
        jedis.zadd("zset:" + size, scores);
        jedis.hset("hash:" + size, hash);
        jedis.xadd("stream", XAddParams.xAddParams(), hash);
    }

    private static Map<String, Facts.Fact> answers(Jedis jedis) {
        Map<String, Facts.Fact> facts = new TreeMap<>();
        for (int database : new int[] {0, 5}) {
            jedis.select(database);
            for (byte[] name : jedis.keys(new byte[] {'*'})) {
                Key key = new Key(database, Bytes.copyOf(name));
                long expireAt = key.name().equals(Bytes.of("later")) ? LATER : Entry.NEVER;
                facts.put(Facts.name(key), Facts.of(new Entry(key, value(jedis, name), expireAt, new Span(0, 0))));
            }
        }
        return facts;
    }

    private static Value value(Jedis jedis, byte[] key) {
        return switch (jedis.type(key)) {
            case "string" -> new StringValue(Bytes.wrap(jedis.get(key)));
            case "list" ->
                new ListValue(jedis.lrange(key, 0, -1).stream().map(Bytes::wrap).toList());
            case "set" ->
                new SetValue(jedis.smembers(key).stream().map(Bytes::wrap).collect(toSet()));
            case "zset" ->
                new SortedSetValue(jedis.zrangeWithScores(key, 0, -1).stream()
                        .collect(toMap(tuple -> Bytes.wrap(tuple.getBinaryElement()), Tuple::getScore)));
            case "hash" ->
                new HashValue(jedis.hgetAll(key).entrySet().stream()
                        .collect(toMap(field -> Bytes.wrap(field.getKey()), field -> Bytes.wrap(field.getValue()))));
            default -> new OpaqueValue(Type.STREAM, 0, Bytes.EMPTY);
        };
    }
}
