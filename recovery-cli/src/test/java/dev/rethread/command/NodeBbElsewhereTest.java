package dev.rethread.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.fixtures.server.RedisBinary;
import dev.rethread.fixtures.server.RedisProcess;
import dev.rethread.fixtures.server.RedisSettings;
import dev.rethread.judge.NodeBbJudge;
import dev.rethread.judge.NodeBbSite;
import dev.rethread.judge.NodeBbVerdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/** A real NodeBB in another database, behind a prefix, with other applications around it, in uncompressed dumps. */
class NodeBbElsewhereTest {
    private static final RedisSettings PLAIN = RedisSettings.of("save \"\"", "rdbcompression no");
    private static final String PREFIX = "forum:";
    private static final int DATABASE = 5;

    @TempDir
    private Path folder;

    @Test
    void neitherItsPlaceNorItsNeighboursMatter() throws IOException {
        Path root = Files.createDirectories(folder.resolve("moved"));
        NodeBbSite base = move("stale.rdb", root);
        NodeBbSite full = move("full.rdb", root);
        NodeBbSite before = move("live.rdb", root);
        List<String> place = List.of("--database", "" + DATABASE, "--prefix", PREFIX);
        try (NodeBbIncident incident = NodeBbIncident.start(root, folder, place, "full.rdb");
                Jedis jedis = incident.connect()) {
            incident.recover();

            neighboursAreAsTheyWere(jedis);
            jedis.flushDB();
            jedis.select(DATABASE);
            rename(jedis, PREFIX, "");
            carry(jedis, 0);
            NodeBbVerdict verdict = NodeBbJudge.judge(base, full, before, incident.site());
            assertThat(verdict.right()).as(verdict.toString()).isTrue();
            assertThat(verdict.restored().get("post")).isGreaterThan(50);
        }
    }

    /** Loads a dump, moves it, saves it, and says what it held. */
    private NodeBbSite move(String name, Path root) throws IOException {
        Path home = Files.createDirectories(folder.resolve("home-" + name));
        Path dump = home.resolve("dump.rdb");
        Files.copy(NodeBbIncident.small().resolve(name), dump);
        dump.toFile().setWritable(true);
        try (RedisProcess server = RedisProcess.start(RedisBinary.find(null), home, PLAIN);
                Jedis jedis = server.connect()) {
            jedis.save();
            NodeBbSite held = NodeBbIncident.site(dump);
            carry(jedis, DATABASE);
            neighbours(jedis);
            jedis.select(DATABASE);
            rename(jedis, "", PREFIX);
            neighbours(jedis);
            jedis.save();
            Files.copy(dump, root.resolve(name));
            return held;
        }
    }

    private static void carry(Jedis jedis, int database) {
        Set<String> keys = jedis.keys("*");
        try (Pipeline pipeline = jedis.pipelined()) {
            keys.forEach(key -> pipeline.move(key, database));
        }
    }

    private static void rename(Jedis jedis, String before, String after) {
        Set<String> keys = jedis.keys(before + "*");
        try (Pipeline pipeline = jedis.pipelined()) {
            keys.forEach(key -> pipeline.rename(key, after + key.substring(before.length())));
        }
    }

    /** Keys of the forum's own names, which mean something else. */
    private static void neighbours(Jedis jedis) {
        jedis.set("user:1", "somebody of another application");
        jedis.hset("global", "nextPid", "7");
        jedis.zadd("posts:pid", 1, "9999");
        jedis.rpush("tid:1:posts", "a queue");
    }

    private static void neighboursAreAsTheyWere(Jedis jedis) {
        for (int database : new int[] {DATABASE, 0}) {
            jedis.select(database);
            assertThat(jedis.get("user:1")).isEqualTo("somebody of another application");
            assertThat(jedis.hget("global", "nextPid")).isEqualTo("7");
            assertThat(jedis.zrange("posts:pid", 0, -1)).containsExactly("9999");
            assertThat(jedis.lrange("tid:1:posts", 0, -1)).containsExactly("a queue");
        }
        assertThat(jedis.dbSize()).isEqualTo(4);
    }
}
