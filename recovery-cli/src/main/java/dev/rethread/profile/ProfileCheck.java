package dev.rethread.profile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A profile's references to itself: every domain, field and placeholder it names exists. */
final class ProfileCheck {
    private ProfileCheck() {}

    static void check(Profile profile) {
        profile.items().forEach((kind, rule) -> checkItem(profile, kind, rule));
        profile.relations().forEach((kind, rule) -> checkRelation(profile, kind, rule));
        profile.documents().forEach((collection, rule) -> checkDocument(profile, collection, rule));
    }

    private static void checkItem(Profile profile, String kind, ItemRule rule) {
        String at = "items." + kind;
        domain(profile, at, rule.domain());
        placeholder(at + ".key", rule.key(), rule.domain());
        rule.attached().forEach(attached -> placeholder(at + ".attached", attached.key(), rule.domain()));
        rule.fields().values().forEach(field -> {
            if (field.domain() != null) {
                domain(profile, at + ".fields", field.domain());
            }
        });
        rule.identity().forEach(field -> field(at + ".identity", rule, field));
        rule.requires().forEach(field -> field(at + ".requires", rule, field));
        field(at + ".parent", rule, rule.parent());
        field(at + ".author", rule, rule.author());
        field(at + ".time", rule, rule.time());
        field(at + ".label", rule, rule.label());
    }

    private static void checkRelation(Profile profile, String kind, RelationRule rule) {
        String at = "relations." + kind;
        domain(profile, at + ".parent", rule.parent());
        placeholder(at + ".key", rule.key(), rule.parent());
        domain(profile, at + ".author", rule.author());
        placeholder(at + ".member", rule.member(), rule.author());
    }

    private static void checkDocument(Profile profile, String collection, DocumentRule rule) {
        String at = "documents." + collection;
        item(profile, at, rule.item());
        rule.fields().keySet().forEach(field -> field(at, profile.item(rule.item()), field));
        for (String relation : rule.relations().keySet()) {
            require(profile.relations().containsKey(relation), at, "no relation '" + relation + "'");
        }
        rule.mentions().forEach(mention -> item(profile, at, mention.item()));
    }

    private static ItemRule item(Profile profile, String at, String kind) {
        require(profile.items().containsKey(kind), at, "no item '" + kind + "'");
        return profile.item(kind);
    }

    private static void domain(Profile profile, String at, String name) {
        require(profile.domains().containsKey(name), at, "no domain '" + name + "'");
    }

    private static void field(String at, ItemRule rule, @Nullable String name) {
        require(name == null || rule.fields().containsKey(name), at, "no field '" + name + "'");
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
