package dev.rethread.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rethread.keyspace.Bytes;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScoreTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "-17, -17",
        "1395914400000, 1395914400000",
        "9007199254740993, 9007199254740992",
        "0.1, 0.1",
        "3.3, 3.3",
        "-2.5, -2.5",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "123456.789, 123456.789",
        "1e17, 1e+17",
        "1e23, 1e+23",
        "2e23, 2e+23",
        "-1.5e300, -1.5e+300",
        "4.9e-324, 5e-324",
        "2.2250738585072014e-308, 2.2250738585072014e-308",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "Infinity, inf",
        "-Infinity, -inf",
    })
    void isTheShortestTextThatReadsBack(double score, String text) {
        assertThat(Score.format(score)).isEqualTo(Bytes.of(text));
        assertThat(Score.parse(Bytes.of(text))).isEqualTo(score);
    }

    @Test
    void zeroHasNoSign() {
        assertThat(Score.format(-0.0)).isEqualTo(Bytes.of("0"));
    }

    @Test
    void anyFiniteDoubleSurvivesTheWayThereAndBack() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            double score = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(score)) {
                Bytes text = Score.format(score);
                assertThat(Score.parse(text)).as("%s", text).isEqualTo(score);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nan", "1d", "0x1p3", " 1", "1e", "--1", ".", "1e9999999999"})
    void whatIsNoScoreIsRefused(String text) {
        assertThatThrownBy(() -> Score.parse(Bytes.of(text))).isInstanceOf(NumberFormatException.class);
    }

    @ParameterizedTest
    @CsvSource({"+inf, Infinity", "INFINITY, Infinity", "-Inf, -Infinity", "+1, 1", ".5, 0.5", "5., 5", "1E3, 1000"})
    void everyNotationRedisTakesIsRead(String text, double score) {
        assertThat(Score.parse(Bytes.of(text))).isEqualTo(score);
    }
}
