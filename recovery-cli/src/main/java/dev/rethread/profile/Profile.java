package dev.rethread.profile;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A forum software's keyspace grammar.
 *
 * @param name the word after {@code --profile}
 * @param database the number of the database that holds the forum
 * @param group the domain by which reports are grouped: the forum, board or category
 * @param items kinds with a hash of their own, by name
 * @param relations kinds that are members of a set, by name
 * @param derived keys computed from items: never copied
 * @param secrets keys that are credentials as a whole
 * @param ephemeral keys of no lasting meaning
 * @param documents collection of a secondary store to its rule
 * @param after what the operator must do when a replay has ended
 */
public record Profile(
        String name,
        String title,
        int database,
        @Nullable String group,
        Map<String, Domain> domains,
        Map<String, ItemRule> items,
        Map<String, RelationRule> relations,
        List<Pattern> derived,
        List<Pattern> secrets,
        List<Pattern> ephemeral,
        Map<String, DocumentRule> documents,
        @Nullable String after) {

    public Profile(
            @JsonProperty(value = "profile", required = true) String name,
            @JsonProperty(value = "title", required = true) String title,
            @JsonProperty("database") int database,
            @JsonProperty("group") @Nullable String group,
            @JsonProperty(value = "domains", required = true) Map<String, Domain> domains,
            @JsonProperty(value = "items", required = true) Map<String, ItemRule> items,
            @JsonProperty("relations") @Nullable Map<String, RelationRule> relations,
            @JsonProperty("derived") @Nullable List<Pattern> derived,
            @JsonProperty("secrets") @Nullable List<Pattern> secrets,
            @JsonProperty("ephemeral") @Nullable List<Pattern> ephemeral,
            @JsonProperty("documents") @Nullable Map<String, DocumentRule> documents,
            @JsonProperty("after") @Nullable String after) {
        this.name = name;
        this.title = title;
        this.database = database;
        this.group = group;
        this.domains = Collections.unmodifiableMap(new LinkedHashMap<>(domains));
        this.items = Collections.unmodifiableMap(new LinkedHashMap<>(items));
        this.relations = Objects.requireNonNullElse(relations, Map.of());
        this.derived = Objects.requireNonNullElse(derived, List.of());
        this.secrets = Objects.requireNonNullElse(secrets, List.of());
        this.ephemeral = Objects.requireNonNullElse(ephemeral, List.of());
        this.documents = Objects.requireNonNullElse(documents, Map.of());
        this.after = after;
        ProfileCheck.check(this);
    }

    /** The kind of item that has ids of {@code domain}. */
    public String kindOf(String domain) {
        return items.entrySet().stream()
                .filter(e -> e.getValue().domain().equals(domain))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    public Domain domain(String name) {
        return Objects.requireNonNull(domains.get(name), name);
    }

    /** The position of a kind among the profile's items: parents stand before children. */
    public int rank(String kind) {
        return List.copyOf(items.keySet()).indexOf(kind);
    }

    public ItemRule item(String kind) {
        return Objects.requireNonNull(items.get(kind), kind);
    }

    public Key keyOf(String kind, Bytes id) {
        return new Key(database, item(kind).key().fillBytes(placeholder -> id));
    }
}
