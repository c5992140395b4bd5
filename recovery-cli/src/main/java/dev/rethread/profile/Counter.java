package dev.rethread.profile;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Where ids are issued. In a profile: the name of a string key, or {@code {hash: KEY, field: FIELD}}.
 *
 * @param key for ids within something, holds its placeholder
 * @param field of the hash; null where the key is a string
 */
public record Counter(Pattern key, @Nullable String field) {
    @JsonCreator
    static Counter parse(JsonNode node) {
        if (node.isTextual()) {
            return new Counter(new Pattern(node.asText()), null);
        }
        if (node.size() != 2
                || !node.path("hash").isTextual()
                || !node.path("field").isTextual()) {
            throw new IllegalArgumentException("a counter is a string key's name or {hash: KEY, field: FIELD}");
        }
        return new Counter(
                new Pattern(node.path("hash").asText()), node.path("field").asText());
    }
}
