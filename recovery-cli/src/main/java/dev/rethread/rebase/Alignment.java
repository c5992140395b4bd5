package dev.rethread.rebase;

import dev.rethread.item.IdMapping;
import dev.rethread.item.IdMapping.How;
import dev.rethread.item.Reference;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.Domain;
import dev.rethread.profile.Profile;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Maps ids of the lost branch into live's id space. The same identity keeps or finds its live id; an id that is free in
 * live is kept, so that links to it live on; one that live issued to something else is replaced by a fresh one.
 */
final class Alignment {
    /** No id begins so. */
    private static final Bytes HERE = Bytes.of("live:");

    private final Profile profile;
    private final Branches branches;
    private final LostBranch lost;
    private final Map<Reference, IdMapping> mappings = new TreeMap<>();
    private final Set<Reference> counterparts = new HashSet<>();
    /** Being aligned: what is its own parent, by whatever mistake, has no identity. */
    private final Set<Reference> open = new HashSet<>();

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
            open.add(id);
            known = align(id);
            open.remove(id);
            mappings.put(id, known);
        }
        return known;
    }

    /** In live's ids; null while one of them is not known. */
    @Nullable
    Bytes resolved(Template template) {
        for (Reference reference : template.references()) {
            if (of(reference).live() == null) {
                return null;
            }
        }
        return template.resolve(
                reference -> java.util.Objects.requireNonNull(of(reference).live()));
    }

    /** What live calls {@code there}, by its id in the lost branch; what only live has, by a name that is no id. */
    Reference fromLive(Reference there) {
        Domain domain = profile.domain(there.domain());
        boolean same = domain.ids() == Domain.Ids.NAME
                || domain.within() != null
                || nowhere(there)
                || (known(there) && there.id().equals(of(there).live()) && inLive(there) != null);
        return same ? there : new Reference(there.domain(), Template.joined(HERE, there.id()));
    }

    /** The id in live of what only live has; null for everything else. */
    static @Nullable Bytes onlyInLive(Bytes id) {
        int length = HERE.length();
        return id.length() > length && id.slice(0, length).equals(HERE) ? id.slice(length, id.length()) : null;
    }

    /** Whether live has something of this identity. */
    boolean holds(Reference item, Map<String, Bytes> fields) {
        String identity = identity(item, asked -> asked.equals(item) ? fields : branches.known(asked));
        String space = space(item);
        return identity == null
                || space == null
                || !branches.liveIdsOf(space, identity).isEmpty();
    }

    /** The item's fields in live, or null where it is not there (yet). */
    @Nullable
    Map<String, Bytes> inLive(Reference id) {
        IdMapping mapping = of(id);
        if (mapping.live() == null) {
            return null;
        }
        Reference there = there(id, mapping.live());
        return there == null || takenByAnother(id, there) ? null : branches.live(there);
    }

    /** The item in live's ids; null while its id there, or that of what it is within, is not known. */
    @Nullable
    Reference there(Reference id) {
        Bytes live = of(id).live();
        return live == null ? null : there(id, live);
    }

    /** Whether the lost branch or its base ever had the item. */
    boolean known(Reference id) {
        return branches.known(id) != null;
    }

    /** Whether no branch has the item: a name that outlived what it named. */
    boolean nowhere(Reference item) {
        return onlyInLive(item.id()) == null
                && !known(item)
                && of(item).how() == How.KEPT
                && inLive(item) == null
                && !lost.records().containsKey(item);
    }

    private @Nullable Reference there(Reference id, Bytes live) {
        String space = space(id);
        return space == null ? null : new Reference(space, live);
    }

    /** The space of ids in live that answers to the one of {@code id}; null while what it is within has no id there. */
    private @Nullable String space(Reference id) {
        String within = profile.domain(id.domain()).within();
        if (within == null) {
            return id.domain();
        }
        Reference parent = new Reference(within, Bytes.of(Domain.parent(id.domain())));
        Bytes live = of(parent).live();
        return live == null ? null : Domain.within(Domain.plain(id.domain()), live.utf8());
    }

    private IdMapping align(Reference id) {
        Domain domain = profile.domain(id.domain());
        Bytes here = onlyInLive(id.id());
        if (here != null) {
            return new IdMapping(id, here, How.KEPT, "only in live");
        }
        if (domain.ids() == Domain.Ids.NAME || branches.base(id) != null) {
            return new IdMapping(id, id.id(), How.KEPT, "");
        }
        String space = space(id);
        if (space == null) {
            return new IdMapping(id, id.id(), How.KEPT, "new in live with what it is within");
        }
        String identity = identity(id, branches::known);
        Bytes found = identity == null ? null : counterpart(id, identity);
        if (found != null) {
            counterparts.add(new Reference(space, found));
            String name = oneLine(Identity.inNames(profile, id, branches::known));
            return new IdMapping(id, found, found.equals(id.id()) ? How.KEPT : How.FOUND, name);
        }
        Reference there = new Reference(space, id.id());
        if (!branches.inUse(there) && !beyondCounting(id)) {
            return new IdMapping(id, id.id(), How.KEPT, "free in live");
        }
        Bytes fresh = domain.ids() == Domain.Ids.SUFFIX ? suffix(id) : null;
        return new IdMapping(id, fresh, How.FRESH, why(there));
    }

    private String why(Reference id) {
        return branches.inUse(id)
                ? "in live " + id + " is " + oneLine(Identity.inNames(profile, id, branches::live))
                : "no counter reaches it";
    }

    /** An id that no counter can have issued, and that none could be raised above. */
    private boolean beyondCounting(Reference id) {
        return profile.domain(id.domain()).ids() == Domain.Ids.COUNTER && Numbers.orZero(id.id()) > Numbers.MAX_ID;
    }

    /** The identity in live's ids, as far as the item's references have any there. */
    private @Nullable String identity(Reference item, Function<Reference, @Nullable Map<String, Bytes>> branch) {
        Branches.Listing listing = branches.listed(item);
        Bytes parent = listing == null ? null : of(listing.parent()).live();
        if (listing != null && parent == null) {
            return null;
        }
        String listed = listing == null ? "" : parent + " " + listing.score() + "\n";
        String fields = Identity.of(profile, item, branch, named -> {
            Bytes live = open.contains(named) ? null : of(named).live();
            return live == null ? null : live.toString();
        });
        return fields == null ? null : listed + fields;
    }

    /** The id of the same thing in live: its own, else one that belongs to nothing else of the lost branch. */
    private @Nullable Bytes counterpart(Reference id, String identity) {
        String space = java.util.Objects.requireNonNull(space(id));
        SortedSet<Bytes> same = branches.liveIdsOf(space, identity);
        if (same.contains(id.id())) {
            return id.id();
        }
        return same.stream()
                .filter(live -> !spokenFor(id, new Reference(space, live), identity))
                .findFirst()
                .orElse(null);
    }

    private boolean spokenFor(Reference id, Reference live, String identity) {
        Reference lost = new Reference(id.domain(), live.id());
        boolean inLostBranch = branches.lost(lost) != null;
        boolean ofBase = inLostBranch && branches.base(lost) != null;
        return ofBase
                || counterparts.contains(live)
                || (inLostBranch && identity.equals(identity(lost, branches::lost)));
    }

    /**
     * Whether live holds something of another identity there: a title's id can be taken anew after a deletion. A
     * counter issues an id of the base once, whatever the thing is called since.
     */
    private boolean takenByAnother(Reference id, Reference there) {
        boolean inBase = branches.base(id) != null;
        if (inBase && profile.domain(id.domain()).ids() != Domain.Ids.SUFFIX) {
            return false;
        }
        if (!inBase && of(id).how() == How.FOUND) {
            return false;
        }
        String original = identity(id, inBase ? branches::base : branches::known);
        String holder = branches.liveIdentity(there);
        return original != null && holder != null && !original.equals(holder);
    }

    private Bytes suffix(Reference id) {
        Set<Bytes> taken = suffixed.computeIfAbsent(id.domain(), d -> new HashSet<>());
        for (int n = 2; ; n++) {
            Bytes candidate = suffixed(id.id(), n);
            Reference there = new Reference(id.domain(), candidate);
            boolean free = !branches.inUse(there) && !lost.records().containsKey(there);
            if (free && branches.base(there) == null && taken.add(candidate)) {
                return candidate;
            }
        }
    }

    private static Bytes suffixed(Bytes id, int number) {
        Bytes suffix = Bytes.of("-" + number);
        return new Template(List.of(new Template.Part.Literal(id), new Template.Part.Literal(suffix))).lost();
    }

    private static String oneLine(@Nullable String identity) {
        return identity == null ? "something else" : identity.strip().replace('\n', ' ');
    }
}
