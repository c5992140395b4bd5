package dev.rethread.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.rethread.fixtures.server.RedisProcess;
import dev.rethread.incident.ExitCode;
import dev.rethread.incident.OperatorException;
import dev.rethread.item.Effect;
import dev.rethread.item.IdMapping;
import dev.rethread.item.Item;
import dev.rethread.item.Operation;
import dev.rethread.item.Outcome;
import dev.rethread.keyspace.Bytes;
import dev.rethread.ledger.JournalRow;
import dev.rethread.ledger.RunRow;
import dev.rethread.replay.ReplayResult.Outcomes;
import dev.rethread.replay.ReplayResult.Refused;
import dev.rethread.server.TargetReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.Jedis;

/** Plans replayed onto real servers. */
class ReplayTest {
    private static final Servers SERVERS = new Servers();
    private static List<RedisProcess> running = List.of();

    @TempDir
    Path folder = Path.of("");

    @BeforeAll
    static void start() {
        running = SERVERS.startEach();
    }

    @AfterAll
    static void stop() {
        SERVERS.close();
    }

    static List<RedisProcess> servers() {
        return running;
    }

    static ReplayResult execute(ReplayOrder order, RedisProcess server) {
        return Replay.execute(order, Servers.address(server), Staged.CLOCK, ReplayProgress.NONE, () -> false);
    }

