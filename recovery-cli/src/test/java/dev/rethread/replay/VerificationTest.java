package dev.rethread.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.item.Effect;
import dev.rethread.item.Item;
import dev.rethread.ledger.JournalRow;
import dev.rethread.ledger.JournalRow.Result;
import dev.rethread.rebase.Staging;
import dev.rethread.rebase.Timeline;
import dev.rethread.replay.Verification.Cause;
import dev.rethread.replay.Verification.Leftover;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerificationTest {
    private static Staging afresh(Item... items) {
        return new Staging(List.of(items), List.of(), List.of(), Timeline.UNKNOWN, 0);
    }

    private static JournalRow row(Item item, Result result) {
        Effect effect = item.effects().get(0);
        return new JournalRow(
                1,
                1,
                effect.database(),
                effect.key().lost(),
                effect.type(),
                effect.element().lost(),
                effect.operation(),
                null,
                effect.value().lost(),
                effect.key().lost(),
                effect.element().lost(),
                result,
                "");
    }

    @Test
    void nothingLeftHolds() {
        assertThat(Verification.of(afresh(), List.of(), true).leftovers()).isEmpty();
    }

    @Test
    void everyLeftoverHasACause() {
        Item refused = Staged.views("thread:1", 5);
        Item missing = Staged.views("thread:2", 5);
        Item unplanned = Staged.views("thread:3", 5);
        Verification verification = Verification.of(
                afresh(refused, missing, unplanned),
                List.of(row(refused, Result.REFUSED), row(missing, Result.WRITTEN)),
                true);
        assertThat(verification.leftovers())
                .extracting(Leftover::key, Leftover::cause)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("thread:1", Cause.REFUSED),
                        org.assertj.core.groups.Tuple.tuple("thread:2", Cause.MISSING),
                        org.assertj.core.groups.Tuple.tuple("thread:3", Cause.NOT_PLANNED));
    }
}
