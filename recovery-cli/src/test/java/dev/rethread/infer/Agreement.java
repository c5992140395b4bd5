package dev.rethread.infer;

import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.profile.Counter;
import dev.rethread.profile.FieldKind;
import dev.rethread.profile.FieldRule;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.KeyRole;
import dev.rethread.profile.KeyRoles;
import dev.rethread.profile.KeyRule;
import dev.rethread.profile.Pattern;
import dev.rethread.profile.Profile;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * How far a proposed profile says what one written by hand says of the same keyspace. Names of kinds and domains are not
 * compared: a kind is its key.
 */
final class Agreement {
    private final Profile truth;
    private final Profile guess;
    private final Map<String, Score> scores = new LinkedHashMap<>();

    /** What was expected, what was found, and what of both is the same. */
    record Score(Set<String> expected, Set<String> found) {
        private long both() {
            return expected.stream().filter(found::contains).count();
        }

        double recall() {
            return expected.isEmpty() ? 1 : (double) both() / expected.size();
        }

        double precision() {
            return found.isEmpty() ? 1 : (double) both() / found.size();
        }

        Set<String> missed() {
            Set<String> missed = new TreeSet<>(expected);
            missed.removeAll(found);
            return missed;
        }

        Set<String> wrong() {
            Set<String> wrong = new TreeSet<>(found);
            wrong.removeAll(expected);
            return wrong;
        }

        @Override
        public String toString() {
            return both() + " of " + expected.size() + " expected, " + found.size() + " found; missed " + missed()
                    + ", wrong " + wrong();
        }
    }

    private Agreement(Profile truth, Profile guess) {
        this.truth = truth;
        this.guess = guess;
    }

    static Agreement of(Profile truth, Profile guess, Snapshot keyspace) {
        Agreement agreement = new Agreement(truth, guess);
        agreement.items(keyspace);
        agreement.keys(keyspace);
        return agreement;
    }

    Score of(String aspect) {
        return scores.getOrDefault(aspect, new Score(Set.of("nothing was compared"), Set.of()));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        scores.forEach((aspect, score) ->
                text.append(aspect).append(": ").append(score).append('\n'));
        return text.toString();
    }

    private static String form(Pattern pattern) {
        return pattern.toString().replaceAll("\\{[^}]*}", "{}");
    }

    private static String home(Profile profile, String domain) {
        return profile.items().values().stream()
                .filter(item -> item.domain().equals(domain))
                .map(item -> form(item.key()))
                .findFirst()
                .orElse("");
    }

    private void items(Snapshot keyspace) {
        KeyRoles roles = new KeyRoles(truth);
        Set<String> seen = new TreeSet<>();
        for (Key key : keyspace.keys()) {
            if (roles.of(key) instanceof KeyRole.ItemKey item) {
                seen.add(form(truth.item(item.kind()).key()));
            } else if (roles.of(key) instanceof KeyRole.PackedKey packed) {
                seen.add(form(truth.item(packed.kind()).key()));
            }
        }
        Map<String, ItemRule> expected = byForm(truth);
        expected.keySet().retainAll(seen);
        Map<String, ItemRule> found = byForm(guess);
        scores.put("items", new Score(expected.keySet(), found.keySet()));
        expected.forEach((form, right) -> {
            ItemRule proposed = found.get(form);
            if (proposed != null) {
                item(form, right, proposed);
            }
        });
    }

    private void item(String form, ItemRule right, ItemRule proposed) {
        Map<String, BiFunction<Profile, ItemRule, Object>> aspects = new TreeMap<>(Map.of(
                "authors", (profile, item) -> String.valueOf(item.author()),
                "times", (profile, item) -> String.valueOf(item.time()),
                "parents", (profile, item) -> String.valueOf(item.parent()),
                "counters",
                        (profile, item) -> counter(profile.domain(item.domain()).counter())));
        aspects.forEach((aspect, value) -> {
            add(score(aspect).expected(), form, value.apply(truth, right));
            add(score(aspect).found(), form, value.apply(guess, proposed));
        });
        fields(form, right, proposed);
    }

    private static String counter(@org.jspecify.annotations.Nullable Counter counter) {
        return counter == null ? "null" : form(counter.key()) + " " + counter.field();
    }

    private static void add(Set<String> to, String form, Object value) {
        if (!value.equals("null")) {
            to.add(form + " " + value);
        }
    }

    private Score score(String aspect) {
        return scores.computeIfAbsent(aspect, a -> new Score(new TreeSet<>(), new TreeSet<>()));
    }

    private static Map<String, ItemRule> byForm(Profile profile) {
        Map<String, ItemRule> items = new TreeMap<>();
        profile.items().values().forEach(item -> items.put(form(item.key()), item));
        return items;
    }

    /** Of the fields that the keyspace has, which are those that are proposed. */
    private void fields(String form, ItemRule expected, ItemRule found) {
        found.fields().forEach((field, rule) -> {
            String place = form + "." + field;
            FieldRule right = expected.fields().get(field);
            if (right != null) {
                compare("times in fields", FieldKind.TIME, place, right, rule);
                compare("credentials in fields", FieldKind.SECRET, place, right, rule);
                String domain = named(truth, right);
                if (!domain.isEmpty()) {
                    score("references in fields").expected().add(place + " -> " + domain);
                }
            }
            String domain = named(guess, rule);
            if (!domain.isEmpty()) {
                score("references in fields").found().add(place + " -> " + domain);
            }
        });
    }

    /** Whose ids a field holds; empty where another field says it. */
    private static String named(Profile profile, FieldRule rule) {
        return rule.domain() == null ? "" : home(profile, rule.domain());
    }

    private void compare(String aspect, FieldKind kind, String place, FieldRule right, FieldRule rule) {
        if (right.kind() == kind) {
            score(aspect).expected().add(place + " " + right.unit());
        }
        if (rule.kind() == kind) {
            score(aspect).found().add(place + " " + rule.unit());
        }
    }

    /** Every form of key that either profile tells apart, by the first key that has it. */
    private void keys(Snapshot keyspace) {
        KeyRoles right = new KeyRoles(truth);
        KeyRoles proposed = new KeyRoles(guess);
        Set<String> seen = new TreeSet<>();
        for (Key key : keyspace.keys()) {
            KeyRole expected = right.of(key);
            KeyRole found = proposed.of(key);
            if (expected instanceof KeyRole.Secret) {
                score("credentials in keys").expected().add(key.toString());
            }
            if (found instanceof KeyRole.Secret) {
                score("credentials in keys").found().add(key.toString());
            }
            if (expected instanceof KeyRole.CollectionKey one && seen.add("expected " + one.key())) {
                score("collections").expected().add(key + " " + homes(truth, one));
                score("collections")
                        .found()
                        .add(key + " "
                                + (found instanceof KeyRole.CollectionKey other
                                        ? homes(guess, other)
                                        : found.getClass().getSimpleName()));
            }
        }
    }

    /** The kinds whose ids stand in the key and its elements. */
    private static Set<String> homes(Profile profile, KeyRole.CollectionKey role) {
        Set<String> homes = new TreeSet<>();
        add(homes, profile, role.key());
        for (KeyRule.Collection form : role.forms()) {
            add(homes, profile, form.element());
            if (form.value().domain() != null) {
                homes.add(home(profile, form.value().domain()));
            }
        }
        return homes;
    }

    private static void add(Collection<String> homes, Profile profile, Pattern pattern) {
        for (String placeholder : pattern.placeholders()) {
            String domain = pattern.domainOf(placeholder);
            if (profile.domains().containsKey(domain)) {
                homes.add(home(profile, domain));
            }
        }
    }
}
