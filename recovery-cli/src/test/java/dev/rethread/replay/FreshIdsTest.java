package dev.rethread.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.fixtures.server.RedisProcess;
import dev.rethread.incident.ExitCode;
import dev.rethread.item.Effect;
import dev.rethread.item.IdMapping;
import dev.rethread.item.Item;
import dev.rethread.item.Operation;
import dev.rethread.item.Outcome;
import dev.rethread.item.Reference;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Type;
import dev.rethread.replay.ReplayResult.Outcomes;
import dev.rethread.server.TargetReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Ids from counters that are fields of hashes, and objects that are. */
class FreshIdsTest {
    private static final Servers SERVERS = new Servers();
    private static final RedisProcess SERVER = SERVERS.start();
    private static final String COMMENTS = "thread:comment:12";

    @TempDir
    Path folder = Path.of("");

    @AfterAll
    static void stop() {
        SERVERS.close();
    }

    @BeforeEach
    void empty() {
        try (Jedis jedis = SERVER.connect()) {
            jedis.flushAll();
        }
    }

    private static Reference comment(long id) {
        return Staged.ref("comment/12", id);
    }

    /** A comment of news 9, which is 12 in live: a field of the hash of its news. */
    private static Item comment(long id, long parent) {
        Template key = Staged.template("thread:comment:", Staged.ref("news", 9));
        Effect body = Staged.effect(
                Effect.OBJECTS + 1,
                key,
                Type.HASH,
                Template.reference(comment(id)),
                Operation.CREATE,
                null,
                Staged.template("{\"body\":\"c", id, "\",\"parent_id\":", comment(parent), "}"));
        Effect index = Staged.effect(
                Effect.INDEXES,
                Staged.template("user.comments:1"),
                Type.ZSET,
                Staged.template(Staged.ref("news", 9), "-", comment(id)),
                Operation.CREATE,
                null,
                Staged.template(id));
        return Staged.item("comment", comment(id), Outcome.RESTORE, body, index);
    }

    private static Item user(long id) {
        Effect name = Staged.effect(
                Effect.OBJECTS,
                Staged.template("user:", Staged.ref("user", id)),
                Type.HASH,
                Staged.template("name"),
                Operation.CREATE,
                null,
                Staged.template("u", id));
        return Staged.item("user", Staged.ref("user", id), Outcome.RESTORE, name);
    }

    private static final IdMapping NEWS =
            new IdMapping(Staged.ref("news", 9), Staged.ref("news", 12).id(), IdMapping.How.FOUND, "");

    private ReplayResult replay(List<Item> items, IdMapping... ids) {
        try (Staged staged = Staged.of(folder, items, List.of(ids))) {
            ReplayOrder order = staged.plan(SERVER);
            try (TargetReader target = TargetReader.open(Servers.address(SERVER))) {
                ReplayResult told = Replay.dryRun(order, target, ReplayProgress.NONE);
                ReplayResult done = ReplayTest.execute(order, SERVER);
                assertThat(told.items()).isEqualTo(done.items());
                assertThat(told.refusals()).isEqualTo(done.refusals());
                return done;
            }
        }
    }

    @Test
    void idsAreTakenFromAFieldOfAHash() {
        try (Jedis jedis = SERVER.connect()) {
            jedis.hset("global", Map.of("nextUid", "7", "nextCid", "3"));
            jedis.hset("user:9", "name", "in use");
            replay(List.of(user(4), user(5)), Staged.fresh("user", 4), Staged.fresh("user", 5));
            assertThat(jedis.hgetAll("global")).isEqualTo(Map.of("nextUid", "10", "nextCid", "3"));
            assertThat(jedis.hget("user:8", "name")).isEqualTo("u4");
            assertThat(jedis.hget("user:10", "name")).isEqualTo("u5");
        }
    }

    @Test
    void objectInAFieldGetsAFreshIdWithinItsParent() {
        try (Jedis jedis = SERVER.connect()) {
            jedis.hset(COMMENTS, Map.of("nextid", "5", "3", "theirs", "6", "in use"));
            ReplayResult result = replay(
                    List.of(comment(3, -1), comment(2, 3), comment(4, 3)),
                    NEWS,
                    Staged.fresh("comment/12", 3),
                    Staged.kept("comment/12", 2),
                    Staged.fresh("comment/12", 4),
                    Staged.kept("comment/12", -1));
            assertThat(result.items()).containsEntry("comment", new Outcomes(3, 0, 0, 0));
            assertThat(jedis.hgetAll(COMMENTS))
                    .isEqualTo(Map.of(
                            "nextid", "8",
                            "3", "theirs",
                            "6", "in use",
                            "7", "{\"body\":\"c3\",\"parent_id\":-1}",
                            "2", "{\"body\":\"c2\",\"parent_id\":7}",
                            "8", "{\"body\":\"c4\",\"parent_id\":7}"));
            assertThat(jedis.zrange("user.comments:1", 0, -1)).containsExactly("12-2", "12-7", "12-8");
        }
    }

    @Test
    void firstObjectOfAHashMakesTheHash() {
        try (Jedis jedis = SERVER.connect()) {
            replay(List.of(comment(1, 1)), NEWS, Staged.kept("comment/12", 1));
            assertThat(jedis.hgetAll(COMMENTS)).containsOnlyKeys("1");
        }
    }

    @Test
    void nothingPointsToAnObjectWhoseFieldIsTaken() {
        try (Jedis jedis = SERVER.connect()) {
            jedis.hset(COMMENTS, "1", "theirs");
            ReplayResult result = replay(
                    List.of(comment(1, 1), comment(2, 1)),
                    NEWS,
                    Staged.kept("comment/12", 1),
                    Staged.kept("comment/12", 2));
            assertThat(result.items()).containsEntry("comment", new Outcomes(0, 0, 2, 0));
            assertThat(jedis.hgetAll(COMMENTS)).isEqualTo(Map.of("1", "theirs"));
            assertThat(jedis.exists("user.comments:1")).isFalse();
        }
    }

    @Test
    void counterThatIsNoNumberEndsTheReplayBeforeItsIdsAreUsed() {
        try (Jedis jedis = SERVER.connect()) {
            for (String field : List.of("word", "")) {
                jedis.hset("global", "nextUid", field);
                ReplayTest.refused(
                        () -> replay(List.of(user(4)), Staged.fresh("user", 4)),
                        ExitCode.PRECONDITION,
                        "the counter global nextUid holds no number");
            }
            assertThat(jedis.keys("user:*")).isEmpty();
        }
    }
}