    static ReplayResult dryRun(ReplayOrder order, RedisProcess server) {
        try (TargetReader target = TargetReader.open(Servers.address(server))) {
            return Replay.dryRun(order, target, ReplayProgress.NONE);
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("servers")
    void writesThePlanAndLeavesWhatOthersWrote(RedisProcess server) {
        Forum forum = Forum.of(30);
        try (Jedis jedis = server.connect();
                Staged staged = Staged.of(folder, forum.items(), forum.ids())) {
            Forum.fill(jedis);
            ReplayResult result = execute(staged.plan(server), server);

            assertThat(result.finished()).isTrue();
            assertThat(result.items())
                    .containsEntry("thread", new Outcomes(2, 0, 0, 0))
                    .containsEntry("reply", new Outcomes(29, 0, 1, 0))
                    .containsEntry("like", new Outcomes(29, 0, 1, 0))
                    .containsEntry("user-edit", new Outcomes(1, 0, 1, 0))
                    .containsEntry("thread-views", new Outcomes(1, 0, 0, 0))
                    .containsEntry("list", new Outcomes(2, 0, 1, 0))
                    .containsEntry("move", new Outcomes(1, 0, 0, 0))
                    .containsEntry("gone", new Outcomes(1, 0, 1, 0))
                    .containsEntry("whole", new Outcomes(1, 0, 0, 0))
                    .containsEntry("counter", new Outcomes(1, 1, 0, 0));
            assertThat(result.refusals())
                    .contains(
                            new Refused(
                                    "reply",
                                    Bytes.of(120),
                                    "reply:‹reply 120›",
                                    "the key belongs to something else in live",
                                    2),
                            new Refused("reply", Bytes.of(120), "recent", "reply 120 was refused", 1),
                            new Refused("like", Bytes.of(120001), "reply:‹reply 120›", "reply 120 was refused", 1),
                            new Refused("list", Bytes.of("other"), "other", "live holds something else", 1));
            assertThat(jedis.hgetAll("thread:13")).containsEntry("id", "13").containsEntry("title", "T11");
            assertThat(jedis.hget("thread:11", "title")).isEqualTo("issued again");
            assertThat(jedis.hget("reply:120", "text")).isEqualTo("issued again");
            assertThat(jedis.hget("reply:131", "text")).isEqualTo("in use");
            assertThat(jedis.hget("global", "replies")).isEqualTo("79");
            assertThat(jedis.hget("thread:10", "replies")).isEqualTo("9");
            assertThat(jedis.hget("thread:1", "replies")).isEqualTo("13");
            assertThat(jedis.hget("thread:1", "views")).isEqualTo("12");
            assertThat(jedis.zscore("recent", "1")).isEqualTo(1_400_000_000_000.0);
            assertThat(jedis.hgetAll("user:1")).isEqualTo(Map.of("name", "ann", "about", "new", "place", "theirs"));
            assertThat(jedis.lrange("mine", 0, -1)).containsExactly("a", "b", "c");
            assertThat(jedis.keys("rethread:*")).isEmpty();
            assertThat(staged.ledger().runs()).extracting(RunRow::state).containsExactly(RunRow.State.DONE);
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("servers")
    void movesRemovesAndLoads(RedisProcess server) {
        Forum forum = Forum.of(1);
        try (Jedis jedis = server.connect();
                Staged staged = Staged.of(folder, forum.items(), forum.ids())) {
            Forum.fill(jedis);
            ReplayResult result = execute(staged.plan(server), server);
            assertThat(jedis.zrange("board:1", 0, -1)).containsExactly("5");
            assertThat(jedis.zrange("board:2", 0, -1)).containsExactly("1");
            assertThat(jedis.zscore("boards", "1")).isEqualTo(1.0);
            assertThat(jedis.zscore("boards", "2")).isEqualTo(1.5);
            assertThat(jedis.exists("message:90")).isFalse();
            assertThat(jedis.hgetAll("message:91")).containsOnlyKeys("thread", "text", "likes");
            assertThat(jedis.zrange("deleted", 0, -1)).containsExactly("91");
            assertThat(jedis.hget("global", "posts")).isEqualTo("19");
            assertThat(jedis.get("stream")).isEqualTo("hello");
            assertThat(System.currentTimeMillis() + jedis.pttl("stream")).isCloseTo(Staged.DEADLINE, within(2000L));
            assertThat(result.refusals())
                    .contains(
                            new Refused(
                                    "gone",
                                    Bytes.of(91),
                                    "message:‹reply 91›",
                                    "something was added to it in live since",
                                    2),
                            new Refused("gone", Bytes.of(91), "deleted", "gone 91 was refused", 1));
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("servers")
    void freshIdsAreTakenFromLiveAndNeverFromWhatIsInUse(RedisProcess server) {
        Forum forum = Forum.of(12);
        try (Jedis jedis = server.connect();
                Staged staged = Staged.of(folder, forum.items(), forum.ids())) {
            Forum.fill(jedis);
            execute(staged.plan(server), server);
            Map<dev.rethread.item.Reference, IdMapping> ids = staged.ledger().ids();
            List<String> taken = new ArrayList<>();
            for (long lost : List.of(101L, 105L, 109L)) {
                Bytes live = java.util.Objects.requireNonNull(ids.get(Staged.ref("reply", lost)))
                        .live();
                taken.add(live == null ? "none" : live.utf8());
                assertThat(jedis.hget("reply:" + live, "text")).isEqualTo("text of " + live);
            }
            assertThat(taken).containsExactly("132", "133", "134");
            assertThat(jedis.get("next-reply")).isEqualTo("134");
            assertThat(jedis.zscore("thread:13:replies", "133")).isNull();
            assertThat(jedis.zscore("thread:10:replies", "133")).isEqualTo(1_397_000_000_004.0);
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("servers")
    void dryRunSaysWhatTheReplayWillDoAndWritesNothing(RedisProcess server) {
        Forum forum = Forum.of(40);
        try (Jedis jedis = server.connect();
                Staged staged = Staged.of(folder, forum.items(), forum.ids())) {
            Forum.fill(jedis);
            ReplayOrder order = staged.plan(server);
            String before = Servers.digest(jedis);
            jedis.configResetStat();
            ReplayResult told = dryRun(order, server);
            assertThat(commands(jedis))
                    .isSubsetOf(
                            "info",
                            "select",
                            "get",
                            "hget",
                            "zscore",
                            "sismember",
                            "lrange",
                            "type",
                            "hlen",
                            "zcard",
                            "scard",
                            "dump",
                            "exists",
                            "pttl",
                            "time",
                            "config|resetstat",
                            "config",
                            "client|setinfo",
                            "client");
            assertThat(Servers.digest(jedis)).isEqualTo(before);
            ReplayResult done = execute(order, server);
            assertThat(told.items()).isEqualTo(done.items());
            assertThat(told.writes()).isEqualTo(done.writes());
            assertThat(told.refusals()).isEqualTo(done.refusals());
            assertThat(told.run()).isNull();
            assertThat(told.violations()).isEmpty();
        }
    }

    private static Set<String> commands(Jedis jedis) {
        return jedis.info("commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_"))
                .map(line -> line.substring("cmdstat_".length(), line.indexOf(':')))
                .collect(java.util.stream.Collectors.toSet());
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("servers")
    void anotherPlanOfTheSameStagingWritesNothingMore(RedisProcess server) {
        Forum forum = Forum.of(20);
        try (Jedis jedis = server.connect();
                Staged staged = Staged.of(folder, forum.items(), forum.ids())) {
            Forum.fill(jedis);
            ReplayOrder order = staged.plan(server);
            execute(order, server);
            String after = Servers.digest(jedis);
            refused(() -> execute(order, server), ExitCode.PRECONDITION, "replayed already");
            refused(() -> dryRun(order, server), ExitCode.PRECONDITION, "replayed already");

            java.nio.file.Path file = staged.file();
            assertThat(file.toFile().renameTo(folder.resolve("first.jsonl").toFile()))
                    .isTrue();
            jedis.configSet("timeout", "0");
            ReplayResult again = executeAgain(staged, server);
            assertThat(again.writes().written()).isZero();
            assertThat(Servers.digest(jedis)).isEqualTo(after);
        }
    }

    /** A plan differs from an earlier one by the number of keys it saw. */
    private static ReplayResult executeAgain(Staged staged, RedisProcess server) {
        return execute(staged.plan(server), server);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("servers")
    void whatSomebodyPutBackMeanwhileIsNotCountedTwice(RedisProcess server) {
        List<Item> items = List.of(Staged.reply(5, 1, 1000), Staged.like(5, 7));
        try (Jedis jedis = server.connect();
                Staged staged = Staged.of(folder, items, List.of(Staged.kept("reply", 5), Staged.kept("thread", 1)))) {
            Forum.fill(jedis);
            jedis.hset("reply:5", Map.of("thread", "1", "text", "text of 5", "likes", "1"));
            jedis.sadd("reply:5:likes", "7");
            ReplayResult result = execute(staged.plan(server), server);
            assertThat(result.refusals()).isEmpty();
            assertThat(jedis.hget("thread:1", "replies")).isEqualTo("3");
            assertThat(jedis.hget("global", "replies")).isEqualTo("50");
            assertThat(jedis.hget("reply:5", "likes")).isEqualTo("1");
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("servers")
    void interruptedRunGoesOnWhereItStopped(RedisProcess server) {
        Forum forum = Forum.of(30);
        try (Jedis jedis = server.connect();
                Staged staged = Staged.of(folder, forum.items(), forum.ids())) {
            Forum.fill(jedis);
            ReplayOrder order = staged.plan(server);
            int[] asked = {0};
            ReplayResult first = Replay.execute(
                    order, Servers.address(server), Staged.CLOCK, ReplayProgress.NONE, () -> ++asked[0] > 3);
            assertThat(first.finished()).isFalse();
            assertThat(first.writes().open()).isPositive();
            assertThat(dryRun(order, server).writes().written())
                    .isGreaterThan(first.writes().written());
            int[] last = {0};
            ReplayResult second = Replay.execute(
                    staged.reopened(),
                    Servers.address(server),
                    Staged.CLOCK,
                    (done, total) -> last[0] = total - done,
                    () -> false);
            assertThat(last[0]).isZero();
            assertThat(second.run()).isEqualTo(first.run());
            assertThat(second.finished()).isTrue();
            assertThat(second.items()).containsEntry("reply", new Outcomes(29, 0, 1, 0));
            assertThat(jedis.hget("global", "replies")).isEqualTo("79");
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("servers")
    void journalKeepsWhatEachElementHeld(RedisProcess server) {
        Forum forum = Forum.of(3);
        try (Jedis jedis = server.connect();
                Staged staged = Staged.of(folder, forum.items(), forum.ids())) {
            Forum.fill(jedis);
            execute(staged.plan(server), server);
            List<JournalRow> rows =
                    staged.ledger().journal(staged.ledger().runs().get(0));
            assertThat(rows).allSatisfy(row -> assertThat(row.result()).isNotNull());
            assertThat(row(rows, "user:1", "about").before()).isEqualTo(Bytes.of("old"));
            assertThat(row(rows, "mine", "").before()).isEqualTo(Forum.list("a", "b"));
            assertThat(row(rows, "thread:10", "title").before()).isNull();
            assertThat(row(rows, "next-reply", "").before()).isEqualTo(Bytes.of("100"));
            assertThat(row(rows, "thread:1", "views").before()).isEqualTo(Bytes.of("7"));
            assertThat(row(rows, "recent", "1").before()).isEqualTo(Bytes.of("1400000000000"));
            assertThat(row(rows, "board:1", "1").before()).isEqualTo(Bytes.of("7"));
            assertThat(row(rows, "board:2", "none").before()).isNull();
            assertThat(row(rows, "message:90", "text").before()).isEqualTo(Bytes.of("deleted in the gap"));
            assertThat(rows.stream().filter(row -> row.key().equals(Bytes.of("stream"))))
                    .extracting(JournalRow::operation, JournalRow::before)
                    .containsExactly(tuple(Operation.LOAD, null), tuple(Operation.EXPIRE, Bytes.EMPTY));
        }
    }

    /** What was added before an element was removed or made anew is not in live any more. */
    @Test
    void whatWasAddedIsForgottenWithItsElement() {
        RedisProcess server = running.get(0);
        try (Jedis jedis = server.connect();
                Staged staged = Staged.of(folder, List.of(Staged.move("1", "1", "2")), List.of())) {
            Forum.fill(jedis);
            execute(staged.plan(server), server);
            assertThat(applied(staged, "1")).isEqualTo(-1);
            assertThat(applied(staged, "2")).isEqualTo(1);
            Item removal = Staged.item(
                    "boards",
                    Staged.ref("board", 1),
                    Outcome.EDIT,
                    Staged.score(Effect.REMOVALS, "boards", "1", Operation.REMOVE, "1", ""));
            staged.stage(List.of(removal), List.of());
            assertThat(staged.file().toFile().delete()).isTrue();
            execute(staged.plan(server), server);
            assertThat(applied(staged, "1")).isZero();
            assertThat(applied(staged, "2")).isEqualTo(1);
        }
    }

    private static long applied(Staged staged, String board) {
        return staged.ledger().applied().of(Bytes.of("boards"), Bytes.of(board));
    }

    private static JournalRow row(List<JournalRow> rows, String key, String element) {
        return rows.stream()
                .filter(row -> row.key().equals(Bytes.of(key)) && row.element().equals(Bytes.of(element)))
                .findFirst()
                .orElseThrow();
    }

    static void refused(Runnable action, ExitCode code, String message) {
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(action::run)
                .withMessageContaining(message)
                .satisfies(e -> {
                    assertThat(e.exitCode()).isEqualTo(code);
                    assertThat(e.hint()).isNotEmpty();
                });
    }
}
