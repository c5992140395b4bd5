package dev.rethread.profile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How a document of a secondary store says what a key held. Paths into the document are dotted: {@code user.id}; a
 * leading {@code json } re-encodes an array or object as compact JSON text.
 *
 * @param item the kind of item the document is
 * @param id path of its id
 * @param fields item field to path
 * @param attached placeholder-less name of an attached key's pattern to the path of an array
 * @param relations kind of relation to the path of an array of member ids
 * @param mentions other items that the document says something of: an author's name
 */
public record DocumentRule(
        String item,
        String id,
        Map<String, String> fields,
        Map<String, String> attached,
        Map<String, String> relations,
        List<Mention> mentions) {

    /** An item that the document names in passing. */
    public record Mention(String item, String id, Map<String, String> fields) {}

    public DocumentRule(
            @JsonProperty(value = "item", required = true) String item,
            @JsonProperty(value = "id", required = true) String id,
            @JsonProperty(value = "fields", required = true) Map<String, String> fields,
            @JsonProperty("attached") Map<String, String> attached,
            @JsonProperty("relations") Map<String, String> relations,
            @JsonProperty("mentions") List<Mention> mentions) {
        this.item = item;
        this.id = id;
        this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        this.attached = Objects.requireNonNullElse(attached, Map.of());
        this.relations = Objects.requireNonNullElse(relations, Map.of());
        this.mentions = Objects.requireNonNullElse(mentions, List.of());
    }
}
