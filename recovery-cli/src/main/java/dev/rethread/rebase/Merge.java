package dev.rethread.rebase;

import dev.rethread.item.Reference;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.profile.FieldRule;
import dev.rethread.profile.KeyRule;
import dev.rethread.profile.Pattern;
import dev.rethread.profile.Profile;
import java.util.Map;
import java.util.Objects;

/**
 * What every step of one merge asks: the branches, how their ids align, what stands in live.
 *
 * @param applied what earlier replays have added to counters
 */
record Merge(
        Profile profile,
        LostBranch lost,
        Branches branches,
        Alignment alignment,
        Standings standings,
        Bindings bindings,
        EffectBuilder effects,
        Merged merged,
        Derivation derivation,
        AppliedCounts applied) {

    static Merge of(Profile profile, Snapshot base, LostBranch lost, Snapshot live, AppliedCounts applied) {
        Branches branches = new Branches(profile, base, lost, live);
        Alignment alignment = new Alignment(profile, branches, lost);
        Bindings bindings = new Bindings(profile, item -> {
            Map<String, Bytes> fields = branches.lost(item);
            return fields != null ? fields : alignment.inLive(item);
        });
        Standings standings = new Standings(profile, branches, lost, alignment, bindings);
        EffectBuilder effects = new EffectBuilder(profile, bindings, alignment, standings);
        Merged merged = new Merged(profile, branches, alignment);
        Derivation derivation = new Derivation(profile, lost, branches, alignment, standings, merged, effects);
        return new Merge(profile, lost, branches, alignment, standings, bindings, effects, merged, derivation, applied);
    }

    /** The value as live would hold it, where that is known already. */
    Bytes liveForm(Reference item, FieldRule rule, Bytes value) {
        Template template = effects.template(item, rule, value);
        boolean known = template.references().stream()
                .allMatch(reference -> alignment.of(reference).live() != null);
        return known
                ? template.resolve(reference ->
                        Objects.requireNonNull(alignment.of(reference).live()))
                : value;
    }

    /** Whether live has the element of a collection that is named so. */
    boolean holds(Pattern key, KeyRule.Collection rule, Map<String, Reference> named) {
        boolean known = named.values().stream().allMatch(item -> alignment.inLive(item) != null);
        if (!known || !named.keySet().containsAll(key.placeholders())) {
            return false;
        }
        Key there = profile.key(key, placeholder -> live(named, placeholder));
        Bytes element = rule.element().fillBytes(placeholder -> live(named, placeholder));
        return branches.live(rule.type(), there, element) != null;
    }

    private Bytes live(Map<String, Reference> named, String placeholder) {
        Reference item = Objects.requireNonNull(named.get(placeholder));
        return Objects.requireNonNull(alignment.of(item).live());
    }
}
