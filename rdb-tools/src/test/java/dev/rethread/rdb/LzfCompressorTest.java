package dev.rethread.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LzfCompressorTest {
    private final LzfCompressor compressor = new LzfCompressor();

    @Test
    void everyLengthAndAlphabetComesBack() {
        Random random = new Random(3);
        int compressed = 0;
        for (int length = 0; length < 3000; length += 1 + length / 100) {
            for (int letters = 1; letters <= 256; letters *= 2) {
                compressed += comesBack(content(random, length, letters)) ? 1 : 0;
            }
        }
        assertThat(compressed).isGreaterThan(500);
    }

    @Test
    void longRunsFarReferencesAndLargeStringsComeBack() {
        Random random = new Random(4);
        assertThat(comesBack(new byte[1_000_000])).isTrue();
        byte[] twice = Arrays.copyOf(content(random, 8195, 256), 16390);
        for (int distance : new int[] {8190, 8191, 8192, 8193, 8194}) {
            System.arraycopy(twice, 0, twice, distance, 8190);
            comesBack(twice);
        }
        assertThat(comesBack(content(random, 300_000, 2))).isTrue();
    }

    @Test
    void textBecomesAboutAsShortAsAServerMakesIt() {
        byte[] text =
                "the quick brown fox jumps over the lazy dog. ".repeat(200).getBytes(StandardCharsets.UTF_8);
        assertThat(compressor.compress(text, text.length)).isBetween(50, text.length / 40);
    }

    @Test
    void whatDoesNotBecomeShorterIsLeftAlone() {
        byte[] noise = content(new Random(5), 1000, 256);
        assertThat(compressor.compress(noise, noise.length)).isZero();
        assertThat(compressor.compress(new byte[3], 3)).isZero();
    }

    private boolean comesBack(byte[] content) {
        int compressed = compressor.compress(content, content.length);
        if (compressed == 0) {
            return false;
        }
        assertThat(compressed).isLessThanOrEqualTo(content.length - 4);
        byte[] packed = Arrays.copyOf(compressor.output(), compressed);
        assertThat(Lzf.decompress(packed, content.length)).isEqualTo(content);
        return true;
    }

    private static byte[] content(Random random, int length, int letters) {
        byte[] content = new byte[length];
        for (int i = 0; i < length; i++) {
            content[i] = (byte) random.nextInt(letters);
        }
        return content;
    }
}
