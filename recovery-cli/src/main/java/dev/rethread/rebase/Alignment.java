package dev.rethread.rebase;

import dev.rethread.incident.ExitCode;
import dev.rethread.incident.Incident;
import dev.rethread.incident.OperatorException;
import dev.rethread.item.IdMapping;
import dev.rethread.item.IdMapping.How;
import dev.rethread.item.Reference;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.Domain;
import dev.rethread.profile.Pattern;
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
    private static final Bytes HERE = Bytes.of("\0live\0");

    private final Profile profile;
    private final Branches branches;
    private final LostBranch lost;
    private final Policies policies;
    private final Reposts reposts;
    private final Map<Reference, IdMapping> mappings = new TreeMap<>();
    private final Set<Reference> counterparts = new HashSet<>();
    /** Being aligned: what is its own parent, by whatever mistake, has no identity. */
    private final Set<Reference> open = new HashSet<>();

    private final Map<String, Set<Bytes>> suffixed = new HashMap<>();

    Alignment(Profile profile, Branches branches, LostBranch lost, Policies policies) {
        this.profile = profile;
        this.branches = branches;
        this.lost = lost;
        this.policies = policies;
        this.reposts = new Reposts(profile, branches, lost, this);
    }

    /**
     * Takes the ids that somebody says are the same.
     *
     * @throws OperatorException if the base has one, or live has not, or two are the same there
     */
    void takeGiven() {
        new TreeMap<>(policies.given()).forEach((id, live) -> {
            if (branches.base(id) != null) {
                throw refused(id + " is in the base: it has the same id in live");
            }
            Reference there = there(id, live);
            if (there == null || branches.live(there) == null) {
                throw refused("live has no " + new Reference(id.domain(), live) + ", which " + id + " is said to be");
            }
            if (!counterparts.add(there)) {
                throw refused("two are said to be " + there + " of live; one is " + id);
            }
        });
        policies.given().keySet().forEach(this::of);
    }

    private static OperatorException refused(String problem) {
        return new OperatorException(
                problem, "Correct the file that 'map' names in " + Incident.FILE + ".", ExitCode.PRECONDITION);
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

    /** What the item was typed again as by hand; null where nobody did. */
    Reposts.@Nullable Repost repost(Reference id) {
        String space = space(id);
        return space == null ? null : reposts.of(id, space);
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
    @Nullable
    String space(Reference id) {
        String within = profile.domain(id.domain()).within();
        if (within == null) {
            return id.domain();
        }
        Reference parent = new Reference(within, Bytes.of(Domain.parent(id.domain())));
        Bytes live = of(parent).live();
        return live == null ? null : Domain.within(Domain.plain(id.domain()), live.utf8());
    }

    private IdMapping align(Reference id) {
        Bytes given = policies.given().get(id);
        if (given != null) {
            return new IdMapping(id, given, How.GIVEN, "given by the incident's map");
        }
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
        Bytes found = counterpart(id);
        if (found != null) {
            counterparts.add(new Reference(space, found));
            String name = oneLine(Identity.inNames(profile, id, branches::known));
            return new IdMapping(id, found, found.equals(id.id()) ? How.KEPT : How.FOUND, name);
        }
        Reposts.Repost again = reposts.of(id, space);
        if (again != null && again.same() && policies.mergeReposts() && counterparts.add(again.item())) {
            return new IdMapping(id, again.item().id(), How.FOUND, again.evidence());
        }
        IdMapping beside = beside(id, new Reference(space, id.id()), domain);
        return again == null
                ? beside
                : new IdMapping(id, beside.live(), beside.how(), beside.evidence() + "; " + again.evidence());
    }

    /** Nothing in live is the same: its own id where that is free. */
    private IdMapping beside(Reference id, Reference there, Domain domain) {
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

    /** The identities that the item can have in live, in live's ids. */
    void identities(Reference item, Set<String> into) {
        for (String identity : new @Nullable String[] {identity(item, branches::known), anonymous(item)}) {
            if (identity != null) {
                into.add(identity);
            }
        }
    }

    /** The identity of an item that came back without its author; null where the profile has no placeholder for one. */
    private @Nullable String anonymous(Reference item) {
        Map<String, Pattern> instead = profile.item(item).placeholder();
        return instead.isEmpty()
                ? null
                : identity(item, asked -> asked.equals(item) ? replaced(item, instead) : branches.known(asked));
    }

    private @Nullable Map<String, Bytes> replaced(Reference item, Map<String, Pattern> instead) {
        Map<String, Bytes> fields = branches.known(item);
        if (fields == null) {
            return null;
        }
        Map<String, Bytes> replaced = new HashMap<>(fields);
        instead.forEach((name, value) -> replaced.put(name, Bytes.of(value.toString())));
        return replaced;
    }

    private @Nullable Bytes counterpart(Reference id) {
        String identity = identity(id, branches::known);
        Bytes found = identity == null ? null : counterpart(id, identity);
        String anonymous = found == null ? anonymous(id) : null;
        return anonymous == null ? found : counterpart(id, anonymous);
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
        if (!inBase && (of(id).how() == How.FOUND || of(id).how() == How.GIVEN)) {
            return false;
        }
        String original = identity(id, inBase ? branches::base : branches::known);
        String holder = branches.liveIdentity(there);
        return original != null
                && holder != null
                && !original.equals(holder)
                && (inBase || !holder.equals(anonymous(id)));
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
