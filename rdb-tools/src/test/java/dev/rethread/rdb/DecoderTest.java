package dev.rethread.rdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rethread.keyspace.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Packed structures and LZF, byte by byte. */
class DecoderTest {
    private static List<String> texts(Packed packed, byte[] content) {
        Cursor cursor = packed.open(slice(content));
        Slice element = new Slice();
        List<String> texts = new ArrayList<>();
        while (cursor.next(element)) {
            texts.add(element.copy().toString());
        }
        return texts;
    }

    private static Slice slice(byte[] content) {
        Slice slice = new Slice();
        slice.lie(content, 0, content.length);
        return slice;
    }

    private static List<String> listpack(int count, String hexEntries) {
        byte[] entries = RdbBytes.bare().hex(hexEntries).bytes();
        return texts(new Listpack(), PackedBytes.listpackOf(count, entries));
    }

    private static List<String> ziplist(int count, String hexEntries) {
        byte[] entries = RdbBytes.bare().hex(hexEntries).bytes();
        return texts(new Ziplist(), PackedBytes.ziplistOf(count, 10, entries));
    }

    private static String lzf(long length, String hex) {
        Slice out = new Slice();
        Lzf.decompress(slice(RdbBytes.bare().hex(hex).bytes()), length, out);
        return out.copy().toString();
    }

    @Test
    void listpackHoldsNumbersOfEveryWidth() {
        assertThat(listpack(7, "7f01 dfff02 c02a02 f1007f03 f2 000080 04 f3 000000 80 05 f4 0000000000000080 09"))
                .containsExactly("127", "-1", "42", "32512", "-8388608", "-2147483648", "-9223372036854775808");
    }

    @Test
    void listpackHoldsStringsOfEveryWidth() {
        assertThat(listpack(4, "8001 826162 03 e003 616263 05 f001000000 78 06"))
                .containsExactly("", "ab", "abc", "x");
    }

    @Test
    void listpackOfTooManyElementsToCountIsCounted() {
        assertThat(listpack(0xffff, "0101 0201")).containsExactly("1", "2");
    }

    @Test
    void listpackThatContradictsItselfIsMalformed() {
        assertThatThrownBy(() -> listpack(3, "0101 0201")).hasMessageContaining("element count is 3, should be 2");
        assertThatThrownBy(() -> listpack(1, "0102")).hasMessageContaining("back length is 2, should be 1");
        assertThatThrownBy(() -> listpack(1, "f5")).hasMessageContaining("no element begins with 0xf5");
        assertThatThrownBy(() -> listpack(1, "bf6101")).hasMessageContaining("63 bytes needed, 3 left");
        assertThatThrownBy(() -> listpack(1, "f0ffffffff")).hasMessageContaining("4294967295 bytes needed");
        assertThatThrownBy(() -> texts(new Listpack(), new byte[] {1, 2, 3}))
                .hasMessageContaining("4 bytes needed, 3 left");
    }

    @Test
    void ziplistHoldsNumbersOfEveryWidth() {
        assertThat(ziplist(7, "00f1 02fd 02fe80 03c00080 04f0000080 05d000000080 06e00000000000000080"))
                .containsExactly("0", "12", "-128", "-32768", "-8388608", "-2147483648", "-9223372036854775808");
    }

    @Test
    void ziplistHoldsStringsOfEveryWidthAndLongPreviousLengths() {
        assertThat(ziplist(3, "00 0161 03 4001 62 fe04000000 8000000001 63")).containsExactly("a", "b", "c");
    }

    @Test
    void ziplistThatContradictsItselfIsMalformed() {
        assertThatThrownBy(() -> ziplist(1, "00f1 03f1")).hasMessageContaining("previous entry is 3, should be 2");
        assertThatThrownBy(() -> ziplist(2, "00f1")).hasMessageContaining("entry count is 2, should be 1");
        assertThatThrownBy(() -> ziplist(1, "00fa80ffffffff")).hasMessageContaining("should be 2");
        assertThatThrownBy(() -> ziplist(1, "0080ffffffff")).hasMessageContaining("4294967295 bytes needed");
        assertThatThrownBy(() -> ziplist(1, "00ff")).hasMessageContaining("0xff");
    }

    @Test
    void intsetHoldsItsWidthAndItsCount() {
        assertThat(texts(new Intset(), PackedBytes.intset(8, -5, 7))).containsExactly("-5", "7");
        assertThatThrownBy(() -> texts(new Intset(), PackedBytes.intset(3, 1))).hasMessageContaining("width 3");
        byte[] endless = RdbBytes.bare().le(8, 4).le(0xffffffffL, 4).bytes();
        assertThatThrownBy(() -> texts(new Intset(), endless))
                .hasMessageContaining("length is 8, should be 34359738368");
    }

