package dev.rethread.infer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes a proposed profile: every line with its confidence and its reason, and what could not be told. */
final class Draft {
    private final String name;
    private final int database;
    private final List<ItemGuess> items;
    private final Map<Entity, Guess> counters;
    private final Map<String, Guess> keys;
    private final Map<String, Guess> untold;

    Draft(
            String name,
            int database,
            List<ItemGuess> items,
            Map<Entity, Guess> counters,
            Map<String, Guess> keys,
            Map<String, Guess> untold) {
        this.name = name;
        this.database = database;
        this.items = items;
        this.counters = counters;
        this.keys = keys;
        this.untold = untold;
    }

    /** The profile as YAML, in the grammar that {@link dev.rethread.profile.Profiles#read} reads. */
    String yaml() {
        List<String> lines = new ArrayList<>();
        lines.add("# Proposed from what a keyspace holds. Behind each line how sure it is, from 0 to 1, and why.");
        lines.add(
                "# Every key and value was looked at; what refers to what, and which counts agree, is told by samples of"
                        + " 512 of each place.");
        lines.add("# Read every line before it is used: what is missed here is not restored, or restored unchanged.");
        lines.add("profile: " + Yaml.quoted(name));
        lines.add("title: " + Yaml.quoted(name + " (proposed)"));
        lines.add("database: " + database);
        lines.add("");
        lines.add(items.isEmpty() ? "domains: {}" : "domains:");
        items.forEach(item -> domain(item.entity, lines));
        lines.add("");
        lines.add(items.isEmpty() ? "items: {}" : "items:");
        items.forEach(item -> item(item, lines));
        lines.add(keys.isEmpty() ? "keys: {}" : "keys:");
        keys.forEach(
                (pattern, guess) -> lines.add(commented("  " + Yaml.quoted(pattern) + ": " + guess.rule(), guess)));
        if (!untold.isEmpty()) {
            lines.add("");
            lines.add("# What could not be told: add a rule, or these keys stay in the drawer of what nobody claims.");
            untold.forEach((pattern, guess) -> lines.add("#  " + Yaml.quoted(pattern) + ": " + guess.reason()));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String commented(String line, Guess guess) {
        return line + "  # " + guess.comment();
    }

    private void domain(Entity entity, List<String> lines) {
        Guess counter = counters.get(entity);
        String within = entity.within == null ? "" : ", within: " + entity.within;
        if (counter != null) {
            lines.add(commented(
                    "  " + entity + ": {ids: counter" + within + ", counter: " + counter.rule() + "}", counter));
        } else {
            Guess names = entity.numbered()
                    ? new Guess("", 0.3, "numbers, but no counter was found that issues them")
                    : new Guess("", 0.6, "names, made by people or by the application");
            lines.add(commented("  " + entity + ": {ids: name" + within + "}", names));
        }
    }

    private static void item(ItemGuess item, List<String> lines) {
        Entity entity = item.entity;
        lines.add("  " + entity + ":");
        lines.add("    domain: " + entity);
        Guess read = new Guess(
                "",
                entity.ownField() ? 1 : 0.8,
                entity.count() + " of them" + (entity.ownField() ? ", with their id in a field" : ""));
        String within = entity.within == null ? entity.name : entity.within.name;
        String key = entity.key(within);
        lines.add(commented("    key: " + Yaml.quoted(key), read));
        if (entity.packed()) {
            lines.add("    field: \"{" + entity + "}\"");
        }
        lines.add("    fields:");
        item.fields.forEach((field, guess) ->
                lines.add(commented("      " + Yaml.quoted(field) + ": " + scalar(guess.rule()), guess)));
        item.roles.forEach((word, guess) -> lines.add(commented("    " + word + ": " + guess.rule(), guess)));
        lines.add("");
    }

    private static String scalar(String rule) {
        return rule.startsWith("{") ? "\"" + rule + "\"" : rule;
    }
}
