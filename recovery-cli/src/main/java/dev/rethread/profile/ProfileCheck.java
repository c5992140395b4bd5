package dev.rethread.profile;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
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
        profile.relations().forEach(check::relation);
        profile.documents().forEach(check::document);
        if (profile.group() != null) {
            check.domain("group", profile.group());
        }
    }

    private void domainRule(String name, @Nullable Domain rule) {
        String at = "domains." + name;
        require(rule != null, at, "says nothing of its ids");
        long kinds = profile.items().values().stream()
                .filter(item -> item.domain().equals(name))
                .count();
        require(kinds == 1, at, kinds + " kinds of item have ids of '" + name + "', not one");
    }

    private void item(String kind, ItemRule rule) {
        String at = "items." + kind;
        placeholder(at + ".key", rule.key(), rule.domain());
        rule.attached().forEach(attached -> placeholder(at + ".attached", attached.key(), rule.domain()));
        rule.fields().values().forEach(field -> {
            if (field.domain() != null) {
                domain(at + ".fields", field.domain());
            }
        });
        rule.identity().forEach(field -> copied(at + ".identity", rule, field));
        rule.together().forEach(group -> group.forEach(field -> field(at + ".together", rule, field)));
        rule.requires().forEach(field -> copied(at + ".requires", rule, field));
        id(at + ".parent", rule, rule.parent());
        id(at + ".author", rule, rule.author());
        copied(at + ".time", rule, rule.time());
        copied(at + ".label", rule, rule.label());
        if (rule.register() != null) {
            copied(at + ".register", rule, rule.register().field());
        }
        derive(at + ".derive", rule.derive(), placeholder -> bound(rule, placeholder));
    }

    private void relation(String kind, RelationRule rule) {
        String at = "relations." + kind;
        domain(at + ".parent", rule.parent());
        placeholder(at + ".key", rule.key(), rule.parent());
        domain(at + ".author", rule.author());
        placeholder(at + ".member", rule.member(), rule.author());
        ItemRule parent = profile.item(profile.kindOf(rule.parent()));
        derive(at + ".derive", rule.derive(), name -> name.equals(rule.author()) || bound(parent, name));
    }

    private static void derive(String at, List<Derive> rules, Predicate<String> bound) {
        for (Derive rule : rules) {
            rule.placeholders().forEach(name -> require(bound.test(name), at, "nothing is known as {" + name + "}"));
        }
    }

    /** Whether an item of {@code rule}, or what it belongs to, has {@code name} as its id or as a copied field. */
    private boolean bound(ItemRule rule, String name) {
        Set<String> seen = new HashSet<>();
        ItemRule at = rule;
        while (seen.add(at.domain())) {
            FieldRule field = at.fields().get(name);
            if (name.equals(at.domain()) || field != null) {
                return field == null || field.kind().primary();
            }
            FieldRule parent = at.parent() == null ? null : at.fields().get(at.parent());
            if (parent == null || parent.domain() == null) {
                return false;
            }
            at = profile.item(profile.kindOf(parent.domain()));
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
            finite &= field == null || field.domain() == null || finite(profile.kindOf(field.domain()), open);
        }
        open.remove(kind);
        return finite;
    }

    private void document(String collection, DocumentRule rule) {
        String at = "documents." + collection;
        ItemRule item = item(at, rule.item());
        rule.fields().keySet().forEach(field -> field(at, item, field));
        for (String key : rule.attached().keySet()) {
            boolean known = item.attached().stream()
                    .anyMatch(attached -> attached.key().toString().equals(key));
            require(known, at, "no attached key '" + key + "'");
        }
        for (String relation : rule.relations().keySet()) {
            RelationRule named = profile.relations().get(relation);
            require(
                    named != null && named.parent().equals(item.domain()),
                    at,
                    "no relation '" + relation + "' of " + rule.item());
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
