package dev.rethread.profile;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rethread.item.Reference;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A forum software's keyspace grammar.
 *
 * @param name the word after {@code --profile}
 * @param database the number of the database that holds the forum
 * @param prefix what stands before every key's name
 * @param group the domain by which reports are grouped: the forum, board or category
 * @param items kinds of item, by name, parents before children
 * @param keys what all other keys hold, by their form
 * @param links forms in which texts name items
 * @param documents collection of a secondary store to its rule
 * @param after what the operator must do when a replay has ended
 */
public record Profile(
        String name,
        String title,
        int database,
        String prefix,
        @Nullable String group,
        Map<String, Domain> domains,
        Map<String, ItemRule> items,
        Map<Pattern, KeyRule> keys,
        List<Pattern> links,
        Map<String, DocumentRule> documents,
        @Nullable String after) {
    private static final Bytes ZERO = Bytes.of("0");

    public Profile(
            @JsonProperty(value = "profile", required = true) String name,
            @JsonProperty(value = "title", required = true) String title,
            @JsonProperty("database") int database,
            @JsonProperty("prefix") @Nullable String prefix,
            @JsonProperty("group") @Nullable String group,
            @JsonProperty(value = "domains", required = true) Map<String, Domain> domains,
            @JsonProperty(value = "items", required = true) Map<String, ItemRule> items,
            @JsonProperty("keys") @Nullable Map<Pattern, KeyRule> keys,
            @JsonProperty("links") @Nullable List<Pattern> links,
            @JsonProperty("documents") @Nullable Map<String, DocumentRule> documents,
            @JsonProperty("after") @Nullable String after) {
        this.name = name;
        this.title = title;
        this.database = database;
        this.prefix = Objects.requireNonNullElse(prefix, "");
        this.group = group;
        this.domains = Collections.unmodifiableMap(new LinkedHashMap<>(domains));
        this.items = Collections.unmodifiableMap(new LinkedHashMap<>(items));
        Map<Pattern, KeyRule> rules = new LinkedHashMap<>(keys == null ? Map.of() : keys);
        rules.replaceAll((key, rule) -> KeyRule.typed(rule, domain -> counted(this.domains, domain)));
        this.keys = Collections.unmodifiableMap(rules);
        this.links = Objects.requireNonNullElse(links, List.of());
        this.documents = Objects.requireNonNullElse(documents, Map.of());
        this.after = after;
        ProfileCheck.check(this);
    }

    /** The same grammar for a forum in another database or behind another prefix. */
    public Profile at(int database, String prefix) {
        return new Profile(name, title, database, prefix, group, domains, items, keys, links, documents, after);
    }

    /** The kind of item that has ids of {@code domain}. */
    public String kindOf(String domain) {
        String plain = Domain.plain(domain);
        return items.entrySet().stream()
                .filter(e -> e.getValue().domain().equals(plain))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    public Domain domain(String name) {
        return Objects.requireNonNull(domains.get(Domain.plain(name)), name);
    }

    /** The collections whose elements are the relation {@code name}, by the form of their keys, in their order. */
    public Map<Pattern, KeyRule.Collection> relation(String name) {
        Map<Pattern, KeyRule.Collection> found = new LinkedHashMap<>();
        keys.forEach((key, rule) -> KeyRule.collections(rule).stream()
                .filter(collection -> name.equals(collection.relation()))
                .findFirst()
                .ifPresent(collection -> found.put(key, collection)));
        return found;
    }

    /** The position of a kind among the profile's items: parents stand before children. */
    public int rank(String kind) {
        return List.copyOf(items.keySet()).indexOf(kind);
    }

    public ItemRule item(String kind) {
        return Objects.requireNonNull(items.get(kind), kind);
    }

    /** The rule of the item that {@code reference} names. */
    public ItemRule item(Reference reference) {
        return item(kindOf(reference.domain()));
    }

    /** The key that holds the item; a packed one is a field of it. */
    public Key keyOf(Reference item) {
        Bytes parent = Bytes.of(Domain.parent(item.domain()));
        ItemRule rule = item(item);
        return key(
                rule.key(), placeholder -> rule.key().domainOf(placeholder).equals(rule.domain()) ? item.id() : parent);
    }

    /** A key of this forum. */
    public Key key(Pattern pattern, Function<String, Bytes> values) {
        return new Key(database, Template.joined(Bytes.of(prefix), pattern.fillBytes(values)));
    }

    /** A key's name without the prefix; null where it is not of this forum. */
    public @Nullable Bytes unprefixed(Key key) {
        Bytes name = key.name();
        Bytes before = Bytes.of(prefix);
        int length = before.length();
        boolean ours = key.database() == database
                && name.length() >= length
                && (length == 0 || name.slice(0, length).equals(before));
        return !ours ? null : length == 0 ? name : name.slice(length, name.length());
    }

    /** Whether the ids of {@code domain}, if it is one, are issued by a counter: digits. */
    boolean counted(String domain) {
        return counted(domains, domain);
    }

    private static boolean counted(Map<String, Domain> domains, String domain) {
        Domain rule = domains.get(domain);
        return rule != null && rule.ids() == Domain.Ids.COUNTER;
    }

    private static boolean digits(Bytes value) {
        for (byte digit : value.unsafeArray()) {
            if (digit < '0' || digit > '9') {
                return false;
            }
        }
        return !value.isEmpty();
    }

    /**
     * What {@code id} of {@code domain} names, seen from {@code from}, whose parent it shares where ids are within
     * something; null for what names nothing: no id, an empty one, 0 or less of counted ones.
     */
    public @Nullable Reference reference(@Nullable String domain, Bytes id, Reference from) {
        if (domain == null || !domains.containsKey(domain) || id.isEmpty() || !issued(domain, id)) {
            return null;
        }
        if (domain(domain).within() == null) {
            return new Reference(domain, id);
        }
        return Domain.plain(from.domain()).equals(domain) ? new Reference(from.domain(), id) : null;
    }

    /** Whether {@code id} may have been issued: counters begin at 1. */
    private boolean issued(String domain, Bytes id) {
        return !counted(domain) || (digits(id) && !id.equals(ZERO));
    }

    /**
     * What the placeholders of one element name. A counted domain's 0 and free text name nothing.
     *
     * @param pattern which says what domains they are of
     * @param values placeholder to id
     * @param all those of the key as well: ids within something name it there
     */
    public Map<String, Reference> references(Pattern pattern, Map<String, Bytes> values, Map<String, Bytes> all) {
        Map<String, Reference> named = new LinkedHashMap<>();
        values.forEach((placeholder, id) -> {
            String domain = pattern.domainOf(placeholder);
            if (domains.containsKey(domain) && issued(domain, id)) {
                String within = domain(domain).within();
                Bytes parent = within == null ? null : all.get(within);
                if (within == null) {
                    named.put(placeholder, new Reference(domain, id));
                } else if (parent != null) {
                    named.put(placeholder, new Reference(Domain.within(domain, parent.utf8()), id));
                }
            }
        });
        return named;
    }
}
