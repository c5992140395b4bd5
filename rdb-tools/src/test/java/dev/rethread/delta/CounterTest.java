package dev.rethread.delta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.keyspace.Bytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CounterTest {
    @ParameterizedTest
    @CsvSource({
        "10, 15, 12, 17",
        "10, 10, 12, 12",
        "10, 7, 12, 9",
        ", 5, , 5",
        ", 5, 3, 8",
        "10, , 10, 0",
        ", , , 0",
        "-5, -8, 0, -3",
        "-9223372036854775808, 0, -9223372036854775808, 0",
    })
    void whatTheGapAddedIsAddedToLive(
            @Nullable String base, @Nullable String evidence, @Nullable String live, String merged) {
        assertThat(Counter.merge(bytes(base), bytes(evidence), bytes(live))).contains(Bytes.of(merged));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 9223372036854775807",
        "1, 0, -9223372036854775808",
        "x, 1, 1",
        "1, 1.5, 1",
        "1, 1, ''",
        "1, +1, 1",
        "1, 01, 1",
        "1, -0, 1",
        "1, ' 1', 1",
        "1, 9223372036854775808, 1",
    })
    void whatIsNoCounterOrNoLongerFitsIsRefused(String base, String evidence, String live) {
        assertThat(Counter.merge(bytes(base), bytes(evidence), bytes(live))).isEmpty();
    }

    private static @Nullable Bytes bytes(@Nullable String text) {
        return text == null ? null : Bytes.of(text);
    }
}
