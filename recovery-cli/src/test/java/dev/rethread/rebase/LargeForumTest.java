package dev.rethread.rebase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.item.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** The cost of a merge grows with the forum and the gap, not with their product. */
final class LargeForumTest {
    private static final int REPLIES = 50_000;
    private static final int LOST = 5_000;

    @Test
    void aMergeOfALargeForumTakesSeconds() {
        SmallGap forum = new SmallGap();
        for (int id = 2; id < REPLIES; id++) {
            forum.base.reply(id, "/goma/art#old", 1, 100 + id);
        }
        Keys gap = forum.base.copy();
        Keys live = forum.base.copy();
        for (int id = REPLIES; id < REPLIES + LOST; id++) {
            gap.reply(id, "/goma/art#old", 2, 100 + id).set("reply:" + id + ":likes", "1");
            live.reply(id, "/goma/art#old", 1, 900_000 + id);
        }

        Staging staging = Assertions.assertTimeout(
                Duration.ofSeconds(30),
                () -> Rebase.of(
                        SmallGap.MUUT,
                        forum.base.snapshot("base"),
                        List.of(new Evidence.Keyspace("gap", gap.snapshot("gap"))),
                        live.snapshot("live"),
                        AppliedCounts.NONE));

        assertThat(staging.items())
                .filteredOn(item -> item.outcome() == Outcome.RESTORE)
                .hasSize(2 * LOST);
    }
}