    @Test
    void zipmapSkipsTheFreeBytesOfAValue() {
        byte[] map = RdbBytes.bare().hex("01 0166 01 02 76 0000 ff").bytes();
        assertThat(texts(new Zipmap(), map)).containsExactly("f", "v");
        byte[] half = RdbBytes.bare().hex("01 0166 ff").bytes();
        assertThatThrownBy(() -> texts(new Zipmap(), half)).hasMessageContaining("between a field and its value");
    }

    @Test
    void lzfCopiesLiteralsAndOverlappingMatches() {
        assertThat(lzf(1, "0061")).isEqualTo("a");
        assertThat(lzf(10, "0061 e00000")).isEqualTo("a".repeat(10));
        assertThat(lzf(6, "016162 4001")).isEqualTo("ababab");
    }

    @Test
    void lzfThatLiesIsMalformed() {
        assertThatThrownBy(() -> lzf(9, "0061")).hasMessageContaining("holds 1 bytes, announced are 9");
        assertThatThrownBy(() -> lzf(4, "0061 2001")).hasMessageContaining("2 bytes back, only 1");
        assertThatThrownBy(() -> lzf(2, "0161")).hasMessageContaining("breaks off");
        assertThatThrownBy(() -> lzf(10, "0061 e0")).hasMessageContaining("breaks off");
        assertThatThrownBy(() -> Lzf.checkRatio(3, 265)).hasMessageContaining("at most 264");
        assertThatThrownBy(() -> Lzf.checkRatio(3, -1)).hasMessageContaining("18446744073709551615");
    }

    @Test
    void checksumIsThatOfRedis() {
        Crc64 crc = new Crc64();
        crc.update(Bytes.of("123456789").toArray(), 0, 9);
        assertThat(crc.value()).isEqualTo(0xe9c6d914c4b8d9caL);
    }

    @Test
    void checksumDoesNotDependOnThePieces() {
        byte[] content = new byte[1000];
        new Random(5).nextBytes(content);
        Crc64 whole = new Crc64();
        whole.update(content, 0, content.length);
        for (int cut = 0; cut < 100; cut++) {
            Crc64 before = new Crc64();
            before.update(content, 0, cut);
            Crc64 after = new Crc64(before.value());
            after.update(content, cut, content.length);
            assertThat(after.value()).isEqualTo(whole.value());
        }
    }

    /** Copies by whole words must come to the same as copies byte by byte. */
    @Test
    void lzfOfAnyTokensIsWhatTheyMakeByteByByte() {
        Random random = new Random(6);
        for (int round = 0; round < 2000; round++) {
            ByteArrayOutputStream in = new ByteArrayOutputStream();
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            for (int tokens = 1 + random.nextInt(30); tokens > 0; tokens--) {
                if (expected.size() == 0 || random.nextBoolean()) {
                    literal(random, in, expected);
                } else {
                    match(random, in, expected);
                }
            }
            Slice out = new Slice();
            Lzf.decompress(slice(in.toByteArray()), expected.size(), out);
            assertThat(out.copy().unsafeArray()).isEqualTo(expected.toByteArray());
        }
    }

    private static void literal(Random random, ByteArrayOutputStream in, ByteArrayOutputStream expected) {
        byte[] literal = new byte[1 + random.nextInt(32)];
        random.nextBytes(literal);
        in.write(literal.length - 1);
        in.writeBytes(literal);
        expected.writeBytes(literal);
    }

    private static void match(Random random, ByteArrayOutputStream in, ByteArrayOutputStream expected) {
        int distance = 1 + random.nextInt(Math.min(expected.size(), random.nextBoolean() ? 20 : 8192));
        int count = 3 + (random.nextBoolean() ? random.nextInt(6) : random.nextInt(262));
        int high = (distance - 1) >> 8;
        if (count < 9) {
            in.write(((count - 2) << 5) | high);
        } else {
            in.write(0xe0 | high);
            in.write(count - 9);
        }
        in.write(distance - 1);
        for (int i = 0; i < count; i++) {
            expected.write(expected.toByteArray()[expected.size() - distance]);
        }
    }

    @Test
    void scoresReadAsTheJdkReadsThem() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            String digits = Long.toString(random.nextLong() >> random.nextInt(64));
            int point = digits.length() - random.nextInt(digits.length());
            String text = round % 3 == 0 ? digits : digits.substring(0, point) + "." + digits.substring(point);
            if (!text.equals("-.")) {
                assertThat(ScoreDecoder.decode(slice(Bytes.of(text).toArray()))).isEqualTo(Double.parseDouble(text));
            }
        }
        for (String bad : List.of("", "-", ".", "-.", "1.2.3", "a")) {
            assertThatThrownBy(() -> ScoreDecoder.decode(slice(Bytes.of(bad).toArray())))
                    .hasMessage("a score of " + bad.length() + " characters is not a number");
        }
    }

    @Test
    void numbersBecomeTheirDigits() {
        for (long number : new long[] {0, 7, -1, 10, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE}) {
            Slice slice = new Slice();
            slice.number(number);
            assertThat(slice.copy()).isEqualTo(Bytes.of(number));
        }
    }
}
