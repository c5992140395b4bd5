package dev.rethread.rebase;

import dev.rethread.item.IdMapping;
import dev.rethread.item.IdMapping.How;
import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.Domain;
import dev.rethread.profile.Profile;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Maps ids of the lost branch into live's id space. The same identity keeps or finds its live id; an id that is free in
 * live is kept, so that links to it live on; one that live issued to something else is replaced by a fresh one.
 */
final class Alignment {
    private static final int MAX_SUFFIX = 10_000;

    private final Profile profile;
    private final Branches branches;
    private final LostBranch lost;
    private final Map<Reference, IdMapping> mappings = new TreeMap<>();
    private final Map<String, Set<Bytes>> suffixed = new HashMap<>();

    Alignment(Profile profile, Branches branches, LostBranch lost) {
        this.profile = profile;
        this.branches = branches;
        this.lost = lost;
    }

    /** Every mapping asked for so far. */
    Map<Reference, IdMapping> mappings() {
        return mappings;
    }

    IdMapping of(Reference id) {
        IdMapping known = mappings.get(id);
        if (known == null) {
            known = align(id);
            mappings.put(id, known);
        }
        return known;
    }

    /** The item's fields in live, or null where it is not there (yet). */
    @Nullable
    Map<String, Bytes> inLive(Reference id) {
        IdMapping mapping = of(id);
        if (mapping.live() == null) {
            return null;
        }
        Reference there = new Reference(id.domain(), mapping.live());
        return takenByAnother(id, there) ? null : branches.live(there);
    }

    private IdMapping align(Reference id) {
        Domain domain = profile.domain(id.domain());
        if (domain.ids() == Domain.Ids.NAME || branches.base(id) != null) {
            return new IdMapping(id, id.id(), How.KEPT, "");
        }
        String identity = Identity.of(profile, id, branches::lost);
        Bytes found = identity == null ? null : branches.liveIdOf(profile.kindOf(id.domain()), identity);
        if (found != null) {
            return new IdMapping(id, found, found.equals(id.id()) ? How.KEPT : How.FOUND, oneLine(identity));
        }
        if (branches.live(id) == null) {
            return new IdMapping(id, id.id(), How.KEPT, "free in live");
        }
        String holder = Identity.of(profile, id, branches::live);
        Bytes fresh = domain.ids() == Domain.Ids.SUFFIX ? suffix(id) : null;
        return new IdMapping(id, fresh, How.FRESH, "in live " + id + " is " + oneLine(holder));
    }

    /** Whether live holds something of another identity there: a title's id can be taken anew after a deletion. */
    private boolean takenByAnother(Reference id, Reference there) {
        String mine = Identity.of(profile, id, branches::lost);
        String original = mine != null ? mine : Identity.of(profile, id, branches::base);
        String holder = Identity.of(profile, there, branches::live);
        return original != null && holder != null && !original.equals(holder);
    }

    private Bytes suffix(Reference id) {
        Set<Bytes> taken = suffixed.computeIfAbsent(id.domain(), d -> new HashSet<>());
        for (int n = 2; n < MAX_SUFFIX; n++) {
            Bytes candidate = Bytes.of(id.id().utf8() + "-" + n);
            Reference there = new Reference(id.domain(), candidate);
            boolean free = branches.live(there) == null && lost.records().get(there) == null;
            if (free && branches.base(there) == null && taken.add(candidate)) {
                return candidate;
            }
        }
        throw new IllegalStateException("no free suffix for " + id);
    }

    private static String oneLine(@Nullable String identity) {
        return identity == null ? "something else" : identity.strip().replace('\n', ' ');
    }
}
