package dev.rethread.rebase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rethread.item.Effect;
import dev.rethread.item.IdMapping;
import dev.rethread.item.Item;
import dev.rethread.item.Outcome;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.profile.Profile;
import dev.rethread.profile.Profiles;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of the design, case by case, on a forum of a few keys. */
final class RebaseTest {
    private static final Profile MUUT = Profiles.read("muut");

    private final Keys base = new Keys()
            .string("next:user", "2")
            .string("next:reply", "1")
            .account(1, "@ann", 1)
            .account(2, "@bob", 2)
            .forum("goma", 1)
            .channel("goma", "art")
            .thread("/goma/art#old", 1, 10)
            .reply(1, "/goma/art#old", 2, 11);
    private final Keys gap = base.copy();
    private final Keys live = base.copy();

    private Staging rebase() {
        return rebase(gap.snapshot("gap"));
    }

    private Staging rebase(Snapshot... evidence) {
        List<Evidence> all = Arrays.stream(evidence)
                .<Evidence>map(snapshot -> new Evidence.Keyspace(snapshot.source(), snapshot))
                .toList();
        return Rebase.of(MUUT, base.snapshot("base"), all, live.snapshot("live"), AppliedCounts.NONE);
    }

    private static Item item(Staging staging, String kind, String id) {
        List<Item> found = staging.items().stream()
                .filter(item -> item.kind().equals(kind) && item.id().equals(Bytes.of(id)))
                .toList();
        assertThat(found).as("%s %s in %s", kind, id, outcomes(staging)).hasSize(1);
        return found.get(0);
    }

    private static Map<String, Outcome> outcomes(Staging staging) {
        return staging.items().stream()
                .collect(Collectors.toMap(item -> item.kind() + " " + item.id(), Item::outcome, (a, b) -> b));
    }

    private static List<String> writes(Item item) {
        return item.effects().stream()
                .map(e -> e.key() + " " + e.element() + " " + e.operation() + " " + e.value())
                .toList();
    }

    @Test
    void nothingLostMeansNothingToDo() {
        assertThat(rebase().items()).isEmpty();
    }

    @Test
    void aLostReplyComesBackWithItsIndexesAndCounts() {
        gap.reply(2, "/goma/art#old", 2, 20).string("next:reply", "2");

        Staging staging = rebase();

        assertThat(item(staging, "reply", "2").outcome()).isEqualTo(Outcome.RESTORE);
        assertThat(writes(item(staging, "reply", "2")))
                .contains(
                        "reply:‹reply 2› thread CREATE ‹thread /goma/art#old›",
                        "reply:‹reply 2› likes CREATE 0",
                        "thread:‹thread /goma/art#old›:replies ‹reply 2› CREATE 20",
                        "channel:/goma/art:threads ‹thread /goma/art#old› RAISE 20",
                        "forum:goma:posts r:‹reply 2› CREATE 20",
                        "forum:goma posts ADD 1",
                        "user:‹user 2› posts ADD 1");
        assertThat(writes(item(staging, "counter", "next:reply"))).containsExactly("next:reply  RAISE 2");
    }

    @Test
    void anIdIssuedAgainIsRenumberedAndReferencesFollow() {
        gap.reply(2, "/goma/art#old", 2, 20);
        gap.set("reply:2:likes", "1");
        live.reply(2, "/goma/art#old", 1, 99);

        Staging staging = rebase();

        assertThat(staging.ids())
                .filteredOn(id -> id.lost().toString().equals("reply 2"))
                .singleElement()
                .satisfies(id -> {
                    assertThat(id.how()).isEqualTo(IdMapping.How.FRESH);
                    assertThat(id.live()).isNull();
                });
        assertThat(writes(item(staging, "reply-like", "2 1"))).contains("reply:‹reply 2›:likes ‹user 1› CREATE ");
    }

