package dev.rethread.delta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.keyspace.Bytes;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ThreeWayTest {
    private static final List<@Nullable String> VALUES = Arrays.asList(null, "", "a", "b", "c");

    @ParameterizedTest(name = "{0} {1} {2} is {3}, {4} where the evidence is incomplete")
    @CsvSource({
        "-, -, -, UNCHANGED,           UNCHANGED",
        "-, -, x, LIVE_ONLY,           LIVE_ONLY",
        "-, x, -, LOST,                LOST",
        "-, x, x, PRESENT,             PRESENT",
        "-, x, y, COLLISION,           COLLISION",
        "a, a, a, UNCHANGED,           UNCHANGED",
        "a, a, -, DELETED_SINCE,       DELETED_SINCE",
        "a, a, y, EDITED_LIVE,         EDITED_LIVE",
        "a, x, a, EDITED,              EDITED",
        "a, x, x, PRESENT,             PRESENT",
        "a, x, -, EDITED_THEN_DELETED, EDITED_THEN_DELETED",
        "a, x, y, CONFLICT,            CONFLICT",
        "a, -, a, DELETED_IN_GAP,      UNCHANGED",
        "a, -, -, DELETED_BOTH,        DELETED_SINCE",
        "a, -, y, DELETED_THEN_EDITED, EDITED_LIVE",
    })
    void theTableHolds(String base, String evidence, String live, Verdict complete, Verdict incomplete) {
        assertThat(ThreeWay.judge(cell(base), cell(evidence), cell(live), true)).isEqualTo(complete);
        assertThat(ThreeWay.judge(cell(base), cell(evidence), cell(live), false))
                .isEqualTo(incomplete);
    }

    /** 125 combinations a table by shape of equality: equal shapes must give equal verdicts. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theVerdictDependsOnlyOnWhatIsAbsentAndWhatIsEqual(boolean complete) {
        Map<List<Boolean>, Verdict> byShape = new HashMap<>();
        Set<Verdict> seen = EnumSet.noneOf(Verdict.class);
        everyCombination((base, evidence, live) -> {
            Verdict verdict = ThreeWay.judge(base, evidence, live, complete);
            seen.add(verdict);
            assertThat(byShape.computeIfAbsent(shape(base, evidence, live), shape -> verdict))
                    .as("%s %s %s", base, evidence, live)
                    .isEqualTo(verdict);
        });
        assertThat(byShape).hasSize(15);
        assertThat(seen)
                .isEqualTo(
                        complete
                                ? EnumSet.allOf(Verdict.class)
                                : EnumSet.complementOf(EnumSet.of(
                                        Verdict.DELETED_IN_GAP, Verdict.DELETED_BOTH, Verdict.DELETED_THEN_EDITED)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothingIsRestoredOverWhatLiveWroteItself(boolean complete) {
        everyCombination((base, evidence, live) -> {
            if (ThreeWay.judge(base, evidence, live, complete).restores()) {
                assertThat(live).isEqualTo(base);
                assertThat(evidence).isNotNull().isNotEqualTo(live);
            }
        });
    }

    @Test
    void mergingAgainAfterARestoreFindsNothingLeftToRestore() {
        everyCombination((base, evidence, live) -> {
            if (ThreeWay.judge(base, evidence, live, true).restores()) {
                assertThat(ThreeWay.judge(base, evidence, evidence, true)).isEqualTo(Verdict.PRESENT);
            }
        });
    }

    private interface Combination {
        void of(@Nullable Bytes base, @Nullable Bytes evidence, @Nullable Bytes live);
    }

    private static void everyCombination(Combination combination) {
        for (String base : VALUES) {
            for (String evidence : VALUES) {
                for (String live : VALUES) {
                    combination.of(bytes(base), bytes(evidence), bytes(live));
                }
            }
        }
    }

    private static List<Boolean> shape(@Nullable Bytes base, @Nullable Bytes evidence, @Nullable Bytes live) {
        return List.of(
                base == null,
                evidence == null,
                live == null,
                Objects.equals(base, evidence),
                Objects.equals(base, live),
                Objects.equals(evidence, live));
    }

    private static @Nullable Bytes cell(String letter) {
        return letter.equals("-") ? null : Bytes.of(letter);
    }

    private static @Nullable Bytes bytes(@Nullable String text) {
        return text == null ? null : Bytes.of(text);
    }
}
