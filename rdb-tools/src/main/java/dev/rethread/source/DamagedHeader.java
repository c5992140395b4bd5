package dev.rethread.source;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells an RDB whose nine bytes of header are damaged, or follow something that does not belong there.
 *
 * <p>A header within the first megabyte must be followed by an opcode. Without a header the records behind its place must
 * make sense: AUX fields, or the choice of a database and then its size, an expiry or a key that can be read.
 */
final class DamagedHeader {
    private static final int LOOKED_AT = 1 << 20;
    private static final Pattern HEADER = Pattern.compile("(REDIS\\d{4}|VALKEY\\d{3})[\u00f0-\u00ff]");

    private static final int HEADER_LENGTH = 9;
    private static final String SHORT = "([\u0001-?])";
    /** A field's name and its value, a short text or an integer. */
    private static final Pattern AUX = Pattern.compile(
            "(?s)\u00fa" + SHORT + "([a-z0-9_-]{1,63}?)(?=[^a-z0-9_-])([\u0000-?].*|\u00c0.|\u00c1..|\u00c2....).*");

    private static final Pattern DATABASE =
            Pattern.compile("(?s)\u00fe[\u0000-\u000f](\u00fb|[\u00fc\u00fd]|[\u0000- ]" + SHORT + "[ -~]{1,63}).*");

    private DamagedHeader() {}

    static boolean isRdb(SourceFile file) {
        byte[] head = new byte[(int) Math.min(LOOKED_AT, file.size())];
        String text = Text.of(head, file.read(0, head, 0, head.length));
        return HEADER.matcher(text).find() || (text.length() > HEADER_LENGTH && begins(text.substring(HEADER_LENGTH)));
    }

    private static boolean begins(String records) {
        Matcher aux = AUX.matcher(records);
        return (aux.matches() && aux.group(2).length() == aux.group(1).charAt(0))
                || DATABASE.matcher(records).matches();
    }
}