    @Test
    void aThreadPathTakenInLiveGetsASuffix() {
        gap.thread("/goma/art#new", 2, 20).reply(2, "/goma/art#new", 1, 21);
        live.thread("/goma/art#new", 2, 90);

        Staging staging = rebase();

        IdMapping mapping = staging.ids().stream()
                .filter(id -> id.lost().domain().equals("thread") && id.how() == IdMapping.How.FRESH)
                .findFirst()
                .orElseThrow();
        assertThat(mapping.live()).isEqualTo(Bytes.of("/goma/art#new-2"));
        assertThat(item(staging, "reply", "2").outcome()).isEqualTo(Outcome.RESTORE);
    }

    @Test
    void contentOfALostForumWaitsForIt() {
        gap.forum("neo", 1).channel("neo", "talk").thread("/neo/talk#x", 1, 20).reply(2, "/neo/talk#x", 2, 21);

        Staging staging = rebase();

        assertThat(item(staging, "forum", "neo").outcome()).isEqualTo(Outcome.WAITING);
        assertThat(item(staging, "reply", "2").outcome()).isEqualTo(Outcome.WAITING);
        assertThat(Objects.requireNonNull(item(staging, "reply", "2").waitsFor())
                        .toString())
                .startsWith("channel /neo/talk");
    }

    @Test
    void aLostAccountIsWithheldAndItsPostsWaitForIt() {
        gap.account(3, "@cy", 15).thread("/goma/art#cy", 3, 20);

        Staging staging = rebase();

        assertThat(item(staging, "account", "3").outcome()).isEqualTo(Outcome.WITHHELD);
        assertThat(item(staging, "thread", "/goma/art#cy").outcome()).isEqualTo(Outcome.WAITING);
        assertThat(staging.withheld()).extracting(Withheld::field).contains("password");
        assertThat(staging.toString()).doesNotContain("secretsecret");
    }

    @Test
    void anAccountRegisteredAgainGetsItsPostsUnderItsNewId() {
        gap.account(3, "@cy", 15).hash("user:3", "bio", "I paint").thread("/goma/art#cy", 3, 20);
        live.account(3, "@someone", 80).account(4, "@cy", 81);

        Staging staging = rebase();

        assertThat(item(staging, "account", "3").outcome()).isEqualTo(Outcome.PRESENT);
        assertThat(writes(item(staging, "account-edit", "3"))).containsExactly("user:‹user 3› bio CREATE I paint");
        assertThat(staging.ids())
                .filteredOn(id -> id.lost().toString().equals("user 3"))
                .extracting(IdMapping::live)
                .containsExactly(Bytes.of("4"));
        assertThat(item(staging, "thread", "/goma/art#cy").outcome()).isEqualTo(Outcome.RESTORE);
    }

    @Test
    void aSingleSignOnAccountIsRestoredWithoutWaiting() {
        gap.account(3, "@goma:dee", 15).thread("/goma/art#dee", 3, 20);

        Staging staging = rebase();

        assertThat(writes(item(staging, "account", "3"))).contains("usernames @goma:dee CREATE ‹user 3›");
        assertThat(item(staging, "thread", "/goma/art#dee").outcome()).isEqualTo(Outcome.RESTORE);
    }

    @Test
    void anEditOfTheGapIsRestoredWhereLiveIsUnchanged() {
        gap.hash("reply:1", "body", "[\"better\"]", "edited", "30").list("reply:1:edits", "30");

        Staging staging = rebase();

        assertThat(writes(item(staging, "reply-edit", "1")))
                .containsExactly(
                        "reply:‹reply 1› body REPLACE [\"better\"]",
                        "reply:‹reply 1› edited CREATE 30",
                        "reply:‹reply 1›:edits  CREATE \u0000\u0000\u0000\u000230"
                                .replace("\u0000", "\\x00")
                                .replace("\u0002", "\\x02"));
    }

    @Test
    void anEditOnBothSidesKeepsLive() {
        gap.hash("reply:1", "body", "[\"better\"]");
        live.hash("reply:1", "body", "[\"other\"]");

        assertThat(item(rebase(), "reply-edit", "1"))
                .satisfies(item -> assertThat(item.outcome()).isEqualTo(Outcome.CONFLICT))
                .satisfies(item -> assertThat(item.effects()).isEmpty());
    }

