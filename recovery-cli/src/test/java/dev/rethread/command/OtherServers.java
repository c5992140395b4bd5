package dev.rethread.command;

import dev.rethread.fixtures.server.RedisBinary;
import dev.rethread.fixtures.server.RedisProcess;
import dev.rethread.fixtures.server.RedisSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.params.XReadGroupParams;

/** Servers of several versions: the one on the PATH, the embedded one, and those that {@code RETHREAD_SERVERS} holds. */
final class OtherServers {
    private static final RedisSettings QUIET = RedisSettings.of("save \"\"", "repl-diskless-sync-delay 0");

    private OtherServers() {}

    static List<RedisBinary> all() {
        List<RedisBinary> all = new ArrayList<>(List.of(RedisBinary.find(null), RedisBinary.embedded()));
        String folder = System.getenv("RETHREAD_SERVERS");
        if (folder != null) {
            try (Stream<Path> found = Files.list(Path.of(folder))) {
                found.map(server -> server.resolve("redis-server"))
                        .filter(Files::isExecutable)
                        .sorted()
                        .forEach(server -> all.add(RedisBinary.at(server)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }

    static RedisProcess start(RedisBinary binary, Path home) {
        try {
            return RedisProcess.start(binary, home, QUIET);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path save(RedisProcess server) {
        try (Jedis jedis = server.connect()) {
            jedis.save();
        }
        return server.dir().resolve("dump.rdb");
    }

    /** The server itself where its dump can be read over the wire, up to RDB version 12; else the dump it saves. */
    static String place(RedisProcess server) {
        Path dump = save(server);
        boolean known = header(dump).compareTo("REDIS0012") <= 0;
        return known ? "redis://127.0.0.1:" + server.port() : dump.toString();
    }

    private static String header(Path dump) {
        try (InputStream in = Files.newInputStream(dump)) {
            return new String(in.readNBytes(9), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the server that wrote {@code other} reads {@code dump}: a Valkey reads of Redis what came before 7.4. */
    static boolean isRead(Path dump, Path other) {
        String written = header(dump);
        String reader = header(other);
        boolean foreign = reader.startsWith("VALKEY") && written.startsWith("REDIS");
        return foreign
                ? written.compareTo("REDIS0011") <= 0
                : reader.compareTo(written) >= 0 && reader.charAt(0) == written.charAt(0);
    }

    /** The same on every server from 2.8 on: each type, small and large, text and bytes, with deadlines. */
    static void fill(Jedis jedis) {
        jedis.set("text", "Hello");
        jedis.set("number", "1234567");
        jedis.set(new byte[] {(byte) 0xff, 0, '"', '\n'}, new byte[] {0, (byte) 0x80, (byte) 0xc3, 0x28, '\\'});
        jedis.set("letters", "äöü €");
        jedis.set("long", "abc".repeat(3000));
        jedis.set("deadline", "x");
        jedis.pexpireAt("deadline", 4_102_444_800_123L);
        for (int i = 0; i < 600; i++) {
            jedis.rpush("list:large", "element " + i);
            jedis.sadd("set:numbers", "" + i * 3);
            jedis.sadd("set:large", "member " + i);
            jedis.zadd("zset:large", i / 7.0, "member " + i);
            jedis.hset("hash:large", "field " + i, "value " + i);
        }
        jedis.rpush("list:small", "a", "b", "", "1");
        jedis.sadd("set:small", "1", "2", "x");
        jedis.zadd("zset:small", Double.POSITIVE_INFINITY, "most");
        jedis.zadd("zset:small", 0.1, "tenth");
        jedis.zadd("zset:small", -0.0, "nothing");
        jedis.hset("hash:small", "email", "swordfish@example.org");
        jedis.hset("hash:small", "n", "1");
        jedis.pfadd("visitors", "a", "b");
        if (knowsStreams(jedis)) {
            streams(jedis);
        }
        jedis.select(3);
        jedis.set("elsewhere", "y");
        jedis.select(0);
    }

    /** Servers before 5.0 have no streams. */
    static boolean knowsStreams(Jedis jedis) {
        return !jedis.info("server").contains("redis_version:2.");
    }

    private static void streams(Jedis jedis) {
        for (int i = 1; i <= 300; i++) {
            jedis.xadd("stream:large", XAddParams.xAddParams().id(i + "-1"), Map.of("field", "value " + i));
        }
        jedis.xgroupCreate("stream:large", "from-the-start", new StreamEntryID("0-0"), false);
        jedis.xgroupCreate("stream:large", "half-way", new StreamEntryID("150-1"), false);
        jedis.xgroupCreate("stream:large", "at-the-end", new StreamEntryID("300-1"), false);
        jedis.xadd("stream:trimmed", XAddParams.xAddParams().id("5-0"), Map.of("f", "v"));
        jedis.xadd("stream:trimmed", XAddParams.xAddParams().id("6-0"), Map.of("g", ""));
        jedis.xgroupCreate("stream:trimmed", "g", new StreamEntryID("6-0"), false);
        jedis.xdel("stream:trimmed", new StreamEntryID("5-0"));
    }

    /** Lets consumers read, which leaves the times at which they did. */
    static void read(Jedis jedis) {
        if (knowsStreams(jedis)) {
            Map<String, StreamEntryID> unread = Map.of("stream:large", StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY);
            jedis.xreadGroup(
                    "half-way", "ann", XReadGroupParams.xReadGroupParams().count(7), unread);
            jedis.xreadGroup(
                    "half-way", "bob", XReadGroupParams.xReadGroupParams().count(3), unread);
            jedis.xack("stream:large", "half-way", new StreamEntryID("152-1"));
            jedis.xreadGroup("at-the-end", "idle", XReadGroupParams.xReadGroupParams(), unread);
        }
    }
}
