package dev.rethread.aof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.keyspace.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompactMapTest {
    private static Bytes text(Random random, int longest) {
        return Bytes.of("x".repeat(random.nextInt(longest)) + random.nextInt(30));
    }

    @Test
    void isLikeALinkedHashMapWhileItIsSmallAndWhenItHasGrown() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Map<Bytes, Bytes> map = new CompactMap<>(CompactMap.TEXTS);
            Map<Bytes, Bytes> expected = new LinkedHashMap<>();
            int longest = 1 + random.nextInt(60);
            for (int i = 0; i < 200; i++) {
                step(random, map, expected, longest);
            }
        }
    }

    private static void step(Random random, Map<Bytes, Bytes> map, Map<Bytes, Bytes> expected, int longest) {
        Bytes name = text(random, 3);
        switch (random.nextInt(5)) {
            case 0 -> assertThat(map.remove(name)).isEqualTo(expected.remove(name));
            case 1 -> {
                boolean some = random.nextInt(30) == 0;
                assertThat(map.keySet().removeIf(each -> some && each.length() % 2 == 0))
                        .isEqualTo(expected.keySet().removeIf(each -> some && each.length() % 2 == 0));
            }
            default -> {
                Bytes value = text(random, longest);
                assertThat(map.put(name, value)).isEqualTo(expected.put(name, value));
            }
        }
        assertThat(map).isEqualTo(expected).hasSameSizeAs(expected);
        assertThat(map.keySet()).containsExactlyElementsOf(expected.keySet());
        assertThat(map.get(name)).isEqualTo(expected.get(name));
    }

    @Test
    void scoresKeepEveryBit() {
        Map<Bytes, Double> scores = new CompactMap<>(CompactMap.SCORES);
        for (double score : new double[] {0.1, -0.0, Double.POSITIVE_INFINITY, Double.MIN_VALUE, 1L << 53}) {
            scores.put(Bytes.of("" + score), score);
            assertThat(Double.doubleToLongBits(scores.getOrDefault(Bytes.of("" + score), 7.0)))
                    .isEqualTo(Double.doubleToLongBits(score));
        }
    }

    @Test
    void valuesTooLongForIt() {
        CompactMap<Bytes> map = new CompactMap<>(CompactMap.TEXTS);
        map.expect(1, 100_000);
        map.put(Bytes.of("short"), Bytes.of("1"));
        map.put(Bytes.of("long"), Bytes.of("x".repeat(100_000)));
        assertThat(map.keySet()).containsExactly(Bytes.of("short"), Bytes.of("long"));
        map.clear();
        assertThat(map).isEmpty();
    }
}
