package dev.rethread.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.keyspace.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListpackWriterTest {
    @Test
    void numbersOfEveryWidthComeBack() {
        ListpackWriter writer = new ListpackWriter();
        List<Bytes> expected = new ArrayList<>();
        for (int bits = 0; bits < 64; bits++) {
            for (long number : new long[] {1L << bits, (1L << bits) - 1, -(1L << bits), -(1L << bits) - 1}) {
                writer.number(number);
                expected.add(Bytes.of(number));
            }
        }
        assertThat(decoded(writer)).isEqualTo(expected);
    }

    @Test
    void stringsOfEveryLengthComeBack() {
        ListpackWriter writer = new ListpackWriter();
        List<Bytes> expected = new ArrayList<>();
        for (int length :
                new int[] {0, 1, 63, 64, 100, 124, 125, 126, 4095, 4096, 16376, 16377, 16378, 16379, 2097150}) {
            expected.add(Bytes.of("x".repeat(length)));
        }
        for (String number : List.of("-0", "007", "+1", "9223372036854775807", "-9223372036854775808", "1 ")) {
            expected.add(Bytes.of(number));
        }
        expected.forEach(writer::string);
        assertThat(decoded(writer)).isEqualTo(expected);
    }

    @Test
    void aListpackOfMoreThan65534ElementsLeavesTheirNumberOpen() {
        ListpackWriter writer = new ListpackWriter();
        for (int i = 0; i < 70_000; i++) {
            writer.number(i);
        }
        assertThat(decoded(writer)).hasSize(70_000);
    }

    @Test
    void aClearedWriterBeginsAnew() {
        ListpackWriter writer = new ListpackWriter();
        writer.number(5);
        writer.finish();
        writer.clear();
        writer.string(Bytes.of("a"));
        assertThat(decoded(writer)).containsExactly(Bytes.of("a"));
    }

    private static List<Bytes> decoded(ListpackWriter writer) {
        byte[] content = writer.finish();
        return Listpack.decode(Bytes.wrap(Arrays.copyOf(content, writer.length())));
    }
}
