package dev.rethread.replay;

import static dev.rethread.replay.ReplayTest.execute;
import static dev.rethread.replay.ReplayTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.fixtures.server.RedisProcess;
import dev.rethread.incident.ExitCode;
import dev.rethread.incident.OperatorException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** An incident folder that was copied in the middle of a run, and is gone on with in both copies. */
class CopiesTest {
    private static final Servers SERVERS = new Servers();
    private static final RedisProcess SERVER = SERVERS.start();
    private static final Forum FORUM = Forum.of(16);

    @TempDir
    Path folder = Path.of("");

    private Path copy = Path.of("");

    @AfterAll
    static void stop() {
        SERVERS.close();
    }

    @BeforeEach
    void fill() throws IOException {
        copy = Files.createDirectory(folder.resolve("copy"));
        try (Jedis jedis = SERVER.connect()) {
            Forum.fill(jedis);
        }
    }

    private static final class Death extends Error {
        private static final long serialVersionUID = 1;
    }

    private static void copyFiles(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.resolveSibling("."));
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replays, dies at the {@code nth} time of a moment, and leaves a second folder like the first. */
    private void dieAndCopy(Path first, Moment moment, int nth) {
        dieAndCopy(first, FORUM, moment, nth);
    }

    private void dieAndCopy(Path first, Forum forum, Moment moment, int nth) {
        try (Staged staged = Staged.of(first, forum.items(), forum.ids())) {
            dieAt(staged.plan(SERVER), moment, nth);
        }
        copyFiles(first, copy);
    }

    private static void dieAt(ReplayOrder order, Moment moment, int nth) {
        int[] reached = {0};
        try {
            Replay.execute(order, Servers.address(SERVER), Staged.CLOCK, ReplayProgress.NONE, () -> false, at -> {
                if (at == moment && ++reached[0] == nth) {
                    throw new Death();
                }
            });
        } catch (Death expected) {
            return;
        }
        throw new AssertionError(moment + " was not reached " + nth + " times");
    }

    private static void assertCountedOnce() {
        try (Jedis jedis = SERVER.connect()) {
            assertThat(jedis.hget("global", "replies")).isEqualTo("66");
            assertThat(jedis.hget("thread:1", "views")).isEqualTo("12");
        }
    }

