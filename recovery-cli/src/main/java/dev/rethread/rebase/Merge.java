package dev.rethread.rebase;

import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.profile.FieldRule;
import dev.rethread.profile.Pattern;
import dev.rethread.profile.Profile;

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
        AppliedCounts applied) {

    static Merge of(Profile profile, Snapshot base, LostBranch lost, Snapshot live, AppliedCounts applied) {
        Branches branches = new Branches(profile, base, lost, live);
        Alignment alignment = new Alignment(profile, branches, lost);
        Bindings bindings = new Bindings(profile, branches, alignment);
        Standings standings = new Standings(profile, branches, lost, alignment, bindings);
        EffectBuilder effects = new EffectBuilder(profile, bindings);
        return new Merge(profile, lost, branches, alignment, standings, bindings, effects, applied);
    }

    /** The value as live would hold it, where that is known already. */
    Bytes liveForm(FieldRule rule, Bytes value) {
        Reference named = rule.reference(value);
        if (named == null) {
            return value;
        }
        Bytes live = alignment.of(named).live();
        return live == null ? value : live;
    }

    Key keyOf(Pattern pattern, Bytes id) {
        return new Key(profile.database(), pattern.fillBytes(placeholder -> id));
    }
}
