package dev.rethread.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.fixtures.server.RedisProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** People go on posting while their posts come back. */
class BusyWriterTest {
    private static final Servers SERVERS = new Servers();
    private static final RedisProcess SERVER = SERVERS.start();

    @TempDir
    Path folder = Path.of("");

    @AfterAll
    static void stop() {
        SERVERS.close();
    }

    /** Posts until told to stop; returns the ids of its posts. */
    private static List<Long> post(AtomicBoolean stop) {
        List<Long> posted = new ArrayList<>();
        try (Jedis jedis = SERVER.connect()) {
            while (!stop.get()) {
                long id = jedis.incr("next-reply");
                jedis.hset("reply:" + id, Map.of("thread", "1", "text", "theirs " + id));
                jedis.zadd("thread:1:replies", (double) id, Long.toString(id));
                jedis.hincrBy("thread:1", "replies", 1);
                jedis.hincrBy("thread:1", "views", 1);
                jedis.hincrBy("global", "replies", 1);
                jedis.hset("user:1", "about", "theirs " + id);
                jedis.rpush("mine", Long.toString(id));
                posted.add(id);
            }
        }
        return posted;
    }

    @Test
    void noWriteOfOthersIsLost() {
        Forum forum = Forum.of(120);
        try (Jedis jedis = SERVER.connect();
                Staged staged = Staged.of(folder, forum.items(), forum.ids())) {
            Forum.fill(jedis);
            jedis.del("reply:120", "reply:131");
            ReplayOrder order = staged.plan(SERVER);
            AtomicBoolean stop = new AtomicBoolean();
            CompletableFuture<List<Long>> writer = CompletableFuture.supplyAsync(() -> post(stop));
            ReplayResult result = ReplayTest.execute(order, SERVER);
            stop.set(true);
            List<Long> posted = writer.join();

            assertThat(posted).hasSizeGreaterThan(50);
            assertThat(posted).allSatisfy(id -> {
                assertThat(jedis.hget("reply:" + id, "text")).isEqualTo("theirs " + id);
                assertThat(jedis.zscore("thread:1:replies", Long.toString(id))).isEqualTo(id.doubleValue());
            });
            long ours = count(result, "reply").written();
            assertThat(count(result, "reply").total()).isEqualTo(120);
            assertThat(ours).isPositive();
            assertThat(jedis.hget("global", "replies")).isEqualTo(Long.toString(50 + posted.size() + ours));
            assertThat(jedis.hget("thread:1", "views")).isEqualTo(Long.toString(7 + posted.size() + 5));
            assertThat(jedis.hget("user:1", "about")).isEqualTo("theirs " + posted.get(posted.size() - 1));
            assertThat(jedis.lrange("mine", 0, -1))
                    .endsWith(posted.stream().map(String::valueOf).toArray(String[]::new));
            assertThat(jedis.keys("reply:*[0-9]")).hasSize((int) (posted.size() + ours));
        }
    }

    private static ReplayResult.Outcomes count(ReplayResult result, String kind) {
        return result.items().getOrDefault(kind, ReplayResult.Outcomes.NONE);
    }
}
