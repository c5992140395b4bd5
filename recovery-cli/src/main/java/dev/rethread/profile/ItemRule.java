package dev.rethread.profile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A kind of item kept as a hash of its own.
 *
 * @param domain whose ids it has; the key pattern holds a placeholder of that name
 * @param fields what each field holds
 * @param identity fields that make two of them the same thing whatever their ids; none where the id itself does
 * @param parent the field with the id of what it belongs to; without that in live, it waits
 * @param author the field with the id of the account that made it
 * @param time the field with the time it was made
 * @param label the field that names it in reports
 * @param remade whether people make it again themselves and replay never does (a forum, a channel)
 * @param register the rule for accounts with credentials; null for other kinds
 * @param together groups of fields that mean nothing without each other: an edit of one waits for all
 * @param requires fields without which a surviving record is a mere mention, not restorable
 * @param attached further keys of the item, restored with it
 * @param derive what else is written when one is restored: indexes, counts, newest-post pointers
 */
public record ItemRule(
        String domain,
        Pattern key,
        Map<String, FieldRule> fields,
        List<String> identity,
        @Nullable String parent,
        @Nullable String author,
        @Nullable String time,
        @Nullable String label,
        boolean remade,
        @Nullable Register register,
        List<List<String>> together,
        List<String> requires,
        List<Attached> attached,
        List<Derive> derive) {

    /** Accounts keep credentials, so their owners register again; those whose {@code field} has the form do not. */
    public record Register(String field, Pattern unless) {}

    /** A list of the item under a key of its own, for example its edit times. */
    public record Attached(Pattern key) {}

    public ItemRule(
            @JsonProperty(value = "domain", required = true) String domain,
            @JsonProperty(value = "key", required = true) Pattern key,
            @JsonProperty(value = "fields", required = true) Map<String, FieldRule> fields,
            @JsonProperty("identity") @Nullable List<String> identity,
            @JsonProperty("parent") @Nullable String parent,
            @JsonProperty("author") @Nullable String author,
            @JsonProperty("time") @Nullable String time,
            @JsonProperty("label") @Nullable String label,
            @JsonProperty("remade") boolean remade,
            @JsonProperty("register") @Nullable Register register,
            @JsonProperty("together") @Nullable List<List<String>> together,
            @JsonProperty("requires") @Nullable List<String> requires,
            @JsonProperty("attached") @Nullable List<Attached> attached,
            @JsonProperty("derive") @Nullable List<Derive> derive) {
        this.domain = domain;
        this.key = key;
        this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        this.identity = Objects.requireNonNullElse(identity, List.of());
        this.parent = parent;
        this.author = author;
        this.time = time;
        this.label = label;
        this.remade = remade;
        this.register = register;
        this.together = Objects.requireNonNullElse(together, List.of());
        this.requires = Objects.requireNonNullElse(requires, List.of());
        this.attached = Objects.requireNonNullElse(attached, List.of());
        this.derive = Objects.requireNonNullElse(derive, List.of());
    }

    /** The fields that an edit of {@code field} goes with, itself among them. */
    public List<String> togetherWith(String field) {
        return together.stream()
                .filter(group -> group.contains(field))
                .findFirst()
                .orElse(List.of(field));
    }

    public Optional<FieldRule> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** Fields without which a surviving record is a fragment: what it is, and what follows from it, cannot be told. */
    public Set<String> essential() {
        Set<String> names = new LinkedHashSet<>(requires);
        names.addAll(identity);
        if (parent != null) {
            names.add(parent);
        }
        derive.forEach(rule -> names.addAll(rule.placeholders()));
        names.retainAll(fields.keySet());
        return names;
    }
}
