package dev.rethread.aof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.keyspace.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OrderedMapTest {
    @Test
    void doesWhatTheMapOfJavaDoes() {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            int names = 1 + random.nextInt(seed < 20 ? 12 : 400);
            Map<Bytes, Integer> expected = new LinkedHashMap<>();
            Map<Bytes, Integer> map = new OrderedMap<>();
            for (int step = 0; step < 2000; step++) {
                Bytes name = Bytes.of(random.nextInt(names));
                if (random.nextInt(5) < 3) {
                    assertThat(map.put(name, step)).isEqualTo(expected.put(name, step));
                } else {
                    assertThat(map.remove(name)).isEqualTo(expected.remove(name));
                }
                assertThat(map.get(name)).isEqualTo(expected.get(name));
                if (step % 500 == 0) {
                    int parity = random.nextInt(2);
                    map.entrySet().removeIf(entry -> entry.getValue() % 2 == parity);
                    expected.entrySet().removeIf(entry -> entry.getValue() % 2 == parity);
                }
            }
            assertThat(new ArrayList<>(map.entrySet())).isEqualTo(new ArrayList<>(expected.entrySet()));
            assertThat(map).isEqualTo(expected).hasSameSizeAs(expected);
        }
    }

    @Test
    void aQueueThatGrowsAndShrinksKeepsItsSize() {
        Map<Bytes, Integer> map = new OrderedMap<>();
        for (int i = 0; i < 100_000; i++) {
            map.put(Bytes.of(i), i);
            if (i >= 10) {
                assertThat(map.remove(Bytes.of(i - 10))).isEqualTo(i - 10);
            }
        }
        assertThat(map).hasSize(10);
    }
}
