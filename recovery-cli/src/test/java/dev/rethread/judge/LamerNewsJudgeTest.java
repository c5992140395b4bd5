package dev.rethread.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.judge.LamerNewsVerdict.Flaw;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A judge who finds nothing must have been able to find something: every kind of flaw, planted, is named. */
class LamerNewsJudgeTest {
    private final LamerNewsSite base;
    private final LamerNewsSite lost;
    private final LamerNewsSite before;
    private final LamerNewsWriter after;

    /** A site of two people loses a time in which two more came; one of those registers again. */
    LamerNewsJudgeTest() {
        LamerNewsWriter common = new LamerNewsWriter(LamerNewsSite.empty());
        String ann = common.user("Ann");
        String bob = common.user("bob");
        common.story(ann, 100, "first");
        common.comment(bob, "1", "-1", 110, "one");
        common.story(bob, 120, "to be deleted");
        base = common.copy().site();

        LamerNewsWriter gap = common.copy();
        String cid = gap.user("cid");
        String dee = gap.user("Dee");
        gap.story(bob, 200, "of bob");
        gap.story(cid, 210, "of cid");
        gap.comment(bob, "1", "1", 220, "two", ann, cid);
        gap.comment(cid, "1", "-1", 230, "of cid");
        gap.comment(ann, "1", "3", 240, "answer to cid");
        gap.comment(dee, "1", "2", 250, "answer to bob");
        gap.comment(bob, "4", "-1", 255, "under cid's");
        gap.vote(cid, "1", 260);
        gap.vote(dee, "1", 270);
        gap.against(ann, "3", 280);
        gap.edit("1", "1", "\"up\":[2]", "\"up\":[2,1]");
        gap.edit("1", "1", "one", "one, edited");
        gap.set("news:1", "title", "first, edited");
        gap.deleteStory("2");
        gap.deleteComment("1", "2");
        gap.set("user:1", "about", "I am Ann");
        gap.add("user:1", "karma", 2);
        gap.add("user:4", "karma", 5);
        lost = gap.site();

        LamerNewsWriter live = common.copy();
        live.user("dee");
        live.story(ann, 300, "of live");
        live.comment(ann, "1", "1", 310, "two of live");
        live.add("user:1", "karma", 1);
        before = live.copy().site();

        after = live;
        after.story(bob, 200, "of bob");
        after.against(ann, "4", 280);
        after.comment(bob, "1", "1", 220, "two", ann);
        after.comment("3", "1", "3", 250, "answer to bob");
        after.vote("3", "1", 270);
        after.edit("1", "1", "\"up\":[2]", "\"up\":[2,1]");
        after.edit("1", "1", "one", "one, edited");
        after.set("news:1", "title", "first, edited");
        after.deleteStory("2");
        after.deleteComment("1", "3");
        after.set("user:1", "about", "I am Ann");
        after.add("user:1", "karma", 2);
        after.add("user:3", "karma", 5);
    }

    private LamerNewsVerdict judge() {
        return LamerNewsJudge.judge(base, lost, before, after.site());
    }

    @Test
    void aRightRecoveryHasNoFlawAndIsCounted() {
        LamerNewsVerdict verdict = judge();

        assertThat(verdict.right()).as(verdict.toString()).isTrue();
        assertThat(verdict.restored())
                .isEqualTo(Map.of(
                        "account", 1,
                        "story", 1,
                        "comment", 2,
                        "vote", 3,
                        "comment vote", 4,
                        "edited story", 1,
                        "deleted story", 1,
                        "edited comment", 1,
                        "edited account", 1));
        assertThat(verdict.waiting())
                .isEqualTo(Map.of("account", 1, "story", 1, "comment", 3, "vote", 2, "comment vote", 4));
    }

    @Test
    void nothingDoneIsMissingAndNothingElse() {
        LamerNewsVerdict verdict = LamerNewsJudge.judge(base, lost, before, before);

        assertThat(verdict.flaws(Flaw.MISSING)).as(verdict.toString()).isEqualTo(3);
        assertThat(verdict.flaws().keySet()).containsExactly(Flaw.WRONG, Flaw.MISSING, Flaw.VOTE, Flaw.INDEX);
        assertThat(verdict.restored())
                .containsOnlyKeys("account", "edited story", "deleted story", "edited comment", "edited account");
    }

    private DynamicTest named(String what, Flaw flaw, Consumer<LamerNewsWriter> mutation) {
        return DynamicTest.dynamicTest(what, () -> {
            LamerNewsWriter mutant = after.copy();
            mutation.accept(mutant);

            LamerNewsVerdict verdict = LamerNewsJudge.judge(base, lost, before, mutant.site());

            assertThat(verdict.flaws(flaw)).as(what + "\n" + verdict).isPositive();
        });
    }

