package dev.rethread.rebase;

import static dev.rethread.rebase.SmallGap.item;
import static dev.rethread.rebase.SmallGap.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rethread.item.Item;
import dev.rethread.item.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Pieces of items, and keys that only look like items: an outcome with a reason, never an end of the merge. */
final class FragmentTest {
    private final SmallGap forum = new SmallGap();

    @Test
    void aFragmentOfAReplyIsRefused() {
        forum.gap.hash("reply:2", "body", "[\"half\"]");
        forum.gap.reply(3, "/goma/art#old", 2, 20).hash("reply:3", "time", "yesterday");

        Staging staging = forum.rebase();

        assertThat(outcome(staging, "reply", "2")).isEqualTo(Outcome.REFUSED);
        assertThat(item(staging, "reply", "2").reason()).contains("user");
        assertThat(outcome(staging, "reply", "3")).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void aReplyWithoutItsOwnTimeDoesNotTakeTheThreadsTime() {
        forum.gap.hash("reply:2", "id", "2", "thread", "/goma/art#old", "user", "2", "body", "[\"b\"]");

        assertThat(outcome(forum.rebase(), "reply", "2")).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void aReplyInAThreadOfNoChannelIsRefused() {
        String[] stray = {"path", "stray", "user", "1", "time", "5"};
        forum.base.hash("thread:stray", stray);
        forum.live.hash("thread:stray", stray);
        forum.gap.hash("thread:stray", stray).reply(2, "stray", 2, 20);

        assertThat(outcome(forum.rebase(), "reply", "2")).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void anAttachedListWithoutItsItemIsRefused() {
        forum.gap.list("reply:7:edits", "30").list("thread:/goma/art#gone:edits", "31");

        Staging staging = forum.rebase();

        assertThat(outcome(staging, "reply", "7")).isEqualTo(Outcome.REFUSED);
        assertThat(outcome(staging, "thread", "/goma/art#gone")).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void aKeyBehindAnItemsKeyIsNotAnItem() {
        forum.gap.set("reply:1:flags", "1").hash("user:1:keys", "sk_live_0123456789abcdefghij", "1");

        Staging staging = forum.rebase();

        assertThat(staging.items())
                .extracting(item -> item.id().utf8(), Item::outcome)
                .containsExactly(tuple("reply:1:flags", Outcome.RESTORE), tuple("user:1:keys", Outcome.WITHHELD));
        assertThat(staging.withheld()).extracting(Withheld::kind).containsOnly("unattributed");
        assertThat(staging.toString()).doesNotContain("sk_live_0123");
    }

    @Test
    void aLikeOfAFragmentIsRefusedToo() {
        forum.gap.hash("reply:2", "body", "[\"half\"]").set("reply:2:likes", "1");

        assertThat(outcome(forum.rebase(), "reply-like", "2 1")).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void aStringWhereAnItemShouldBeBreaksNothing() {
        forum.gap.string("reply:2", "x").string("reply:1", "x").string("reply:1:likes", "x");
        forum.live.string("thread:/goma/art#old", "x");

        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> forum.rebase());
    }
}
