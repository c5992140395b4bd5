package dev.rethread.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.fixtures.server.RedisBinary;
import dev.rethread.incident.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** What users delete between a plan and its replay does not come back in parts. */
class DeletedMeanwhileTest {
    @TempDir
    private Path folder;

    @Test
    void nothingIsLaidOntoAThreadThatWasDeletedSinceThePlan() throws IOException {
        try (SmallForum forum = SmallForum.start(folder, RedisBinary.find(null));
                Jedis live = forum.live().connect()) {
            done(forum.shell().rethread(forum.init()));
            Shell shell = forum.shell().in("incident");
            done(shell.rethread("stage"));
            done(shell.rethread("plan"));
            Set<String> before = live.keys("*");
            live.keys("thread:*").forEach(live::del);

            Shell.Result dry = shell.rethread("replay", "plans/plan-0001.jsonl");
            Shell.Result replay = shell.rethread("replay", "plans/plan-0001.jsonl", "--execute");

            assertThat(dry.code()).as(dry.toString()).isEqualTo(ExitCode.PARTIAL.code());
            assertThat(replay.code()).as(replay.toString()).isEqualTo(ExitCode.PARTIAL.code());
            assertThat(replay.out()).contains("what it belongs to was deleted in live");
            assertThat(writes(dry)).isNotEmpty().isEqualTo(writes(replay));
            for (String key : live.keys("*")) {
                if (key.matches("thread:.*#[^:]*:(likes|replies|edits)")) {
                    assertThat(live.exists(key.substring(0, key.lastIndexOf(':'))))
                            .as(key)
                            .isTrue();
                } else if (key.matches("reply:\\d+") && !before.contains(key)) {
                    assertThat(live.exists("thread:" + live.hget(key, "thread")))
                            .as(key)
                            .isTrue();
                }
            }
        }
    }

    private static void done(Shell.Result result) {
        assertThat(result.is(ExitCode.DONE)).as(result.toString()).isTrue();
    }

    /** The counts of single writes, without their alignment. */
    private static String writes(Shell.Result result) {
        return result.out()
                .lines()
                .filter(line -> line.startsWith("single writes"))
                .map(line -> line.replaceAll(" +", " "))
                .findFirst()
                .orElse("");
    }
}