    @Test
    void whatTheGapDeletedIsReportedAndStays() {
        gap.remove("reply:1").reply(2, "/goma/art#old", 2, 20);

        assertThat(item(rebase(), "reply", "1").outcome()).isEqualTo(Outcome.RESURRECTED);
    }

    @Test
    void incompleteEvidenceNeverProvesADeletion() {
        gap.remove("reply:1").reply(2, "/goma/art#old", 2, 20);

        Staging staging = rebase(gap.partial("salvaged"));

        assertThat(outcomes(staging)).containsEntry("reply 2", Outcome.RESTORE).doesNotContainKey("reply 1");
    }

    @Test
    void aReplyToAThreadDeletedSinceIsRefused() {
        gap.reply(2, "/goma/art#old", 2, 20);
        live.remove("thread:/goma/art#old").remove("reply:1");

        assertThat(item(rebase(), "reply", "2").outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void viewsMergeByDifference() {
        base.hash("thread:/goma/art#old", "views", "10");
        gap.hash("thread:/goma/art#old", "views", "17");
        live.hash("thread:/goma/art#old", "views", "12");

        List<Effect> effects = item(rebase(), "thread-views", "/goma/art#old").effects();

        assertThat(effects)
                .singleElement()
                .satisfies(e -> assertThat(e.value().lost()).isEqualTo(Bytes.of("7")));
    }

    @Test
    void theNewestCompleteEvidenceDecidesWhatWasDeletedInTheGap() {
        Keys older = base.copy().reply(2, "/goma/art#old", 2, 20).reply(3, "/goma/art#old", 2, 21);
        gap.reply(3, "/goma/art#old", 2, 21).reply(4, "/goma/art#old", 2, 40);

        Staging staging = rebase(gap.snapshot("newer"), older.snapshot("older"));

        assertThat(outcomes(staging)).containsKeys("reply 3", "reply 4").doesNotContainKey("reply 2");
        assertThat(staging.writtenAndPurged()).isEqualTo(1);
        assertThat(item(staging, "reply", "3").sources())
                .extracting(source -> source.source())
                .containsExactly("newer", "older");
    }

    @Test
    void holesInTheIdsBeyondCompleteEvidenceAreLost() {
        gap.string("next:reply", "2").reply(2, "/goma/art#old", 2, 20);
        Keys trickle = new Keys().reply(5, "/goma/art#old", 1, 60);

        Staging staging = rebase(gap.snapshot("gap"), trickle.partial("trickle"));

        assertThat(outcomes(staging))
                .containsEntry("reply 3", Outcome.LOST)
                .containsEntry("reply 4", Outcome.LOST)
                .containsEntry("reply 5", Outcome.RESTORE);
    }

    @Test
    void whatNoRuleKnowsAndLooksLikeASecretIsSaidToBeOneAndNeverShown() {
        String hash = "$2b$12$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234";
        gap.hash("plugin:sso", "client", "forum", "fallback", hash).hash("user:1", "oldpass", hash);

        Staging staging = rebase();

        assertThat(staging.withheld())
                .filteredOn(kept -> kept.reason().contains("password hash"))
                .extracting(Withheld::key)
                .containsExactlyInAnyOrder("plugin:sso", "user:1");
        assertThat(staging.toString()).doesNotContain(hash);
    }

    @Test
    void keysThatNoRuleKnowsStayInTheirDrawer() {
        gap.hash("integration:goma", "api_key", "sk_live_0123456789abcdefghij");

        Staging staging = rebase();

        assertThat(staging.items())
                .extracting(Item::kind, Item::outcome)
                .containsExactly(tuple("key", Outcome.WITHHELD));
        assertThat(staging.withheld()).extracting(Withheld::kind).containsExactly("unattributed");
        assertThat(staging.toString()).doesNotContain("sk_live");
    }

    @Test
    void aCopyFromBeforeTheBaseDeletesNothing() {
        Keys older = new Keys().string("next:user", "1").account(1, "@ann", 1).forum("goma", 1);

        Staging staging = rebase(older.snapshot("older"));

        assertThat(staging.items()).isEmpty();
        assertThat(staging.timeline().completeUntil()).isZero();
    }
}
