package dev.rethread.rebase;

import static dev.rethread.rebase.SmallGap.item;
import static dev.rethread.rebase.SmallGap.mapping;
import static dev.rethread.rebase.SmallGap.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.item.Outcome;
import dev.rethread.keyspace.Bytes;
import org.junit.jupiter.api.Test;

/** Who is who: renamed and re-made accounts, posts of one instant, threads of one path. */
final class SameIdentityTest {
    private final SmallGap forum = new SmallGap();

    @Test
    void anAccountRenamedInTheGapKeepsItsPostsAndIsCalledSoAgain() {
        forum.gap.hash("user:2", "name", "@robert").reply(2, "/goma/art#old", 2, 20);

        Staging staging = forum.rebase();

        assertThat(outcome(staging, "reply", "2")).isEqualTo(Outcome.RESTORE);
        assertThat(outcome(staging, "account-edit", "2")).isEqualTo(Outcome.EDIT);
    }

    @Test
    void aNewNameThatSomebodyElseHasInLiveIsAConflict() {
        forum.gap.hash("user:2", "name", "@robert").reply(2, "/goma/art#old", 2, 20);
        forum.live.account(3, "@Robert", 30);

        Staging staging = forum.rebase();

        assertThat(outcome(staging, "reply", "2")).isEqualTo(Outcome.RESTORE);
        assertThat(outcome(staging, "account-edit", "2")).isEqualTo(Outcome.CONFLICT);
    }

    @Test
    void anAccountRenamedInLiveKeepsItsPosts() {
        forum.live.hash("user:2", "name", "@robert");
        forum.gap.reply(2, "/goma/art#old", 2, 20);

        assertThat(outcome(forum.rebase(), "reply", "2")).isEqualTo(Outcome.RESTORE);
    }

    @Test
    void aNameGivenUpInTheGapDoesNotMakeTwoPeopleOne() {
        forum.gap.hash("user:2", "name", "@robert").account(3, "@bob", 15).reply(2, "/goma/art#old", 3, 20);

        Staging staging = forum.rebase();

        assertThat(outcome(staging, "account", "3")).isEqualTo(Outcome.WITHHELD);
        assertThat(outcome(staging, "reply", "2")).isEqualTo(Outcome.WAITING);
    }

    @Test
    void anAccountMadeAgainWithinTheGapIsTheOneThatCameBack() {
        forum.gap.remove("user:2").account(3, "@Bob", 15).reply(2, "/goma/art#old", 3, 20);

        Staging staging = forum.rebase();

        assertThat(mapping(staging, "user 3").live()).isEqualTo(Bytes.of("2"));
        assertThat(outcome(staging, "reply", "2")).isEqualTo(Outcome.RESTORE);
    }

    @Test
    void aPostOfTheSameInstantAsOneOfTheBaseIsAnother() {
        forum.gap.reply(2, "/goma/art#old", 2, 11);

        assertThat(outcome(forum.rebase(), "reply", "2")).isEqualTo(Outcome.RESTORE);
    }

    @Test
    void twinsAreTwo() {
        forum.gap.reply(2, "/goma/art#old", 2, 20).reply(3, "/goma/art#old", 2, 20);
        forum.live.reply(2, "/goma/art#old", 1, 90).reply(4, "/goma/art#old", 2, 20);

        Staging staging = forum.rebase();

        assertThat(outcome(staging, "reply", "2")).isEqualTo(Outcome.PRESENT);
        assertThat(outcome(staging, "reply", "3")).isEqualTo(Outcome.RESTORE);
    }

    @Test
    void restoredTwinsAreFoundUnderTheirOwnIds() {
        forum.gap
                .reply(2, "/goma/art#old", 2, 20)
                .reply(3, "/goma/art#old", 2, 20)
                .set("reply:3:likes", "1");
        forum.live
                .reply(2, "/goma/art#old", 2, 20)
                .reply(3, "/goma/art#old", 2, 20)
                .set("reply:3:likes", "1")
                .string("next:reply", "3");

        assertThat(forum.rebase().items()).extracting(item -> item.outcome()).containsOnly(Outcome.PRESENT);
    }

    @Test
    void aRestoredPostOfAnAccountDeletedInTheGapIsRecognised() {
        forum.gap.remove("user:2").reply(2, "/goma/art#old", 2, 20).string("next:reply", "2");
        forum.live.reply(2, "/goma/art#old", 2, 20).string("next:reply", "2");

        assertThat(outcome(forum.rebase(), "reply", "2")).isEqualTo(Outcome.PRESENT);
    }
}
