package dev.rethread.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.fixtures.server.RedisProcess;
import dev.rethread.item.Effect;
import dev.rethread.item.IdMapping;
import dev.rethread.item.Item;
import dev.rethread.item.Operation;
import dev.rethread.item.Outcome;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Type;
import dev.rethread.ledger.StoredEffect;
import dev.rethread.plan.PlanStep;
import dev.rethread.plan.Planner;
import dev.rethread.replay.ReplayResult.Outcomes;
import dev.rethread.replay.ReplayResult.Refused;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** What one outcome means for the writes after it. */
class DependenciesTest {
    private static final Servers SERVERS = new Servers();
    private static final RedisProcess SERVER = SERVERS.start();

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

    private ReplayResult replay(List<Item> items, IdMapping... ids) {
        try (Staged staged = Staged.of(folder, items, List.of(ids))) {
            return ReplayTest.execute(staged.plan(SERVER), SERVER);
        }
    }

    @Test
    void nothingPointsToAnObjectThatWasRefused() {
        try (Jedis jedis = SERVER.connect()) {
            jedis.hset("thread:10", "title", "theirs");
            ReplayResult result = replay(
                    List.of(Staged.thread(10), Staged.reply(5, 10, 1000), Staged.like(5, 7), Staged.reply(6, 11, 1000)),
                    Staged.kept("thread", 10),
                    Staged.kept("thread", 11),
                    Staged.kept("reply", 5),
                    Staged.kept("reply", 6));
            assertThat(result.items())
                    .containsEntry("thread", new Outcomes(0, 0, 1, 0))
                    .containsEntry("like", new Outcomes(0, 0, 1, 0));
            assertThat(result.refusals())
                    .contains(
                            new Refused("thread", Bytes.of(10), "threads", "thread 10 was refused", 1),
                            new Refused("reply", Bytes.of(5), "reply:‹reply 5›", "thread 10 was refused", 2),
                            new Refused("like", Bytes.of(5007), "reply:‹reply 5›:likes", "reply 5 was refused", 1));
            assertThat(jedis.hgetAll("thread:10")).isEqualTo(Map.of("title", "theirs"));
            assertThat(jedis.keys("*")).doesNotContain("threads", "reply:5", "thread:10:replies", "reply:5:likes");
            assertThat(jedis.hget("reply:6", "thread")).isEqualTo("11");
        }
    }

    @Test
    void whatIsNeitherInLiveNorInThePlanIsNotPointedTo() {
        try (Jedis jedis = SERVER.connect()) {
            ReplayResult result =
                    replay(List.of(Staged.reply(5, 12, 1000)), Staged.fresh("thread", 12), Staged.kept("reply", 5));
            assertThat(result.refusals())
                    .extracting(Refused::reason)
                    .contains("thread 12 is neither in live nor in this plan");
            assertThat(jedis.dbSize()).isZero();
        }
    }

    @Test
    void answerWaitsForTheReplyItAnswers() {
        List<Item> items = new ArrayList<>();
        List<IdMapping> ids = new ArrayList<>();
        for (long id = 8; id <= 12; id++) {
            items.add(answer(id, id - 1));
            ids.add(Staged.kept("reply", id));
        }
        ids.add(Staged.kept("reply", 7));
        try (Jedis jedis = SERVER.connect()) {
            jedis.hset("reply:10", "text", "theirs");
            ReplayResult result = replay(items, ids.toArray(IdMapping[]::new));
            assertThat(result.items()).containsEntry("reply", new Outcomes(2, 0, 3, 0));
            assertThat(jedis.keys("*")).containsExactlyInAnyOrder("reply:8", "reply:9", "reply:10");
        }
    }

    @Test
    void answersOfACircleComeBackAll() {
        List<Item> items = List.of(answer(1, 3), answer(2, 1), answer(3, 2), answer(4, 4));
        ReplayResult result = replay(
                items,
                Staged.kept("reply", 1),
                Staged.kept("reply", 2),
                Staged.kept("reply", 3),
                Staged.kept("reply", 4));
        assertThat(result.items()).containsEntry("reply", new Outcomes(4, 0, 0, 0));
    }

    @Test
    void longChainOfAnswersIsWrittenFromItsStart() {
        List<StoredEffect> effects = new ArrayList<>();
        for (int id = 1; id <= 20_000; id++) {
            Item item = answer(id, id + 1L);
            effects.add(new StoredEffect(
                    id,
                    id,
                    item.kind(),
                    item.id(),
                    item.outcome(),
                    item.effects().get(0)));
        }
        List<PlanStep> steps = Planner.plan(effects);
        assertThat(steps).hasSize(20_000);
        assertThat(steps.get(0).creates()).isEqualTo(Staged.ref("reply", 20_000));
        assertThat(steps.get(19_999).creates()).isEqualTo(Staged.ref("reply", 1));
        assertThat(steps).extracting(PlanStep::number).isSorted().doesNotHaveDuplicates();
    }

    private static Item answer(long id, long to) {
        return Staged.item(
                "reply",
                Staged.ref("reply", id),
                Outcome.RESTORE,
                Staged.effect(
                        Effect.OBJECTS,
                        Staged.template("reply:", Staged.ref("reply", id)),
                        Type.HASH,
                        Staged.template("to"),
                        Operation.CREATE,
                        null,
                        Staged.template(Staged.ref("reply", to))));
    }

    @Test
    void countOfADeletedThingStaysAway() {
        try (Jedis jedis = SERVER.connect()) {
            ReplayResult result = replay(List.of(Staged.views("thread:9", 4)));
            assertThat(result.refusals())
                    .containsExactly(new Refused(
                            "thread-views", Bytes.of("thread:9"), "thread:9", "the key was deleted in live", 1));
            assertThat(jedis.dbSize()).isZero();
        }
    }

    @Test
    void planWithoutACounterForItsFreshIdsWritesNothingOfThem() {
        Item user = Staged.item(
                "room",
                Staged.ref("room", 3),
                Outcome.RESTORE,
                Staged.effect(
                        Effect.OBJECTS,
                        Staged.template("room:", Staged.ref("room", 3)),
                        Type.HASH,
                        Staged.template("name"),
                        Operation.CREATE,
                        null,
                        Staged.template("ann")));
        ReplayTest.refused(
                () -> replay(List.of(user), Staged.fresh("room", 3)),
                dev.rethread.incident.ExitCode.PRECONDITION,
                "names no counter");
    }
}
