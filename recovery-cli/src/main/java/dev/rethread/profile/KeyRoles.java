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

/** Tells what keys are: a profile's patterns, the most specific first. */
public final class KeyRoles {
    private record Candidate(Pattern pattern, Function<Map<String, Bytes>, KeyRole> role) {}

    private static final java.util.regex.Pattern COUNTED = java.util.regex.Pattern.compile("[0-9]+");

    private final Profile profile;
    private final List<Candidate> candidates = new ArrayList<>();

    public KeyRoles(Profile profile) {
        this.profile = profile;
        profile.items().forEach(this::item);
        profile.relations().forEach((kind, rule) -> add(rule.key(), v -> new KeyRole.RelationKey(kind, v)));
        profile.derived().forEach(pattern -> add(pattern, v -> new KeyRole.Derived()));
        profile.secrets().forEach(pattern -> add(pattern, v -> new KeyRole.Secret(pattern)));
        profile.ephemeral().forEach(pattern -> add(pattern, v -> new KeyRole.Ephemeral()));
        profile.domains().forEach((name, domain) -> counter(name, domain.counter()));
        candidates.sort(Comparator.comparingInt(
                        (Candidate candidate) -> candidate.pattern().specificity())
                .reversed());
    }

    private void item(String kind, ItemRule rule) {
        add(rule.key(), v -> new KeyRole.ItemKey(kind, id(v, rule)));
        for (ItemRule.Attached attached : rule.attached()) {
            add(attached.key(), v -> new KeyRole.AttachedKey(kind, id(v, rule), attached.key()));
        }
    }

    private static Bytes id(Map<String, Bytes> values, ItemRule rule) {
        return Objects.requireNonNull(values.get(rule.domain()), rule.domain());
    }

    private void counter(String domain, @org.jspecify.annotations.Nullable String counter) {
        if (counter != null) {
            add(new Pattern(counter), v -> new KeyRole.Counter(domain));
        }
    }

    private void add(Pattern pattern, Function<Map<String, Bytes>, KeyRole> role) {
        candidates.add(new Candidate(pattern, role));
    }

    /** What {@code key} is. */
    public KeyRole of(Key key) {
        if (key.database() == profile.database()) {
            for (Candidate candidate : candidates) {
                Optional<Map<String, Bytes>> values =
                        candidate.pattern().match(key.name()).filter(this::possible);
                if (values.isPresent()) {
                    return candidate.role().apply(values.get());
                }
            }
        }
        return new KeyRole.Unattributed();
    }

    /** A counter issues digits: {@code user:5:flags} is no user of the id {@code 5:flags}. */
    private boolean possible(Map<String, Bytes> values) {
        return values.entrySet().stream().allMatch(value -> {
            Domain domain = profile.domains().get(value.getKey());
            return domain == null
                    || domain.ids() != Domain.Ids.COUNTER
                    || COUNTED.matcher(value.getValue().utf8()).matches();
        });
    }
}
