package dev.rethread.profile;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Tells what keys are: a profile's patterns, the most specific first. */
public final class KeyRoles {
    private final Profile profile;
    private final List<PatternIndex.Rule<Function<Map<String, Bytes>, KeyRole>>> rules = new ArrayList<>();
    private final PatternIndex<Function<Map<String, Bytes>, KeyRole>> index;

    public KeyRoles(Profile profile) {
        this.profile = profile;
        profile.items().forEach(this::item);
        profile.relations().forEach((kind, rule) -> add(rule.key(), v -> new KeyRole.RelationKey(kind, v)));
        profile.derived().forEach(pattern -> add(pattern, v -> new KeyRole.Derived()));
        profile.secrets().forEach(pattern -> add(pattern, v -> new KeyRole.Secret(pattern)));
        profile.ephemeral().forEach(pattern -> add(pattern, v -> new KeyRole.Ephemeral()));
        profile.domains().forEach((name, domain) -> counter(name, domain.counter()));
        index = new PatternIndex<>(rules);
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

    /** A counter issues digits: {@code user:5:flags} is no user of the id {@code 5:flags}. */
    private void add(Pattern pattern, Function<Map<String, Bytes>, KeyRole> role) {
        rules.add(new PatternIndex.Rule<>(pattern.typed(this::counted), role));
    }

    private boolean counted(String name) {
        Domain domain = profile.domains().get(name);
        return domain != null && domain.ids() == Domain.Ids.COUNTER;
    }

    /** What {@code key} is. */
    public KeyRole of(Key key) {
        PatternIndex.Rule<Function<Map<String, Bytes>, KeyRole>> rule =
                key.database() == profile.database() ? index.find(key.name()) : null;
        return rule == null
                ? new KeyRole.Unattributed()
                : rule.meaning().apply(rule.pattern().match(key.name()).orElseThrow());
    }
}
