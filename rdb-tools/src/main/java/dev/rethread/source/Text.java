package dev.rethread.source;

import java.nio.charset.StandardCharsets;

/** Bytes as text of as many characters, for matching. */
final class Text {
    private Text() {}

    static String of(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
}
