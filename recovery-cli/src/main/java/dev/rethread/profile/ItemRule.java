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
 * A kind of item: a hash of its own, or a JSON object packed into a field of a hash.
 *
 * @param domain whose ids it has; the key, or the field of a packed one, holds a placeholder of that name
 * @param field of the hash that holds a packed item; null for a hash of its own
 * @param fields what each field holds; {@code *} stands for all others
 * @param identity fields that make two of them the same thing whatever their ids; none where the id itself does
 * @param alike fields that make a later one the same, typed again by hand
 * @param parent the field with the id of what it belongs to, or the domain that a packed one's ids are within; without
 *     that in live, it waits
 * @param listed the form of the sorted set that alone says what it belongs to, and when it was made; part of its identity
 * @param author the field with the id of the account that made it
 * @param time the field with the time it was made
 * @param label the field that names it in reports
 * @param remade whether people make it again themselves and replay never does (a forum, a channel)
 * @param register the rule for accounts with credentials; null for other kinds
 * @param placeholder fields set instead where its author is not there and the policy says so
 * @param together groups of fields that mean nothing without each other: an edit of one waits for all
 * @param requires fields without which a surviving record is a mere mention, not restorable
 * @param derive what else is written when one is restored: indexes, counts, newest-post pointers
 */
public record ItemRule(
        String domain,
        Pattern key,
        @Nullable Pattern field,
        Map<String, FieldRule> fields,
        List<String> identity,
        List<String> alike,
        @Nullable String parent,
        @Nullable Pattern listed,
        @Nullable String author,
        @Nullable String time,
        @Nullable String label,
        boolean remade,
        @Nullable Register register,
        Map<String, Pattern> placeholder,
        List<List<String>> together,
        List<String> requires,
        List<Derive> derive) {
    private static final String OTHERS = "*";

    /**
     * Accounts keep credentials, so their owners register again; those whose {@code field} has the form {@code unless} do
     * not.
     */
    public record Register(String field, @Nullable Pattern unless) {}

    public ItemRule(
            @JsonProperty(value = "domain", required = true) String domain,
            @JsonProperty(value = "key", required = true) Pattern key,
            @JsonProperty("field") @Nullable Pattern field,
            @JsonProperty(value = "fields", required = true) Map<String, FieldRule> fields,
            @JsonProperty("identity") @Nullable List<String> identity,
            @JsonProperty("alike") @Nullable List<String> alike,
            @JsonProperty("parent") @Nullable String parent,
            @JsonProperty("listed") @Nullable Pattern listed,
            @JsonProperty("author") @Nullable String author,
            @JsonProperty("time") @Nullable String time,
            @JsonProperty("label") @Nullable String label,
            @JsonProperty("remade") boolean remade,
            @JsonProperty("register") @Nullable Register register,
            @JsonProperty("placeholder") @Nullable Map<String, Pattern> placeholder,
            @JsonProperty("together") @Nullable List<List<String>> together,
            @JsonProperty("requires") @Nullable List<String> requires,
            @JsonProperty("derive") @Nullable List<Derive> derive) {
        this.domain = domain;
        this.key = key;
        this.field = field;
        this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        this.identity = Objects.requireNonNullElse(identity, List.of());
        this.alike = Objects.requireNonNullElse(alike, List.of());
        this.parent = parent;
        this.listed = listed;
        this.author = author;
        this.time = time;
        this.label = label;
        this.remade = remade;
        this.register = register;
        this.placeholder =
                placeholder == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(placeholder));
        this.together = Objects.requireNonNullElse(together, List.of());
        this.requires = Objects.requireNonNullElse(requires, List.of());
        this.derive = Objects.requireNonNullElse(derive, List.of());
    }

    /** The fields that an edit of {@code field} goes with, itself among them. */
    public List<String> togetherWith(String field) {
        return together.stream()
                .filter(group -> group.contains(field))
                .findFirst()
                .orElse(List.of(field));
    }

    /** Whether it is a JSON object in a field of a hash. */
    public boolean packed() {
        return field != null;
    }

    /** What a field holds; null where nothing is known of it. */
    public @Nullable FieldRule rule(String name) {
        FieldRule named = fields.get(name);
        return named != null ? named : fields.get(OTHERS);
    }

    public Optional<FieldRule> field(String name) {
        return Optional.ofNullable(rule(name));
    }

    /** Whether only the rule for all others claims the field. */
    public boolean onlyAsOther(String name) {
        return !fields.containsKey(name) && fields.containsKey(OTHERS);
    }

    /** Fields without which a surviving record is a fragment: what it is, and what follows from it, cannot be told. */
    public Set<String> essential() {
        Set<String> names = new LinkedHashSet<>(requires.isEmpty() ? identity : requires);
        if (parent != null && fields.containsKey(parent)) {
            names.add(parent);
        }
        names.retainAll(fields.keySet());
        return names;
    }
}
