package dev.rethread.profile;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What a hash field holds. In a profile: a word of {@link FieldKind}, for an id with its domain: {@code id user}.
 *
 * @param domain of the id; null for every other kind
 */
public record FieldRule(FieldKind kind, @Nullable String domain) {
    @JsonCreator
    static FieldRule parse(String text) {
        String[] words = text.split(" ", -1);
        FieldKind kind = kindOf(words[0], text);
        if ((kind == FieldKind.ID) != (words.length == 2)) {
            throw new IllegalArgumentException("field rule '" + text + "': an id names its domain, others stand alone");
        }
        return new FieldRule(kind, words.length == 2 ? words[1] : null);
    }

    /** What an id names; null for every other kind, and for an empty value, which names nothing. */
    public @Nullable Reference reference(Bytes value) {
        return domain == null || value.isEmpty() ? null : new Reference(domain, value);
    }

    private static FieldKind kindOf(String word, String text) {
        try {
            return FieldKind.ofWord(word);
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException("field rule '" + text + "': unknown kind '" + word + "'", unknown);
        }
    }
}
