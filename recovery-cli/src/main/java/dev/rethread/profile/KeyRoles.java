package dev.rethread.profile;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tells what keys are: a profile's patterns, the most specific first. */
public final class KeyRoles {
    private record Candidate(Pattern pattern, Function<Map<String, Bytes>, KeyRole> role) {}

    private final Profile profile;
    private final List<Candidate> candidates = new ArrayList<>();

    public KeyRoles(Profile profile) {
        this.profile = profile;
        profile.items().forEach(this::item);
        profile.keys().forEach(this::rule);
        profile.domains().forEach((name, domain) -> counter(name, domain.counter()));
        candidates.sort(Comparator.comparingInt(
                        (Candidate candidate) -> candidate.pattern().specificity())
                .reversed());
    }

    private void item(String kind, ItemRule rule) {
        if (rule.packed()) {
            add(rule.key(), v -> new KeyRole.PackedKey(kind, v));
        } else {
            add(rule.key(), v -> new KeyRole.ItemKey(kind, id(v, rule)));
        }
    }

    private void rule(Pattern key, KeyRule rule) {
        if (rule instanceof KeyRule.Collection collection) {
            add(key, v -> new KeyRole.CollectionKey(key, collection, v));
        } else {
            KeyRule.Role role = (KeyRule.Role) rule;
            add(key, v -> switch (role) {
                case DERIVED -> new KeyRole.Derived();
                case SECRET -> new KeyRole.Secret(key);
                case EPHEMERAL -> new KeyRole.Ephemeral();
            });
        }
    }

    private static Bytes id(Map<String, Bytes> values, ItemRule rule) {
        return Objects.requireNonNull(values.get(rule.domain()), rule.domain());
    }

    /** A counter in a hash that a rule claims is the business of that rule. */
    private void counter(String domain, @Nullable Counter counter) {
        if (counter != null
                && candidates.stream().noneMatch(known -> known.pattern().equals(counter.key()))) {
            add(counter.key(), v -> new KeyRole.Counter(domain));
        }
    }

    private void add(Pattern pattern, Function<Map<String, Bytes>, KeyRole> role) {
        candidates.add(new Candidate(pattern, role));
    }

    /** What {@code key} is. */
    public KeyRole of(Key key) {
        Bytes name = profile.unprefixed(key);
        if (name != null) {
            for (Candidate candidate : candidates) {
                Optional<Map<String, Bytes>> values =
                        candidate.pattern().match(name).filter(found -> possible(candidate.pattern(), found));
                if (values.isPresent()) {
                    return candidate.role().apply(values.get());
                }
            }
        }
        return new KeyRole.Unattributed();
    }

    /** A counter issues digits: {@code user:5:flags} is no user of the id {@code 5:flags}. */
    private boolean possible(Pattern pattern, Map<String, Bytes> values) {
        return values.entrySet().stream()
                .allMatch(value -> profile.possible(pattern.domainOf(value.getKey()), value.getValue()));
    }
}
