package dev.rethread.rdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** A keyspace of every type and encoding, written here by a real server, read back and compared with its own answers. */
class ServerFilesTest {
    private static final HexFormat HEX = HexFormat.of();
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
        binaries.put("embedded", SavingServer.embedded());
        Path installed = SavingServer.installed();
        if (installed != null) {
            binaries.put("installed", installed);
        }
        return binaries;
    }

    private void savedAndRead(Path binary, String compression) throws IOException, InterruptedException {
        assumeTrue(binary.toFile().canExecute(), "no server for this platform");
        try (SavingServer server = SavingServer.start(binary, folder, "--rdbcompression", compression);
                Jedis jedis = server.client()) {
            fill(jedis);
            Path file = server.save();
            Reading.of(file).assertTiles(0);
            Reading.<Integer>snapshot(file, snapshot -> {
                assertThat(snapshot.complete()).isTrue();
                assertThat(snapshot.summary().crc()).isEqualTo(CrcState.OK);
                assertThat(Facts.of(snapshot)).containsExactlyInAnyOrderEntriesOf(answers(jedis));
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
        jedis.pexpireAt("later", 4102444800123L);
        jedis.zadd("scores", Map.of("inf", Double.POSITIVE_INFINITY, "-inf", Double.NEGATIVE_INFINITY, "z", -0.0));
    }

    private static void collections(Jedis jedis, int size) {
        Map<String, String> hash = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            String text = i % 3 == 0 ? Integer.toString(i * 7919) : "element " + i;
            jedis.rpush("list:" + size, text, "x".repeat(i % 90));
            jedis.sadd("set:" + size, text);
            jedis.sadd("ints:" + size, Long.toString((long) i * i * i * i * i));
            jedis.zadd("zset:" + size, i / 8.0, text);
            hash.put("field " + i, text);
        }
        jedis.hset("hash:" + size, hash);
        jedis.xadd("stream", redis.clients.jedis.params.XAddParams.xAddParams(), hash);
    }

    private static Map<String, Facts.Fact> answers(Jedis jedis) {
        Map<String, Facts.Fact> facts = new TreeMap<>();
        for (int database : new int[] {0, 5}) {
            jedis.select(database);
            for (byte[] key : jedis.keys(new byte[] {'*'})) {
                long ttl = jedis.pexpireTimeOrNever(key);
                facts.put(Facts.name(new Key(database, Bytes.copyOf(key))), fact(jedis, key, ttl));
            }
        }
        return facts;
    }
}
