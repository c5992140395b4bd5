package dev.rethread.profile;

import dev.rethread.profile.SecretShapes.Kind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Secrets that are part of a key's name: opaque characters beside a telling segment. */
final class KeyNames {
    private static final String DELIMITERS = ":/|.?&=";
    private static final int FARTHEST_PREFIX = 40;

    /** A longer segment is a title that holds such a word, not a word that says what follows. */
    private static final int LONGEST_WORD = 30;

    /** An id is left standing behind a word that tells; a longer number may be a code. */
    private static final int LONGEST_ID = 5;

    /** So many segments are shown. */
    private static final int SHOWN = 32;

    private static final String CUT = "…";

    /** How many segments before and behind an opaque one may tell of it. */
    private static final int BEFORE = 2;

    private static final int BEHIND = 1;

    private KeyNames() {}

    static Optional<Kind> find(String name) {
        List<String> segments = List.of(name.split("[" + DELIMITERS + "]", -1));
        for (int i = 0; i < segments.size(); i++) {
            Kind kind = Opaque.is(segments.get(i)) ? around(segments, i) : prefixed(segments.get(i));
            if (kind != null) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /**
     * The name without what may be a secret in it: all behind a word like {@code reset} but short ids, opaque segments from their fifth character on, and
     * everything from an unmistakable secret on.
     */
    static String cut(String name) {
        int end = marked(name);
        String[] pieces = name.substring(0, end).split("(?=[" + DELIMITERS + "])", SHOWN + 1);
        StringBuilder shown = new StringBuilder();
        boolean told = false;
        for (int i = 0; i < Math.min(pieces.length, SHOWN); i++) {
            int from = !pieces[i].isEmpty() && DELIMITERS.indexOf(pieces[i].charAt(0)) >= 0 ? 1 : 0;
            String segment = pieces[i].substring(from);
            shown.append(pieces[i], 0, from).append(told && !id(segment) ? CUT : shown(segment));
            told |= segment.length() <= LONGEST_WORD && telling(segment) != null;
        }
        return end < name.length() || pieces.length > SHOWN ? shown + CUT : shown.toString();
    }

    private static String shown(String segment) {
        return Opaque.is(segment) ? segment.substring(0, 4) + CUT : segment;
    }

    private static boolean id(String segment) {
        return segment.length() <= LONGEST_ID && segment.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Where the last segment begins from which on an unmistakable secret is in the name; its end where none is. */
    private static int marked(String name) {
        if (!unmistakable(name)) {
            return name.length();
        }
        int marked = 0;
        for (int i = 0, segments = 0; i < name.length() && segments < SHOWN; i++) {
            if (DELIMITERS.indexOf(name.charAt(i)) >= 0) {
                segments++;
                if (!unmistakable(name.substring(i + 1))) {
                    return marked;
                }
                marked = i + 1;
            }
        }
        return marked;
    }

    private static boolean unmistakable(String text) {
        return Marks.find(text).isPresent() || Links.find(text).isPresent();
    }

    private static @Nullable Kind around(List<String> segments, int opaque) {
        int last = Math.min(segments.size() - 1, opaque + BEHIND);
        for (int i = Math.max(0, opaque - BEFORE); i <= last; i++) {
            Kind kind = i == opaque ? prefixed(segments.get(i)) : telling(segments.get(i));
            if (kind != null) {
                return kind;
            }
        }
        return null;
    }

    /** {@code session-8f4e…}. */
    private static @Nullable Kind prefixed(String segment) {
        for (int i = 0; i < Math.min(segment.length(), FARTHEST_PREFIX); i++) {
            if ((segment.charAt(i) == '-' || segment.charAt(i) == '_') && Opaque.is(segment.substring(i + 1))) {
                Kind kind = telling(segment.substring(0, i));
                if (kind != null) {
                    return kind;
                }
            }
        }
        return null;
    }

    private static @Nullable Kind telling(String segment) {
        return segment.equals("hash") ? null : TellingName.of(segment).kind();
    }
}
