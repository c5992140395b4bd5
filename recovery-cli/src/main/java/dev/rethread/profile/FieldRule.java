package dev.rethread.profile;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.rethread.keyspace.Bytes;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a value holds: of a hash field, a score, a string, an element of a list. In a profile: a word of
 * {@link FieldKind}; for ids with their domain ({@code id user}, or {@code id {type}} where another field of the item
 * says which), for seconds {@code time s}, for a start value {@code derived {joined}}, {@code counter 1} or {@code count {mainPid.upvotes}}; a text with a
 * placeholder in it is a pattern.
 *
 * @param domain of the ids; null for every other kind, and where another field says it
 * @param pattern of {@link FieldKind#PATTERN}; the start value of {@link FieldKind#COUNT},
 *     {@link FieldKind#DERIVED} and {@link FieldKind#COUNTER} if it has one; the field that says the domain of an {@link FieldKind#ID}
 * @param unit milliseconds in the unit of a {@link FieldKind#TIME}; 1 for every other kind
 */
public record FieldRule(
        FieldKind kind, @Nullable String domain, @Nullable Pattern pattern, int unit) {
    private static final int SECOND = 1000;

    @JsonCreator
    static FieldRule parse(String text) {
        int space = text.indexOf(' ');
        String word = space < 0 ? text : text.substring(0, space);
        String rest = space < 0 ? "" : text.substring(space + 1);
        if (word.indexOf('{') >= 0) {
            return new FieldRule(FieldKind.PATTERN, null, new Pattern(text), 1);
        }
        FieldKind kind = kindOf(word, text);
        switch (kind) {
            case ID, IDS -> {
                if (kind == FieldKind.ID && rest.startsWith("{") && rest.endsWith("}")) {
                    return new FieldRule(kind, null, new Pattern(rest), 1);
                }
                return new FieldRule(kind, named(rest, text), null, 1);
            }
            case COUNT -> {
                return new FieldRule(kind, null, rest.isEmpty() ? null : path(rest, text), 1);
            }
            case DERIVED, COUNTER -> {
                return new FieldRule(kind, null, rest.isEmpty() ? null : new Pattern(rest), 1);
            }
            case TIME -> {
                return new FieldRule(kind, null, null, unit(rest, text));
            }
            default -> {
                if (!rest.isEmpty()) {
                    throw new IllegalArgumentException("'" + text + "': " + word + " stands alone");
                }
                return new FieldRule(kind, null, null, 1);
            }
        }
    }

    private static Pattern path(String rest, String text) {
        Pattern path = new Pattern(rest);
        List<String> names = path.placeholders();
        if (names.size() != 1 || names.get(0).indexOf('.') <= 0 || !rest.equals("{" + names.get(0) + "}")) {
            throw new IllegalArgumentException("'" + text + "': a count begins as another's: count {mainPid.upvotes}");
        }
        return path;
    }

    /** What is {@code kind} and nothing more. */
    public static FieldRule of(FieldKind kind) {
        return new FieldRule(kind, null, null, 1);
    }

    /**
     * The domain of the id beside {@code others}, the fields of the same item; null where it names nothing, or what no
     * domain is called.
     */
    public @Nullable String domain(Function<String, @Nullable Bytes> others) {
        if (kind != FieldKind.ID || pattern == null) {
            return domain;
        }
        Bytes said = others.apply(pattern.placeholders().get(0));
        return said == null ? null : said.utf8();
    }

    private static String named(String rest, String text) {
        if (rest.isEmpty() || rest.indexOf(' ') >= 0) {
            throw new IllegalArgumentException("'" + text + "': an id names its domain, and nothing more");
        }
        return rest;
    }

    private static int unit(String rest, String text) {
        return switch (rest) {
            case "", "ms" -> 1;
            case "s" -> SECOND;
            default -> throw new IllegalArgumentException("'" + text + "': the unit of a time is s or ms");
        };
    }

    private static FieldKind kindOf(String word, String text) {
        try {
            return FieldKind.ofWord(word);
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException("'" + text + "': unknown kind '" + word + "'", unknown);
        }
    }
}
