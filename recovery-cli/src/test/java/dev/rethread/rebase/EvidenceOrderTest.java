package dev.rethread.rebase;

import static dev.rethread.rebase.SmallGap.item;
import static dev.rethread.rebase.SmallGap.outcome;
import static dev.rethread.rebase.SmallGap.outcomes;
import static dev.rethread.rebase.SmallGap.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.document.Document;
import dev.rethread.item.Outcome;
import dev.rethread.keyspace.Span;
import java.util.Arrays;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** Sources of different ages and kinds together. */
final class EvidenceOrderTest {
    private final SmallGap forum = new SmallGap();

    private Evidence complete(String name, Keys keys) {
        return new Evidence.Keyspace(name, keys.snapshot(name));
    }

    private Evidence partial(String name, Keys keys) {
        return new Evidence.Keyspace(name, keys.partial(name));
    }

    private static Evidence documents(String collection, String... json) {
        List<Document> documents = Arrays.stream(json)
                .map(text -> new Document(collection, new Span(0, 1), BsonDocument.parse(text)))
                .toList();
        return new Evidence.Documents("mongo", documents::forEach);
    }

    private Staging rebase(Evidence... evidence) {
        return forum.rebase(SmallGap.MUUT, evidence);
    }

    @Test
    void noEvidenceFindsNothing() {
        assertThat(rebase().items()).isEmpty();
    }

    @Test
    void evidenceOlderThanTheBaseRevertsNothing() {
        forum.base.hash("reply:1", "body", "[\"edited\"]").hash("thread:/goma/art#old", "views", "10");
        forum.base.reply(2, "/goma/art#old", 2, 100);
        forum.live.hash("reply:1", "body", "[\"edited\"]").hash("thread:/goma/art#old", "views", "10");
        forum.live.reply(2, "/goma/art#old", 2, 100);

        Staging staging = rebase(complete("older", forum.gap.hash("thread:/goma/art#old", "views", "3")));

        assertThat(outcomes(staging)).isEmpty();
    }

    @Test
    void documentsOlderThanTheBaseRevertNothing() {
        forum.base.hash("user:2", "bio", "new").reply(2, "/goma/art#old", 2, 100);
        forum.live.hash("user:2", "bio", "new").reply(2, "/goma/art#old", 2, 100);

        Staging staging = rebase(documents("users", "{id: 2, path: '@bob', joined: 2, bio: 'old'}"));

        assertThat(outcomes(staging)).isEmpty();
    }

    @Test
    void aTimeInTheFutureDoesNotTurnTheRestIntoDeletions() {
        forum.gap.reply(2, "/goma/art#old", 2, 20).thread("/goma/art#scheduled", 1, 2_000_000_000);

        Staging staging =
                rebase(complete("gap", forum.gap), partial("trickle", new Keys().reply(3, "/goma/art#old", 1, 60)));

        assertThat(outcomes(staging)).contains("reply 3 restore");
    }

    @Test
    void anAttachedListOfIncompleteEvidenceIsRestored() {
        Keys salvaged = new Keys()
                .reply(2, "/goma/art#old", 2, 20)
                .hash("reply:2", "edited", "30")
                .list("reply:2:edits", "30");

        Staging staging = rebase(partial("salvaged", salvaged));

        assertThat(writes(item(staging, "reply", "2"))).anyMatch(write -> write.startsWith("reply:‹reply 2›:edits"));
    }

    @Test
    void aSecretInTwoSourcesIsWithheldOnce() {
        forum.gap.account(3, "@cy", 15).set("user:3:sessions", "s1");

        Staging once = rebase(complete("gap", forum.gap));
        Staging twice = rebase(complete("gap", forum.gap), partial("again", forum.gap));

        assertThat(twice.withheld()).hasSameSizeAs(once.withheld());
    }

    @Test
    void theSameSourceTwiceIsTheSameGap() {
        forum.gap.reply(2, "/goma/art#old", 2, 20).set("reply:2:likes", "1");

        assertThat(outcomes(rebase(complete("a", forum.gap), complete("b", forum.gap))))
                .isEqualTo(outcomes(rebase(complete("a", forum.gap))));
        assertThat(outcomes(rebase(partial("a", forum.gap), partial("b", forum.gap))))
                .isEqualTo(outcomes(rebase(partial("a", forum.gap))));
    }

    @Test
    void anAuthorOnlyNamedByAPurgedPostIsNotWithheld() {
        forum.gap.reply(2, "/goma/art#old", 2, 20).string("next:reply", "3").string("next:user", "3");

        Staging staging = rebase(
                complete("gap", forum.gap),
                documents(
                        "replies",
                        "{id: 3, thread: '/goma/art#old', body: ['x'], time: 15, user: {id: 3, path: '@cy'}}"));

        assertThat(staging.writtenAndPurged()).isEqualTo(1);
        assertThat(outcomes(staging)).noneMatch(item -> item.startsWith("account 3"));
    }

    @Test
    void aSessionsNameIsNeverShown() {
        forum.gap.string("session:hunter2", "1").string("reset:aa11bb22", "1");

        assertThat(rebase(complete("gap", forum.gap)).toString()).doesNotContain("hunter2", "aa11bb22");
    }

    @Test
    void aValueOfAnotherTypeIsNotSilentlySkipped() {
        forum.gap.string("reply:2", "x");

        Staging staging = rebase(complete("gap", forum.gap));

        assertThat(staging.withheld()).extracting(Withheld::key).containsExactly("reply:2");
    }

    @Test
    void documentsOfWrongShapesBreakNothing() {
        Staging staging = rebase(documents(
                "replies",
                "{}",
                "{id: []}",
                "{id: {a: 1}}",
                "{id: null, thread: 'x'}",
                "{id: 1.5e300, thread: '/goma/art#old', user: {id: 2}, time: 20}",
                "{id: NaN, thread: '/goma/art#old', user: {id: 2}, time: 20}",
                "{id: 7, thread: '/goma/art#old', user: {id: 2}, time: NaN, body: ['x']}",
                "{id: 8, thread: '/goma/art#old', user: 2, time: 20, body: 'x'}",
                "{id: 9, thread: '/goma/art#old', user: {id: 2}, time: {$date: 20}, body: ['x'], likes: 5}",
                "{id: 10, thread: '/goma/art#old', user: {id: 2}, time: -20, body: ['x'], likes: [[], 1, {}]}",
                "{id: 11, thread: ['/goma/art#old'], user: {id: 2}, time: 20, body: ['x']}"));

        assertThat(outcomes(staging))
                .contains("reply 7 refused", "reply 8 refused", "reply 9 restore", "reply 10 restore")
                .contains("reply 11 refused", "reply-like 10 1 restore");
    }

    @Test
    void aDeletedThreadsDocumentBringsNothingBack() {
        forum.gap.remove("thread:/goma/art#old").remove("reply:1").reply(2, "/goma/art#x", 2, 50);
        forum.gap.thread("/goma/art#x", 2, 50);

        Staging staging = rebase(
                complete("gap", forum.gap),
                documents(
                        "threads",
                        "{path: '/goma/art#old', channel: '/goma/art', title: 'T', body: ['b'], user: {id: 1}, time: 10,"
                                + " likes: [2]}"));

        assertThat(outcome(staging, "thread", "/goma/art#old")).isEqualTo(Outcome.RESURRECTED);
        assertThat(outcomes(staging)).noneMatch(item -> item.startsWith("thread-like"));
    }
}
