package dev.rethread.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.fixtures.server.RedisBinary;
import dev.rethread.fixtures.server.RedisProcess;
import dev.rethread.fixtures.server.RedisSettings;
import dev.rethread.incident.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;

/** Without a profile: a server of somebody's application, rolled back, recovered key by key in all its databases. */
class ByKeyTest {
    private static final String TOKEN = "sk_live_0123456789abcdefghij";
    private static final String PLAN = "plans/plan-0001.jsonl";

    @TempDir
    private Path folder;

    private RedisProcess start() throws IOException {
        RedisSettings settings = RedisSettings.of("save \"\"", "repl-diskless-sync-delay 0");
        return RedisProcess.start(RedisBinary.find(null), folder.resolve("live"), settings);
    }

    private void keep(RedisProcess server, Jedis jedis, String name) throws IOException {
        jedis.save();
        Files.copy(server.dir().resolve("dump.rdb"), folder.resolve(name));
    }

    private static void base(Jedis jedis) {
        jedis.hset("h", Map.of("kept", "1", "edited", "1", "both", "1"));
        jedis.rpush("log", "a", "b");
        jedis.pfadd("visitors", "ann", "bob");
        jedis.set("removed", "1");
        jedis.select(5);
        jedis.zadd("scores", 1, "ann");
        jedis.set("settings", "old");
        jedis.select(0);
    }

    private static void gap(Jedis jedis) {
        jedis.hset("h", Map.of("edited", "2", "both", "2", "added", "2", "api_key", TOKEN));
        jedis.rpush("log", "lost");
        jedis.pfadd("visitors", "cid");
        jedis.del("removed");
        jedis.sadd("many", IntStream.range(0, 600).mapToObj(i -> "m" + i).toArray(String[]::new));
        jedis.pexpireAt("many", 4_000_000_000_000L);
        jedis.xadd("events", new StreamEntryID(5, 1), Map.of("f", "v"));
        jedis.xgroupCreate("events", "readers", new StreamEntryID(0, 0), false);
        jedis.select(5);
        jedis.zadd("scores", 2.5, "bob");
        jedis.set("settings", "new");
        jedis.set("short", "1");
        jedis.expire("short", 1);
        jedis.select(0);
    }

    private static void since(Jedis jedis) {
        jedis.hset("h", "both", "3");
        jedis.rpush("log", "new");
        jedis.pfadd("visitors", "dan");
        jedis.sadd("others", "x");
    }

    private RedisProcess rolledBack() throws IOException {
        RedisProcess server = start();
        try (Jedis jedis = server.connect()) {
            base(jedis);
            keep(server, jedis, "base.rdb");
            gap(jedis);
            keep(server, jedis, "gap.rdb");
        }
        Files.copy(
                folder.resolve("base.rdb"),
                server.dir().resolve("dump.rdb"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        server.restart();
        return server;
    }

    @Test
    void allThatWasLostComesBackOnRequestAndNothingElseChanges() throws IOException {
        try (RedisProcess server = rolledBack();
                Jedis live = server.connect()) {
            since(live);
            Shell shell = new Shell(folder);
            String url = "redis://127.0.0.1:" + server.port();
            done(shell.rethread("init", "incident", "--base", "base.rdb", "--evidence", "gap.rdb", "--live", url));
            shell = shell.in("incident");
            Shell.Result gap = shell.rethread("gap");
            assertThat(gap.code()).as(gap.toString()).isEqualTo(ExitCode.FOUND.code());
            assertThat(gap.out()).contains("no rule knows the key; by its looks: API token");
            done(shell.rethread("stage"));
            Shell.Result without = done(shell.rethread("plan"));
            assertThat(without.out()).contains("the plan is empty").contains("keys that no rule of the profile knows");
            Shell.Result plan = done(shell.rethread("plan", "--unattributed"));
            assertThat(plan.out()).contains(PLAN).doesNotContain("left out");

            Shell.Result dry = done(shell.rethread("replay", PLAN));
            assertThat(live.exists("many")).isFalse();
            Shell.Result replay = done(shell.rethread("replay", PLAN, "--execute"));
            assertThat(writes(replay)).isNotEmpty().isEqualTo(writes(dry));
            recovered(live);

            assertThat(done(shell.rethread("verify")).out()).doesNotContain("not looked at");
            done(shell.rethread("verify", "--unattributed"));
            done(shell.rethread("stage"));
            assertThat(done(shell.rethread("plan")).out())
                    .contains("the plan is empty")
                    .doesNotContain("left out");
            assertThat(done(shell.rethread("plan", "--unattributed")).out()).contains("the plan is empty");
            assertThat(gap.out() + plan.out() + replay.out()).doesNotContain(TOKEN);
        }
    }

    private static void recovered(Jedis live) {
        assertThat(live.hgetAll("h")).isEqualTo(Map.of("kept", "1", "edited", "2", "both", "3", "added", "2"));
        assertThat(live.lrange("log", 0, -1)).containsExactly("a", "b", "lost", "new");
        assertThat(live.pfcount("visitors")).isEqualTo(4);
        assertThat(live.get("removed")).isEqualTo("1");
        assertThat(live.scard("many")).isEqualTo(600);
        assertThat(live.pexpireTime("many")).isEqualTo(4_000_000_000_000L);
        assertThat(live.xlen("events")).isEqualTo(1);
        assertThat(live.xinfoGroups("events")).hasSize(1);
        assertThat(live.smembers("others")).containsExactly("x");
        assertThat(live.dbSize()).isEqualTo(7);
        live.select(5);
        assertThat(live.zscore("scores", "bob")).isEqualTo(2.5);
        assertThat(live.get("settings")).isEqualTo("new");
        live.select(0);
    }

    @Test
    void aPlanWithoutThemIsNotReplayedWithThem() throws IOException {
        try (RedisProcess server = rolledBack();
                Jedis live = server.connect()) {
            Shell shell = new Shell(folder);
            String url = "redis://127.0.0.1:" + server.port();
            done(shell.rethread(
                    "init",
                    "incident",
                    "--profile",
                    "muut",
                    "--base",
                    "base.rdb",
                    "--evidence",
                    "gap.rdb",
                    "--live",
                    url));
            shell = shell.in("incident");
            done(shell.rethread("stage"));
            assertThat(done(shell.rethread("plan")).out()).contains("the plan is empty");
            done(shell.rethread("plan", "--unattributed"));
            done(shell.rethread("replay", PLAN, "--execute"));
            assertThat(live.hget("h", "added")).isEqualTo("2");
            live.select(5);
            assertThat(live.pttl("short")).as("it does not stay for ever").isNotEqualTo(-1);
            live.select(0);
            live.del("many");
            Shell.Result verify = shell.rethread("verify", "--unattributed");
            assertThat(verify.code()).as(verify.toString()).isEqualTo(ExitCode.FOUND.code());
            assertThat(done(shell.rethread("verify")).out()).contains("1 keys that no rule of the profile knows");
        }
    }

    private static Shell.Result done(Shell.Result result) {
        assertThat(result.is(ExitCode.DONE)).as(result.toString()).isTrue();
        return result;
    }

    private static String writes(Shell.Result result) {
        return result.out()
                .lines()
                .filter(line -> line.startsWith("single writes"))
                .map(line -> line.replaceAll(" +", " "))
                .findFirst()
                .orElse("");
    }
}
