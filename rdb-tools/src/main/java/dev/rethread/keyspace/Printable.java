package dev.rethread.keyspace;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Bytes as an operator can read them on a terminal: no control characters, no invalid UTF-8, nothing ambiguous. */
final class Printable {
    private static final HexFormat HEX = HexFormat.of();

    private Printable() {}

    static String of(byte[] content) {
        String text = decode(content);
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(point -> append(out, point));
        return out.toString();
    }

    private static String decode(byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(content, StandardCharsets.ISO_8859_1);
        }
    }

    private static void append(StringBuilder out, int point) {
        if (point == '\\') {
            out.append("\\\\");
        } else if (point < 0x20 || (point >= 0x7f && point < 0xa0)) {
            out.append("\\x").append(HEX.toHexDigits((byte) point));
        } else {
            out.appendCodePoint(point);
        }
    }
}
