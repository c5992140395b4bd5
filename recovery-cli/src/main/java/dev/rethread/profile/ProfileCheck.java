package dev.rethread.profile;

import dev.rethread.keyspace.Type;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A profile's references to itself: every domain, field and placeholder it names exists and is of use there. */
final class ProfileCheck {
    private final Profile profile;

    private ProfileCheck(Profile profile) {
        this.profile = profile;
    }

    static void check(Profile profile) {
        ProfileCheck check = new ProfileCheck(profile);
        require(profile.database() >= 0, "database", "no database " + profile.database());
        profile.items().forEach((kind, rule) -> check.domain("items." + kind, rule.domain()));
        profile.domains().forEach(check::domainRule);
        profile.items().forEach(check::item);
        check.identities();
        profile.keys().forEach(check::key);
        profile.links().forEach(check::link);
        profile.documents().forEach(check::document);
        if (profile.group() != null) {
            check.domain("group", profile.group());
        }
    }

    private void domainRule(String name, @Nullable Domain rule) {
        String at = "domains." + name;
        if (rule == null) {
            throw new IllegalArgumentException(at + ": says nothing of its ids");
        }
        require(!name.contains("/"), at, "a name without '/'");
        long kinds = profile.items().values().stream()
                .filter(item -> item.domain().equals(name))
                .count();
        require(kinds == 1, at, kinds + " kinds of item have ids of '" + name + "', not one");
        if (rule.within() != null) {
            domain(at + ".within", rule.within());
            require(profile.domain(rule.within()).within() == null, at + ".within", "is within something itself");
        }
        if (rule.counter() != null) {
            List<String> expected = rule.within() == null ? List.of() : List.of(rule.within());
            require(
                    rule.counter().key().placeholders().equals(expected),
                    at + ".counter",
                    expected.isEmpty() ? "holds a placeholder" : "must hold {" + rule.within() + "} alone");
        }
    }

    private void item(String kind, ItemRule rule) {
        String at = "items." + kind;
        String within = profile.domain(rule.domain()).within();
        if (rule.field() != null) {
            placeholder(at + ".field", rule.field(), rule.domain());
            if (within == null) {
                throw new IllegalArgumentException(
                        at + ".field: the ids of a packed item are within what its key names");
            }
            placeholder(at + ".key", rule.key(), within);
        } else {
            require(within == null, at, "ids within something are those of packed items only");
            placeholder(at + ".key", rule.key(), rule.domain());
        }
        rule.fields().values().forEach(field -> {
            if (field.domain() != null) {
                domain(at + ".fields", field.domain());
            } else if (field.kind() == FieldKind.ID && field.pattern() != null) {
                field.pattern().placeholders().forEach(other -> field(at + ".fields", rule, other));
            }
        });
        rule.identity().forEach(field -> copied(at + ".identity", rule, field));
        rule.alike().forEach(field -> copied(at + ".alike", rule, field));
        rule.together().forEach(group -> group.forEach(field -> field(at + ".together", rule, field)));
        rule.requires().forEach(field -> copied(at + ".requires", rule, field));
        if (!Objects.equals(rule.parent(), within)) {
            id(at + ".parent", rule, rule.parent());
        }
        if (rule.listed() != null) {
            boolean known =
                    KeyRule.collections(profile.keys().getOrDefault(rule.listed(), KeyRule.Role.DERIVED)).stream()
                            .anyMatch(list -> list.type() == Type.ZSET && kind.equals(list.of()));
            require(known, at + ".listed", "no zset '" + rule.listed() + "' of " + kind);
            require(rule.listed().placeholders().size() == 1, at + ".listed", "names one thing that it belongs to");
        }
        id(at + ".author", rule, rule.author());
        copied(at + ".time", rule, rule.time());
        copied(at + ".label", rule, rule.label());
        rule.placeholder().keySet().forEach(field -> field(at + ".placeholder", rule, field));
        if (rule.register() != null) {
            copied(at + ".register", rule, rule.register().field());
        }
        derive(at + ".derive", rule.derive(), Set.of(), rule.domain());
    }