    /** The last of the six batches counts. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void copyOfAFinishedRunWritesNothing(int batches) throws IOException {
        Path first = Files.createDirectory(folder.resolve("first"));
        dieAndCopy(first, Moment.AFTER_OUTCOME, batches);
        try (Staged staged = Staged.open(first)) {
            execute(staged.order(), SERVER);
        }
        try (Staged staged = Staged.open(copy)) {
            String before = digest();
            refused(() -> execute(staged.order(), SERVER), ExitCode.PRECONDITION, "the marker");
            assertThat(digest()).isEqualTo(before);
        }
        assertCountedOnce();
    }

    @Test
    void copyThatKnowsLessThanTheMarkerIsRefused() throws IOException {
        Path first = Files.createDirectory(folder.resolve("first"));
        dieAndCopy(first, Moment.AFTER_INTENT, 4);
        try (Staged staged = Staged.open(first)) {
            dieAt(staged.order(), Moment.AFTER_SENDING, 3);
        }
        try (Staged staged = Staged.open(copy)) {
            refused(() -> execute(staged.order(), SERVER), ExitCode.PRECONDITION, "another copy");
        }
        try (Staged staged = Staged.open(first)) {
            execute(staged.order(), SERVER);
        }
        assertCountedOnce();
    }

    /** The two take the run from each other at every moment; what the one has sent the other must not send again. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void twoAtOnceWriteNothingTwice(int nth) throws IOException {
        for (Moment moment : new Moment[] {Moment.AFTER_INTENT, Moment.AFTER_SENDING, Moment.AFTER_OUTCOME}) {
            fillAgain();
            Path first = Files.createTempDirectory(folder, "first");
            dieAndCopy(first, Moment.AFTER_OUTCOME, 1);
            try (Staged one = Staged.open(first);
                    Staged other = Staged.open(copy)) {
                int[] reached = {0};
                tolerant(() -> Replay.execute(
                        one.order(), Servers.address(SERVER), Staged.CLOCK, ReplayProgress.NONE, () -> false, at -> {
                            if (at == moment && ++reached[0] == nth) {
                                tolerant(() -> execute(other.order(), SERVER));
                            }
                        }));
                tolerant(() -> execute(one.order(), SERVER));
                tolerant(() -> execute(other.order(), SERVER));
            }
            try (Jedis jedis = SERVER.connect()) {
                assertThat(Integer.parseInt(jedis.hget("global", "replies"))).isLessThanOrEqualTo(66);
                assertThat(Integer.parseInt(jedis.hget("thread:1", "views"))).isLessThanOrEqualTo(12);
            }
        }
    }

    /** The amounts of this forum take two batches. The first one's are in doubt for the copy, which takes over then. */
    @Test
    void attemptThatWasTakenOverForgetsNothing() throws IOException {
        Forum forum = Forum.of(250);
        Path first = Files.createDirectory(folder.resolve("first"));
        dieAndCopy(first, forum, Moment.AFTER_INTENT, batches(forum) - 1);
        try (Staged one = Staged.open(first);
                Staged other = Staged.open(copy);
                Jedis jedis = SERVER.connect()) {
            assertThat(jedis.hget("thread:1", "views")).isEqualTo("7");
            int[] outcomes = {0};
            refused(
                    () -> Replay.execute(
                            one.order(),
                            Servers.address(SERVER),
                            Staged.CLOCK,
                            ReplayProgress.NONE,
                            () -> false,
                            at -> {
                                if (at == Moment.AFTER_OUTCOME && ++outcomes[0] == 1) {
                                    dieAt(other.order(), Moment.AFTER_MARKER, 1);
                                }
                            }),
                    ExitCode.PRECONDITION,
                    "lost the marker");
            execute(other.order(), SERVER);
            assertThat(Map.of(
                            "replies", jedis.hget("global", "replies"),
                            "views", jedis.hget("thread:1", "views"),
                            "likes", jedis.hget("reply:102", "likes")))
                    .isEqualTo(Map.of("replies", "298", "views", "12", "likes", "1"));
        }
    }

    private int batches(Forum forum) throws IOException {
        int[] batches = {0};
        try (Staged staged = Staged.of(Files.createDirectory(folder.resolve("count")), forum.items(), forum.ids())) {
            ReplayOrder order = staged.plan(SERVER);
            Replay.execute(order, Servers.address(SERVER), Staged.CLOCK, ReplayProgress.NONE, () -> false, at -> {
                batches[0] += at == Moment.AFTER_INTENT ? 1 : 0;
            });
        }
        fillAgain();
        return batches[0];
    }

    /** What the journal knows for good is not kept in live. */
    @Test
    void markerDoesNotGrowWithThePlan() throws IOException {
        Forum forum = Forum.of(250);
        Path first = Files.createDirectory(folder.resolve("first"));
        dieAndCopy(first, forum, Moment.BEFORE_END, 1);
        try (Jedis jedis = SERVER.connect()) {
            String marker = jedis.keys("rethread:*").iterator().next();
            assertThat(jedis.hlen(marker)).isLessThan(200 + 3);
        }
    }

    private static void fillAgain() {
        try (Jedis jedis = SERVER.connect()) {
            Forum.fill(jedis);
        }
    }

    private static void tolerant(Runnable run) {
        try {
            run.run();
        } catch (OperatorException refused) {
            assertThat(refused.hint()).isNotEmpty();
        }
    }

    private static String digest() {
        try (Jedis jedis = SERVER.connect()) {
            return Servers.digest(jedis);
        }
    }
}
