package dev.rethread.profile;

import dev.rethread.profile.SecretShapes.Kind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Secrets that are part of a key's name: opaque characters beside a telling segment. */
final class KeyNames {
    private static final int FARTHEST_PREFIX = 40;

    /** How many segments before and behind an opaque one may tell of it. */
    private static final int BEFORE = 2;

    private static final int BEHIND = 1;

    private KeyNames() {}

    static Optional<Kind> find(String name) {
        List<String> segments = List.of(name.split("[:/|.?&=]", -1));
        for (int i = 0; i < segments.size(); i++) {
            Kind kind = Opaque.is(segments.get(i)) ? around(segments, i) : prefixed(segments.get(i));
            if (kind != null) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
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
