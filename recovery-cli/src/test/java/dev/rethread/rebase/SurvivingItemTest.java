package dev.rethread.rebase;

import static dev.rethread.rebase.SmallGap.item;
import static dev.rethread.rebase.SmallGap.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.item.Outcome;
import org.junit.jupiter.api.Test;

/** Changes of the gap to what the base had, where writing them would be wrong. */
final class SurvivingItemTest {
    private final SmallGap forum = new SmallGap();

    @Test
    void aThreadMadeAnewInTheGapDoesNotOverwriteTheOneThatCameBack() {
        forum.gap.remove("thread:/goma/art#old").thread("/goma/art#old", 2, 50);

        Staging staging = forum.rebase();

        assertThat(item(staging, "thread-edit", "/goma/art#old").effects()).isEmpty();
        assertThat(outcome(staging, "thread-edit", "/goma/art#old")).isEqualTo(Outcome.CONFLICT);
    }

    @Test
    void anUnreadableCountSubtractsNothing() {
        forum.base.hash("thread:/goma/art#old", "views", "10");
        forum.live.hash("thread:/goma/art#old", "views", "12");
        forum.gap.hash("thread:/goma/art#old", "views", "many");

        assertThat(forum.rebase().items())
                .allSatisfy(item -> assertThat(item.effects()).isEmpty());
    }

    @Test
    void aFieldClearedInTheGapIsReported() {
        forum.base.hash("reply:1", "removed", "12", "removedBy", "1");
        forum.live.hash("reply:1", "removed", "12", "removedBy", "1");
        forum.gap.reply(2, "/goma/art#old", 2, 20);

        Staging staging = forum.rebase();

        assertThat(outcome(staging, "reply-edit", "1")).isEqualTo(Outcome.RESURRECTED);
        assertThat(item(staging, "reply-edit", "1").reason()).contains("removed, removedBy");
    }

    @Test
    void anEditThatNamesAnAccountDeletedSinceIsRefused() {
        forum.gap.hash("reply:1", "removed", "20", "removedBy", "2");
        forum.live.remove("user:2");

        assertThat(outcome(forum.rebase(), "reply-edit", "1")).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void aListChangedOnBothSidesIsAConflict() {
        forum.gap.list("reply:1:edits", "30");
        forum.live.list("reply:1:edits", "40");

        assertThat(outcome(forum.rebase(), "reply-edit", "1")).isEqualTo(Outcome.CONFLICT);
    }

    @Test
    void anEditDoesNotWaitForTheModeratorOfTheSamePost() {
        forum.gap.account(3, "@mod", 15);
        forum.gap.hash("reply:1", "body", "[\"new\"]", "edited", "16", "removed", "20", "removedBy", "3");

        Staging staging = forum.rebase();

        assertThat(staging.items())
                .filteredOn(item -> item.kind().equals("reply-edit"))
                .extracting(item -> item.outcome() + " " + item.effects().size())
                .containsExactly("EDIT 2", "WAITING 0");
    }
}
