package dev.rethread.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeyIndexTest {
    private static final int KEYS = 200_000;

    private static KeyIndex filled(KeyIndex index) {
        for (int i = 0; i < KEYS; i++) {
            index.add(key(i), i, span(i));
        }
        return index;
    }

    private static Key key(int number) {
        return new Key(number / 70_000, Bytes.of("key:" + number));
    }

    private static Span span(int number) {
        return new Span(1000L * number, number % 1000 == 0 ? 3L << 30 : 1000);
    }

    private static void assertHasAll(KeyIndex index) {
        assertThat(index.count()).isEqualTo(KEYS);
        for (int i = 0; i < KEYS; i++) {
            int number = index.find(key(i));
            if (number != i || index.fingerprint(i) != i || !index.span(i).equals(span(i))) {
                assertThat(number).isEqualTo(i);
                assertThat(index.fingerprint(i)).isEqualTo(i);
                assertThat(index.span(i)).isEqualTo(span(i));
            }
            assertThat(index.database(i)).isEqualTo(i / 70_000);
        }
        assertThat(index.find(Key.of("absent"))).isEqualTo(-1);
        assertThat(index.find(new Key(1, Bytes.of("key:0")))).isEqualTo(-1);
    }

    private static void refuse(int earlier, int later) {
        throw new AssertionError(earlier + " and " + later);
    }

    @Test
    void everyKeyIsFoundInMemory() {
        KeyIndex index = filled(new KeyIndex(Long.MAX_VALUE));
        index.seal(KeyIndexTest::refuse);
        assertThat(index.spilled()).isFalse();
        assertHasAll(index);
    }

    @Test
    void everyKeyIsFoundInAFileThatNobodyElseSees() throws IOException {
        KeyIndex index = filled(new KeyIndex(0));
        assertThat(index.spilled()).isTrue();
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("rethread-index")))
                    .isEmpty();
        }
        index.seal(KeyIndexTest::refuse);
        assertHasAll(index);
    }

    @Test
    void ofAKeyListedAgainTheLastCounts() {
        KeyIndex index = filled(new KeyIndex(0));
        index.add(key(5), 77, span(9));
        index.add(key(5), 78, span(11));
        List<List<Integer>> repeated = new ArrayList<>();
        index.seal((earlier, later) -> repeated.add(List.of(earlier, later)));
        assertThat(repeated).containsExactly(List.of(5, KEYS), List.of(KEYS, KEYS + 1));
        assertThat(index.count()).isEqualTo(KEYS);
        assertThat(index.find(key(5))).isEqualTo(KEYS + 1);
        assertThat(index.next(5)).isEqualTo(6);
        assertThat(index.next(KEYS)).isEqualTo(KEYS + 1);
        assertThat(index.next(KEYS + 2)).isEqualTo(-1);
    }

    @Test
    void removedKeyIsNotFound() {
        KeyIndex index = filled(new KeyIndex(Long.MAX_VALUE));
        index.seal(KeyIndexTest::refuse);
        index.remove(7);
        index.remove(7);
        assertThat(index.find(key(7))).isEqualTo(-1);
        assertThat(index.count()).isEqualTo(KEYS - 1);
        assertThat(index.next(7)).isEqualTo(8);
    }

    @Test
    void emptyIndexHasNothing() {
        KeyIndex index = new KeyIndex();
        index.seal(KeyIndexTest::refuse);
        assertThat(index.find(Key.of("a"))).isEqualTo(-1);
        assertThat(index.next(0)).isEqualTo(-1);
    }
}