    @TestFactory
    Stream<DynamicTest> everyFlawIsNamed() {
        return Stream.of(
                named("another title", Flaw.WRONG, site -> site.set("news:4", "title", "else")),
                named("another author", Flaw.WRONG, site -> site.set("news:4", "user_id", "1")),
                named("an edit not brought back", Flaw.WRONG, site -> site.set("news:1", "title", "first")),
                named(
                        "a deletion not brought back",
                        Flaw.WRONG,
                        site -> site.hash("news:2").remove("del")),
                named("another parent", Flaw.WRONG, site -> site.edit("1", "4", "\"parent_id\":3", "\"parent_id\":1")),
                named("a number as a string", Flaw.WRONG, site -> site.edit("1", "4", ":250", ":\"250\"")),
                named("an author as a number", Flaw.WRONG, site -> site.edit("1", "4", "\"3\"", "3")),
                named("an edit of a profile", Flaw.WRONG, site -> site.set("user:1", "about", "")),
                named("no story", Flaw.MISSING, site -> site.site().hashes().remove("news:4")),
                named(
                        "no comment",
                        Flaw.MISSING,
                        site -> site.hash("thread:comment:1").remove("4")),
                named("a story twice", Flaw.DUPLICATE, site -> site.story("2", 200, "of bob")),
                named("a comment twice", Flaw.DUPLICATE, site -> site.comment("3", "1", "3", 250, "answer to bob")),
                named("a voter twice", Flaw.DUPLICATE, site -> site.edit("1", "1", "[2,1]", "[2,1,1]")),
                named("live's title", Flaw.LIVE_CHANGED, site -> site.set("news:3", "title", "of bob")),
                named("live's comment", Flaw.LIVE_CHANGED, site -> site.edit("1", "2", "two of live", "two")),
                named(
                        "live's comment gone",
                        Flaw.LIVE_CHANGED,
                        site -> site.hash("thread:comment:1").remove("2")),
                named("live's rank", Flaw.LIVE_CHANGED, site -> site.set("news:3", "rank", "7")),
                named("live's place in the list", Flaw.LIVE_CHANGED, site -> site.zadd("news.top", "3", 7)),
                named(
                        "live's account gone",
                        Flaw.LIVE_CHANGED,
                        site -> site.site().hashes().remove("user:3")),
                named("live's flags", Flaw.LIVE_CHANGED, site -> site.set("user:3", "flags", "a")),
                named("a story of nobody", Flaw.INVENTED, site -> site.story("1", 400, "new")),
                named("a comment of nobody", Flaw.INVENTED, site -> site.comment("1", "3", "-1", 400, "new")),
                named("an account of nobody", Flaw.INVENTED, site -> site.user("eve")),
                named("a key of nobody", Flaw.INVENTED, site -> site.set("draft:1", "body", "new")),
                named("an account with credentials", Flaw.EARLY, site -> site.user("cid")),
                named("a story before its author", Flaw.EARLY, site -> site.story("1", 210, "of cid")),
                named("a comment before its author", Flaw.EARLY, site -> site.comment("2", "1", "-1", 230, "of cid")),
                named(
                        "an answer before its parent",
                        Flaw.EARLY,
                        site -> site.comment("1", "1", "1", 240, "answer to cid")),
                named(
                        "an answer to nothing",
                        Flaw.BROKEN,
                        site -> site.edit("1", "4", "\"parent_id\":3", "\"parent_id\":9")),
                named("comments without a story", Flaw.BROKEN, site -> site.comment("1", "9", "-1", 1, "x")),
                named("an index entry without a story", Flaw.BROKEN, site -> site.zadd("user.posted:1", "9", 1)),
                named("a vote of nobody", Flaw.BROKEN, site -> site.vote("9", "1", 1)),
                named("a comment vote of nobody", Flaw.BROKEN, site -> site.edit("1", "4", "[3]", "[3,9]")),
                named(
                        "a vote lost",
                        Flaw.VOTE,
                        site -> site.site().sorted().get("news.up:1").remove("3")),
                named("a vote at another time", Flaw.VOTE, site -> site.zadd("news.up:1", "3", 271)),
                named(
                        "a vote not saved",
                        Flaw.VOTE,
                        site -> site.site().sorted().get("user.saved:3").remove("1")),
                named("for and against", Flaw.VOTE, site -> site.against("3", "1", 270)),
                named("a comment vote lost", Flaw.VOTE, site -> site.edit("1", "1", "[2,1]", "[2]")),
                named("a vote before its voter", Flaw.VOTE, site -> site.edit("1", "3", "[2,1]", "[2,1,3]")),
                named("a count of votes", Flaw.INDEX, site -> site.add("news:1", "up", 1)),
                named("a score", Flaw.INDEX, site -> site.add("news:4", "score", 1)),
                named("a count of comments", Flaw.INDEX, site -> site.add("news:1", "comments", 1)),
                named("a count of answers", Flaw.INDEX, site -> site.add("user:2", "replies", 1)),
                named("karma", Flaw.INDEX, site -> site.add("user:3", "karma", 1)),
                named(
                        "a list entry",
                        Flaw.INDEX,
                        site -> site.site().sorted().get("news.cron").remove("4")),
                named("a list entry too many", Flaw.INDEX, site -> site.zadd("news.top", "2", 0)),
                named("a list entry at another time", Flaw.INDEX, site -> site.zadd("news.cron", "4", 201)),
                named(
                        "a comment not in its author's list",
                        Flaw.INDEX,
                        site -> site.site().sorted().get("user.comments:3").clear()),
                named("a name", Flaw.INDEX, site -> site.site().strings().put("username.to.id:dee", "1")),
                named(
                        "a counter behind",
                        Flaw.INDEX,
                        site -> site.site().strings().put("news.count", "3")),
                named("a comment counter behind", Flaw.INDEX, site -> site.set("thread:comment:1", "nextid", "3")),
                named(
                        "a password",
                        Flaw.SECRET,
                        site -> site.set("user:3", "password", lost.account("4").get("password"))),
                named(
                        "a token",
                        Flaw.SECRET,
                        site -> site.set("user:3", "about", lost.account("3").get("auth"))),
                named(
                        "a login",
                        Flaw.SECRET,
                        site -> site.site()
                                .strings()
                                .put("auth:" + lost.account("4").get("auth"), "3")));
    }
}