    private void key(Pattern key, KeyRule rule) {
        KeyRule.collections(rule).forEach(collection -> collection(key, collection));
    }

    private void collection(Pattern key, KeyRule.Collection collection) {
        String at = "keys." + key;
        Map<String, String> named = new LinkedHashMap<>();
        placeholders(key, named);
        placeholders(collection.element(), named);
        if (collection.value().pattern() != null && collection.value().kind() == FieldKind.PATTERN) {
            placeholders(collection.value().pattern(), named);
        }
        if (collection.value().domain() != null) {
            domain(at, collection.value().domain());
            named.putIfAbsent(collection.value().domain(), collection.value().domain());
        }
        for (String domain : named.values()) {
            Domain space = profile.domains().get(domain);
            String within = space == null ? null : space.within();
            require(within == null || named.containsValue(within), at, "{" + domain + "} without {" + within + "}");
        }
        String of = collection.of();
        if (of != null) {
            ItemRule item = item(at + ".of", of);
            require(named.containsValue(item.domain()), at + ".of", "nothing in it is a " + of);
        } else {
            require(named.values().stream().anyMatch(profile.domains()::containsKey), at, "nothing in it is an id");
        }
        if (collection.replaces() != null) {
            boolean known = !profile.relation(collection.replaces()).isEmpty();
            require(known, at + ".replaces", "no relation '" + collection.replaces() + "'");
        }
        String owner = of == null ? null : profile.item(of).domain();
        derive(at + ".derive", collection.derive(), named.keySet(), owner);
    }

    private static void placeholders(Pattern pattern, Map<String, String> named) {
        for (String placeholder : pattern.placeholders()) {
            named.put(placeholder, pattern.domainOf(placeholder));
        }
    }

    private void link(Pattern link) {
        require(link.placeholders().size() == 1, "links", "'" + link + "' must hold one placeholder");
        domain("links", link.domainOf(link.placeholders().get(0)));
    }

    private void derive(String at, List<Derive> rules, Set<String> free, @Nullable String owner) {
        for (Derive rule : rules) {
            for (String name : rule.placeholders()) {
                boolean amount =
                        rule.add() != null && rule.add().placeholders().contains(name) && numbered(owner, name);
                require(
                        amount || free.contains(name) || bound(name, free, owner),
                        at,
                        "nothing is known as {" + name + "}");
            }
        }
    }

    /**
     * Whether {@code path} leads somewhere: a placeholder of the element or a field of the owner, then fields of what it
     * names; or the owner, by its domain, or what that belongs to, or a field of either.
     */
    private boolean bound(String path, Set<String> free, @Nullable String owner) {
        String[] steps = path.split("\\.", -1);
        String domain = owner;
        for (int i = 0; i < steps.length; i++) {
            boolean last = i == steps.length - 1;
            if (i == 0 && free.contains(steps[0])) {
                domain = profile.domains().containsKey(steps[0]) ? steps[0] : aliased(steps[0]);
            } else if (domain == null) {
                return false;
            } else if (i == 0) {
                domain = last ? (up(domain, steps[0]) ? domain : null) : target(domain, steps[0]);
            } else {
                domain = last && primary(domain, steps[i]) ? domain : target(domain, steps[i]);
            }
            if (domain == null) {
                return false;
            }
        }
        return true;
    }

    private @Nullable String aliased(String placeholder) {
        return profile.keys().entrySet().stream()
                .flatMap(entry -> Stream.concat(
                        Stream.of(entry.getKey()),
                        KeyRule.collections(entry.getValue()).stream().map(KeyRule.Collection::element)))
                .filter(pattern -> pattern.placeholders().contains(placeholder))
                .map(pattern -> pattern.domainOf(placeholder))
                .filter(profile.domains()::containsKey)
                .findFirst()
                .orElse(null);
    }

    private @Nullable String target(String domain, String field) {
        if (field.equals(domain)) {
            return domain;
        }
        FieldRule rule = profile.item(profile.kindOf(domain)).rule(field);
        return rule == null ? null : rule.domain();
    }

