package dev.rethread.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rethread.keyspace.Bytes;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ListEncodingTest {
    @Test
    void aListReadsBackAsItWasWritten() {
        List<Bytes> list = List.of(Bytes.of("head"), Bytes.EMPTY, Bytes.wrap(new byte[] {0, -1}), Bytes.of("head"));
        assertThat(ListEncoding.decode(ListEncoding.encode(list))).isEqualTo(list);
        assertThat(ListEncoding.decode(Bytes.EMPTY)).isEmpty();
    }

    @Test
    void elementsArePrefixedWithTheirLengthBigEndian() {
        assertThat(ListEncoding.encode(List.of(Bytes.of("ab"), Bytes.EMPTY)))
                .isEqualTo(bytes("00000002 6162 00000000"));
    }

    @Test
    void theSameBytesCutElsewhereAreAnotherList() {
        assertThat(ListEncoding.encode(List.of(Bytes.of("ab"), Bytes.of("c"))))
                .isNotEqualTo(ListEncoding.encode(List.of(Bytes.of("a"), Bytes.of("bc"))));
    }

    @ParameterizedTest
    @CsvSource({
        "000000, 'list @0: 3 bytes left, a length needs 4'",
        "0000000261, 'list @0: element of 2 bytes, 1 left'",
        "0000000161 ffffffff, 'list @5: element of 4294967295 bytes, 0 left'",
    })
    void whatIsNoListIsRefusedBeforeAnythingIsAllocated(String hex, String message) {
        assertThatThrownBy(() -> ListEncoding.decode(bytes(hex)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static Bytes bytes(String hex) {
        return Bytes.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}
