package dev.rethread.profile;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tells what keys are: a profile's patterns, the most specific first. */
public final class KeyRoles {
    private final Profile profile;
    private final List<PatternIndex.Rule<Function<Map<String, Bytes>, KeyRole>>> rules = new ArrayList<>();
    private final PatternIndex<Function<Map<String, Bytes>, KeyRole>> index;

    public KeyRoles(Profile profile) {
        this.profile = profile;
        profile.items().forEach(this::item);
        profile.keys().forEach(this::rule);
        profile.domains().forEach((name, domain) -> counter(name, domain.counter()));
        index = new PatternIndex<>(rules);
    }

    private void item(String kind, ItemRule rule) {
        if (rule.packed()) {
            add(rule.key(), v -> new KeyRole.PackedKey(kind, v));
        } else {
            add(rule.key(), v -> new KeyRole.ItemKey(kind, Objects.requireNonNull(v.get(rule.domain()))));
        }
    }

    private void rule(Pattern key, KeyRule rule) {
        if (rule instanceof KeyRule.Role role) {
            add(key, v -> switch (role) {
                case DERIVED -> new KeyRole.Derived();
                case SECRET -> new KeyRole.Secret(key);
                case EPHEMERAL -> new KeyRole.Ephemeral();
            });
        } else {
            add(key, v -> new KeyRole.CollectionKey(key, KeyRule.collections(rule), v));
        }
    }

    /** A counter in a hash that another rule claims as a whole is the business of that rule. */
    private void counter(String domain, @Nullable Counter counter) {
        if (counter != null && !claimed(counter.key())) {
            add(counter.key(), v -> new KeyRole.Counter(domain));
        }
    }

    private boolean claimed(Pattern key) {
        return profile.keys().containsKey(key)
                || profile.items().values().stream().anyMatch(item -> item.key().equals(key));
    }

    /** A counter issues digits: {@code user:5:flags} is no user of the id {@code 5:flags}. */
    private void add(Pattern pattern, Function<Map<String, Bytes>, KeyRole> role) {
        rules.add(new PatternIndex.Rule<>(pattern.typed(profile::counted), role));
    }

    /** What {@code key} is. */
    public KeyRole of(Key key) {
        Bytes name = profile.unprefixed(key);
        PatternIndex.Rule<Function<Map<String, Bytes>, KeyRole>> rule = name == null ? null : index.find(name);
        return rule == null
                ? new KeyRole.Unattributed()
                : rule.meaning()
                        .apply(rule.pattern()
                                .match(Objects.requireNonNull(name))
                                .orElseThrow());
    }
}