    /** Whether the owner has a field of that name, whatever it holds: an amount may be one that is derived itself. */
    private boolean numbered(@Nullable String owner, String field) {
        return owner != null && profile.item(profile.kindOf(owner)).fields().containsKey(field);
    }

    private boolean primary(String domain, String field) {
        FieldRule rule = profile.item(profile.kindOf(domain)).rule(field);
        return rule != null && rule.kind().primary();
    }

    /** Whether an item of {@code domain}, or what it belongs to, has {@code name} as its id or as a copied field. */
    private boolean up(String domain, String name) {
        Set<String> seen = new HashSet<>();
        String at = domain;
        while (at != null && seen.add(at)) {
            ItemRule rule = profile.item(profile.kindOf(at));
            FieldRule field = rule.fields().get(name);
            if (name.equals(at) || field != null) {
                return field == null || field.kind().primary();
            }
            String parent = rule.parent();
            at = parent == null ? null : rule.fields().containsKey(parent) ? target(at, parent) : parent;
        }
        return false;
    }

    /** Identities name each other through ids; in a circle none would ever be known. */
    private void identities() {
        for (String kind : profile.items().keySet()) {
            Set<String> open = new HashSet<>();
            require(finite(kind, open), "items." + kind + ".identity", "leads back to itself");
        }
    }

    private boolean finite(String kind, Set<String> open) {
        ItemRule rule = profile.item(kind);
        boolean finite = open.add(kind);
        for (String name : finite ? rule.identity() : List.<String>of()) {
            FieldRule field = rule.fields().get(name);
            String domain = field == null ? null : field.domain();
            finite &= domain == null || domain.equals(rule.domain()) || finite(profile.kindOf(domain), open);
        }
        open.remove(kind);
        return finite;
    }

    private void document(String collection, DocumentRule rule) {
        String at = "documents." + collection;
        ItemRule item = item(at, rule.item());
        rule.fields().keySet().forEach(field -> field(at, item, field));
        for (String key : rule.attached().keySet()) {
            boolean known = profile.keys().get(new Pattern(key)) instanceof KeyRule.Collection list
                    && list.type() == Type.LIST
                    && rule.item().equals(list.of());
            require(known, at, "no list '" + key + "' of " + rule.item());
        }
        for (String relation : rule.relations().keySet()) {
            boolean known = profile.relation(relation).keySet().stream()
                    .anyMatch(key -> key.placeholders().equals(List.of(item.domain())));
            require(known, at, "no relation '" + relation + "' of " + rule.item());
        }
        for (DocumentRule.Mention mention : rule.mentions()) {
            ItemRule mentioned = item(at, mention.item());
            mention.fields().keySet().forEach(field -> field(at + ".mentions", mentioned, field));
        }
    }

    private ItemRule item(String at, String kind) {
        require(profile.items().containsKey(kind), at, "no item '" + kind + "'");
        return profile.item(kind);
    }

    private void domain(String at, String name) {
        require(profile.domains().containsKey(name), at, "no domain '" + name + "'");
    }

    private static void field(String at, ItemRule rule, @Nullable String name) {
        require(name == null || rule.fields().containsKey(name), at, "no field '" + name + "'");
    }

    /** A field that is compared and shown, so that it can neither be a secret nor computed. */
    private static void copied(String at, ItemRule rule, @Nullable String name) {
        field(at, rule, name);
        FieldRule field = name == null ? null : rule.fields().get(name);
        require(field == null || field.kind().primary(), at, "the field '" + name + "' is never copied");
    }

    private static void id(String at, ItemRule rule, @Nullable String name) {
        field(at, rule, name);
        FieldRule field = name == null ? null : rule.fields().get(name);
        require(field == null || field.kind() == FieldKind.ID, at, "the field '" + name + "' is no id");
    }

    private static void placeholder(String at, Pattern pattern, String name) {
        require(pattern.placeholders().equals(List.of(name)), at, "'" + pattern + "' must hold {" + name + "} alone");
    }

    private static void require(boolean holds, String at, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(at + ": " + problem);
        }
    }
}
