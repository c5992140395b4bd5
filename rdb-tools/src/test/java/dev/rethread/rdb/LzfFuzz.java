package dev.rethread.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/** The first two bytes are the length announced, the rest is taken for LZF. */
public final class LzfFuzz {
    private LzfFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length < 2) {
            return;
        }
        int announced = (data[0] & 0xff) << 8 | (data[1] & 0xff);
        byte[] compressed = Arrays.copyOfRange(data, 2, data.length);
        try {
            Lzf.checkRatio(compressed.length, announced);
            assertThat(Slices.decompressed(compressed, announced)).hasSize(announced);
        } catch (MalformedException e) {
            assertThat(e.problem()).isNotBlank();
        }
    }
}
