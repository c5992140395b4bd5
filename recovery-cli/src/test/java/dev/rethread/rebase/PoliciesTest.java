package dev.rethread.rebase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rethread.incident.OperatorException;
import dev.rethread.item.IdMapping;
import dev.rethread.item.Outcome;
import dev.rethread.keyspace.Bytes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an incident decides, on a forum of a few keys. */
final class PoliciesTest {
    private final SmallGap forum = new SmallGap();

    private Staging rebase(Map<String, Map<String, String>> map) {
        Policies policies = new Policies(Policies.given(SmallGap.MUUT, map), false, false);
        return Rebase.of(
                SmallGap.MUUT,
                forum.base.snapshot("base"),
                List.of(new Evidence.Keyspace("gap", forum.gap.snapshot("gap"))),
                forum.live.snapshot("live"),
                AppliedCounts.NONE,
                policies);
    }

    /** Who registered again under another name is known to somebody, but to no rule. */
    @Test
    void anIdThatIsGivenIsTaken() {
        forum.gap.account(3, "@cat", 20).reply(2, "/goma/art#old", 3, 21);
        forum.live.account(3, "@dan", 90).account(4, "@kitty", 91);
        assertThat(SmallGap.outcome(rebase(Map.of()), "reply", "2")).isEqualTo(Outcome.WAITING);

        Staging staging = rebase(Map.of("user", Map.of("3", "4")));

        IdMapping cat = SmallGap.mapping(staging, "user 3");
        assertThat(cat.how()).isEqualTo(IdMapping.How.GIVEN);
        assertThat(cat.live()).isEqualTo(Bytes.of("4"));
        assertThat(SmallGap.outcome(staging, "account", "3")).isEqualTo(Outcome.PRESENT);
        assertThat(SmallGap.writes(SmallGap.item(staging, "reply", "2")))
                .contains("reply:‹reply 2› user CREATE ‹user 3›", "user:‹user 3› posts ADD 1");
    }

    /** Where two could be the same, what is given is no longer free for another. */
    @Test
    void whatIsGivenBelongsToNobodyElse() {
        forum.gap.reply(2, "/goma/art#old", 2, 20).reply(3, "/goma/art#old", 2, 20);
        forum.live.reply(9, "/goma/art#old", 2, 20);

        Staging staging = rebase(Map.of("reply", Map.of("3", "9")));

        assertThat(SmallGap.outcome(staging, "reply", "3")).isEqualTo(Outcome.PRESENT);
        assertThat(SmallGap.outcome(staging, "reply", "2")).isEqualTo(Outcome.RESTORE);
    }

    @Test
    void aMapThatCannotBeRightIsRefused() {
        forum.gap.reply(2, "/goma/art#old", 2, 20);

        assertThatThrownBy(() -> rebase(Map.of("reply", Map.of("2", "77"))))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("live has no reply 77");
        assertThatThrownBy(() -> rebase(Map.of("reply", Map.of("1", "1"))))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("in the base");
        assertThatThrownBy(() -> rebase(Map.of("post", Map.of("1", "1")))).hasMessageContaining("no domain 'post'");
        assertThatThrownBy(() -> rebase(Map.of("forum", Map.of("a", "b")))).hasMessageContaining("are names");
    }

    @Test
    void oneThingInLiveCannotBeTwoLostOnes() {
        forum.gap.reply(2, "/goma/art#old", 2, 20).reply(3, "/goma/art#old", 2, 21);
        forum.live.reply(9, "/goma/art#old", 1, 90);

        assertThatThrownBy(() -> rebase(Map.of("reply", Map.of("2", "9", "3", "9"))))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("reply 9");
    }
}
