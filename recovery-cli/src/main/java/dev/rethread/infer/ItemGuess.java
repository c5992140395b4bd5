package dev.rethread.infer;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** A kind of item as it is proposed: its fields, and which of them are its author, parent, time, name. */
final class ItemGuess {
    private static final List<String> TIMES = List.of(
            "timestamp",
            "created",
            "ctime",
            "createtime",
            "createdat",
            "joindate",
            "joined",
            "time",
            "datetime",
            "date");
    private static final List<String> AUTHORS =
            List.of("uid", "user", "userid", "author", "authorid", "fromuid", "owner", "creator", "by", "sender");
    private static final List<String> LABELS = List.of("username", "title", "name", "subject", "label", "path");
    private static final Set<String> PRIMARY = Set.of("plain", "text", "time", "time s");
    private static final double EVERY = 0.9;

    final Entity entity;
    final Map<String, Guess> fields;
    /** The words of a rule and what they name, each with its reason. */
    final Map<String, Guess> roles = new LinkedHashMap<>();

    private final boolean account;
    private final Optional<String> time;

    ItemGuess(Entity entity, Map<String, Guess> fields, Entities entities) {
        this.entity = entity;
        this.fields = fields;
        account = entity == entities.account();
        time = named(TIMES, field -> rule(field).equals("time") || rule(field).equals("time s"));
        Entity people = entities.account();
        Optional<String> author = account || people == null
                ? Optional.empty()
                : named(AUTHORS, field -> rule(field).equals("id " + people) && tellsOfAuthor(field, people));
        Optional<String> label = label();
        identity(time, author, label);
        parent(entities, author);
        author.ifPresent(field -> role("author", field, "an account's id in most"));
        time.ifPresent(field -> role("time", field, "in most, and named so"));
        label.ifPresent(field -> role("label", field, "named so"));
    }

    private void role(String word, String field, String reason) {
        roles.put(word, new Guess(Yaml.quoted(field), present(field), reason));
    }

    private double present(String field) {
        Values values = entity.fields().get(field);
        return values == null ? 0 : Math.min(1, new Share(values.count(), entity.read()).part());
    }

    /** A field of the kind that nearly all have, the earlier named so the better. */
    private Optional<String> named(List<String> names, Predicate<String> likely) {
        return fields.keySet().stream()
                .filter(field -> likely.test(field) && present(field) >= EVERY && !entity.isOwnField(field))
                .min(Comparator.comparingInt((String field) -> rank(names, field))
                        .thenComparing(field -> field));
    }

    private static boolean tellsOfAuthor(String field, Entity people) {
        return AUTHORS.contains(Words.joined(field)) || Words.people(field) || people.affinity(field) >= Words.WHOLE;
    }

    private Optional<String> label() {
        return fields.keySet().stream()
                .filter(field -> LABELS.contains(Words.joined(field)) && present(field) >= EVERY)
                .filter(field -> rule(field).equals("plain") || rule(field).equals("text") || entity.isOwnField(field))
                .min(Comparator.comparingInt(field -> rank(LABELS, field)));
    }

    private static int rank(List<String> names, String field) {
        int at = names.indexOf(Words.joined(field));
        return at < 0 ? names.size() : at;
    }

    private String rule(String field) {
        Guess guess = fields.get(field);
        return guess == null ? "" : guess.rule();
    }

    private void identity(Optional<String> time, Optional<String> author, Optional<String> label) {
        Optional<String> unique = unique(label);
        if (account && unique.isPresent()) {
            String field = unique.get();
            roles.put("identity", new Guess("[" + Yaml.quoted(field) + "]", 0.9, "no two have the same"));
            roles.put(
                    "register",
                    new Guess("{field: " + Yaml.quoted(field) + "}", 0.8, "its credentials are not restored"));
        } else if (author.isPresent() && time.isPresent()) {
            String both = "[" + Yaml.quoted(author.get()) + ", " + Yaml.quoted(time.get()) + "]";
            roles.put("identity", new Guess(both, 0.8, "nobody makes two at one moment"));
        } else if (entity.numbered() && unique.isPresent()) {
            roles.put("identity", new Guess("[" + Yaml.quoted(unique.get()) + "]", 0.6, "no two have the same"));
        }
        time.ifPresent(field ->
                roles.put("requires", new Guess("[" + Yaml.quoted(field) + "]", 0.7, "without it, a mere mention")));
    }

    /** A field that all have and no two the same: a name that people chose. */
    private Optional<String> unique(Optional<String> label) {
        List<String> candidates = fields.keySet().stream()
                .filter(field -> PRIMARY.contains(rule(field)) && !rule(field).startsWith("time"))
                .filter(field -> present(field) >= EVERY && !entity.isOwnField(field))
                .filter(field -> holds(
                        field, values -> values.unique() && !values.numeric().atLeast(0.5)))
                .toList();
        return label.filter(candidates::contains).or(() -> candidates.stream().findFirst());
    }

    /** What many of it share: an id of another kind, not the author's, that nearly all have. */
    private void parent(Entities entities, Optional<String> author) {
        if (entity.within != null) {
            roles.put("parent", new Guess(entity.within.name, 1, "packed in its hashes"));
            return;
        }
        entities.all().stream()
                .filter(e -> e != entity && e != entities.account() && !e.packed())
                .flatMap(e ->
                        fields.keySet().stream().filter(field -> rule(field).equals("id " + e)))
                .filter(field -> present(field) >= EVERY
                        && shared(field)
                        && author.map(a -> !a.equals(field)).orElse(true))
                .min(Comparator.comparing(field -> field))
                .ifPresent(field -> role("parent", field, "several have the same"));
    }

    private boolean shared(String field) {
        return holds(field, values -> values.distinct().distinct() * 10 <= values.count() * 9);
    }

    private boolean holds(String field, Predicate<Values> condition) {
        Values values = entity.fields().get(field);
        return values != null && condition.test(values);
    }

    /** The field with the time it was made. */
    Optional<String> time() {
        return time;
    }

    /** Whether it belongs to the other. */
    boolean isBelow(ItemGuess other) {
        return other != this && parentKind().filter(other.entity.name::equals).isPresent();
    }

    /** What a report says of it. */
    Proposal.Kind kind() {
        List<String> credentials = fields.keySet().stream()
                .filter(field -> rule(field).equals("secret"))
                .toList();
        return new Proposal.Kind(
                entity.name, entity.count(), role("time"), role("author"), role("parent"), credentials);
    }

    private String role(String word) {
        Guess guess = roles.get(word);
        return guess == null ? "" : guess.rule();
    }

    /** The kind it belongs to; empty where none. */
    private Optional<String> parentKind() {
        Guess parent = roles.get("parent");
        if (parent == null) {
            return Optional.empty();
        }
        String rule = fields.entrySet().stream()
                .filter(field -> Yaml.quoted(field.getKey()).equals(parent.rule()))
                .map(field -> field.getValue().rule())
                .findFirst()
                .orElse("id " + parent.rule());
        return Optional.of(rule.substring(rule.indexOf(' ') + 1));
    }
}
