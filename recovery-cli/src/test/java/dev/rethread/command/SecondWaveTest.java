package dev.rethread.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rethread.fixtures.server.RedisBinary;
import dev.rethread.fixtures.truth.RawKeyspace;
import dev.rethread.incident.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** What waited comes in when its forum, channel or author appears, and the first replay is not repeated. */
class SecondWaveTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void whatWaitedComesInWhenItsChannelAndAuthorAreThere() throws IOException {
        try (SmallForum forum = SmallForum.start(folder, RedisBinary.find(null))) {
            Shell shell = recovered(forum);
            long waiting = outcome(shell, "waiting");
            RawKeyspace first = forum.keyspace();

            recreate(forum);
            done(shell.rethread("stage"));
            assertThat(outcome(shell, "waiting")).isLessThan(waiting).isPositive();
            done(shell.rethread("plan"));
            done(shell.rethread("replay", "plans/plan-0002.jsonl", "--execute"));
            done(shell.rethread("verify"));

            assertThat(outcome(shell, "restore")).isZero();

            try (Jedis live = forum.live().connect()) {
                assertThat(live.zcard("channel:/tacomadirt/marketplace:threads"))
                        .isPositive();
                assertThat(live.hget("channel:/tacomadirt/marketplace", "threads"))
                        .isEqualTo(String.valueOf(live.zcard("channel:/tacomadirt/marketplace:threads")));
                assertThat(live.zcard("user:900:posts")).isPositive();
                assertThat(live.hget("user:900", "posts")).isEqualTo(String.valueOf(live.zcard("user:900:posts")));
                assertThat(live.keys("rethread:*")).isEmpty();
            }
            assertThat(forum.keyspace().keys())
                    .containsKeys(first.keys().keySet().toArray(String[]::new));
        }
    }

    @Test
    void aSecondPlanAfterAWholeReplayIsEmpty() throws IOException {
        try (SmallForum forum = SmallForum.start(folder, RedisBinary.find(null))) {
            Shell shell = recovered(forum);
            RawKeyspace after = forum.keyspace();
            done(shell.rethread("stage"));
            assertThat(shell.rethread("plan").out()).contains("Nothing to write");
            Shell.Result again = shell.rethread("replay", "plans/plan-0001.jsonl", "--execute");
            assertThat(again.is(ExitCode.PRECONDITION)).as(again.toString()).isTrue();
            assertThat(forum.keyspace()).isEqualTo(after);
        }
    }

    private static Shell recovered(SmallForum forum) {
        done(forum.shell().rethread(forum.init()));
        Shell shell = forum.shell().in("incident");
        done(shell.rethread("stage"));
        done(shell.rethread("plan"));
        done(shell.rethread("replay", "plans/plan-0001.jsonl", "--execute"));
        done(shell.rethread("verify"));
        Shell.Result early = shell.rethread("plan");
        assertThat(early.is(ExitCode.PRECONDITION)).as(early.toString()).isTrue();
        assertThat(early.err()).contains("has been replayed already");
        return shell;
    }

    private static void done(Shell.Result result) {
        assertThat(result.is(ExitCode.DONE)).as(result.toString()).isTrue();
    }

    /** Of what the profile knows; keys that no rule knows are planned on request only. */
    private static long outcome(Shell shell, String outcome) throws IOException {
        JsonNode gap = JSON.readTree(shell.rethread("gap", "--format", "json").out());
        long keys = gap.path("kinds").path("key").path(outcome).asLong();
        long all = 0;
        for (JsonNode kind : gap.path("kinds")) {
            all += kind.path(outcome).asLong();
        }
        return all - keys;
    }

    /** As the application does it: an owner adds a channel again, somebody registers again under the old name. */
    private static void recreate(SmallForum forum) {
        try (Jedis live = forum.live().connect()) {
            String channel = "/tacomadirt/marketplace";
            live.hset(
                    "channel:" + channel,
                    Map.of(
                            "path",
                            channel,
                            "forum",
                            "tacomadirt",
                            "title",
                            "Marketplace",
                            "created",
                            "1398500000000",
                            "threads",
                            "0"));
            live.zadd("forum:tacomadirt:channels", 1398500000000.0, channel);
            live.hset(
                    "user:900",
                    Map.of(
                            "id",
                            "900",
                            "name",
                            "@courtneydoe",
                            "display",
                            "Courtney",
                            "joined",
                            "1398500000000",
                            "posts",
                            "0"));
            live.hset("usernames", "@courtneydoe", "900");
        }
    }
}
