package dev.rethread.rebase;

import static dev.rethread.rebase.SmallGap.item;
import static dev.rethread.rebase.SmallGap.mapping;
import static dev.rethread.rebase.SmallGap.outcomes;
import static dev.rethread.rebase.SmallGap.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.item.IdMapping.How;
import dev.rethread.item.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What counts as lost: neither more nor less than must have existed. */
final class LossTest {
    private final SmallGap forum = new SmallGap();

    @Test
    void anImpossibleIdNeitherHangsNorExhaustsTheCounter() {
        forum.gap.string("next:reply", "2").reply(2, "/goma/art#old", 2, 20);
        Keys salvaged = new Keys()
                .hash("reply:9223372036854775807", "thread", "/goma/art#old", "user", "1", "time", "60", "body", "x");

        Staging staging = Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> forum.rebase(
                        SmallGap.MUUT,
                        new Evidence.Keyspace("gap", forum.gap.snapshot("gap")),
                        new Evidence.Keyspace("salvaged", salvaged.partial("salvaged"))));

        assertThat(writes(item(staging, "counter", "next:reply"))).containsExactly("next:reply  RAISE 2");
        assertThat(mapping(staging, "reply 9223372036854775807").how()).isEqualTo(How.FRESH);
    }

    @Test
    void aJumpOfTheCounterIsOneLoss() {
        Keys salvaged = new Keys().reply(5_000_000, "/goma/art#old", 2, 20);

        Staging staging = forum.rebase(SmallGap.MUUT, new Evidence.Keyspace("salvaged", salvaged.partial("salvaged")));

        assertThat(staging.items())
                .filteredOn(item -> item.outcome() == Outcome.LOST)
                .singleElement()
                .satisfies(item -> assertThat(item.reason()).contains("4999998 missing ids"));
    }

    @Test
    void holesAreLostWithoutCompleteEvidenceToo() {
        Keys salvaged = new Keys().reply(4, "/goma/art#old", 2, 20);

        Staging staging = forum.rebase(SmallGap.MUUT, new Evidence.Keyspace("salvaged", salvaged.partial("salvaged")));

        assertThat(outcomes(staging)).contains("reply 2 lost", "reply 3 lost", "reply 4 restore");
    }

    @Test
    void anAuthorInNoSourceIsLostAlthoughLiveIssuedTheIdAgain() {
        forum.gap.reply(2, "/goma/art#old", 3, 20);
        forum.live.account(3, "@somebody", 90);

        Staging staging = forum.rebase();

        assertThat(outcomes(staging)).contains("reply 2 waiting", "account 3 lost");
    }

    @Test
    void aReferenceThatTheBaseHadAlreadyIsNoLossOfTheGap() {
        forum.base.reply(1, "/goma/art#old", 77, 11);
        forum.live.reply(1, "/goma/art#old", 77, 11);
        forum.gap.reply(1, "/goma/art#old", 77, 11).hash("reply:1", "body", "[\"better\"]");

        assertThat(outcomes(forum.rebase())).containsExactly("reply-edit 1 edit");
    }

    @Test
    void anEmptyReferenceNamesNothing() {
        forum.gap.reply(2, "/goma/art#old", 2, 20).hash("reply:2", "removedBy", "");

        assertThat(outcomes(forum.rebase())).contains("reply 2 restore").noneMatch(item -> item.endsWith("lost"));
    }

    @Test
    void whatCompleteEvidenceLacksBelowItsOwnIdsIsNoLoss() {
        forum.gap.reply(4, "/goma/art#old", 2, 20);

        assertThat(outcomes(forum.rebase())).containsExactlyInAnyOrder("reply 4 restore", "counter next:reply edit");
    }
}
