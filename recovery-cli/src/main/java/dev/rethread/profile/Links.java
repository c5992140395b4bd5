package dev.rethread.profile;

import dev.rethread.profile.SecretShapes.Kind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Secrets in links and lists of parameters: {@code /reset/<code>}, {@code ?token=…}, {@code redis://:password@host}.
 * One pass over the runs of characters between delimiters.
 */
final class Links {
    private static final int LONGEST_USER_INFO = 256;
    private static final int LONGEST_NAME = 64;

    private Links() {}

    static Optional<Kind> find(String text) {
        if (text.indexOf('=') < 0 && text.indexOf('/') < 0) {
            return Optional.empty();
        }
        return Optional.ofNullable(password(text)).or(() -> Optional.ofNullable(runs(text)));
    }

    private static @Nullable Kind runs(String text) {
        boolean link = text.startsWith("/") || text.contains("://");
        String before = "";
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || !inRun(text.charAt(i))) {
                char delimiter = from == 0 ? ' ' : text.charAt(from - 1);
                if (delimiter == '=' || (link && delimiter == '/')) {
                    Kind kind = TellingName.of(before).kind();
                    if (kind != null && Opaque.is(text.substring(from, i))) {
                        return kind;
                    }
                }
                before = i - from > LONGEST_NAME ? "" : text.substring(from, i);
                from = i + 1;
            }
        }
        return null;
    }

    private static boolean inRun(char c) {
        return c != '/' && c != '=' && Opaque.tokenCharacter(c);
    }

    /** {@code scheme://user:password@host}. */
    private static @Nullable Kind password(String text) {
        for (int at = text.indexOf("://"); at >= 0; at = text.indexOf("://", at + 3)) {
            int colon = -1;
            int end = Math.min(text.length(), at + 3 + LONGEST_USER_INFO);
            for (int i = at + 3; i < end && "/ <>\"'\n".indexOf(text.charAt(i)) < 0; i++) {
                if (text.charAt(i) == ':' && colon < 0) {
                    colon = i;
                } else if (text.charAt(i) == '@' && colon >= 0 && i > colon + 1) {
                    return Kind.PASSWORD;
                }
            }
        }
        return null;
    }
}
