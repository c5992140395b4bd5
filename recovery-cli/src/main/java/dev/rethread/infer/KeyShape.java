package dev.rethread.infer;

import java.util.List;

/**
 * A form that many keys have.
 *
 * @param segments literal text, {@code {id}} for digits and {@code *} for one of many names; bytes as Latin-1
 * @param keys how many keys have the form
 */
public record KeyShape(List<String> segments, long keys) {
    static final String ID = "{id}";
    static final String NAME = "*";

    public KeyShape {
        segments = List.copyOf(segments);
    }

    /** The key as text: {@code uid:{id}:posts}. */
    public String pattern() {
        return String.join("", segments);
    }

    static boolean variable(String segment) {
        return segment.equals(ID) || segment.equals(NAME);
    }

    /** How many segments are not literal. */
    int variables() {
        return (int) segments.stream().filter(KeyShape::variable).count();
    }
}
