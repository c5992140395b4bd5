package dev.rethread.rebase;

import dev.rethread.delta.Element;
import dev.rethread.delta.Elements;
import dev.rethread.delta.Score;
import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.keyspace.Type;
import dev.rethread.keyspace.Value;
import dev.rethread.profile.Counter;
import dev.rethread.profile.Domain;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.KeyRole;
import dev.rethread.profile.KeyRoles;
import dev.rethread.profile.Pattern;
import dev.rethread.profile.Profile;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Items as each branch has them: the base, the lost branch, live. An item's fields by name, or null where the branch
 * has no such item.
 */
final class Branches {
    private static final int DECODED = 256;
    private static final SortedSet<Bytes> NO_IDS = Collections.emptySortedSet();

    private final Profile profile;
    private final Snapshot base;
    private final LostBranch lost;
    private final Snapshot live;
    private final Map<String, Map<String, SortedSet<Bytes>>> liveByIdentity = new HashMap<>();
    private final Map<Pattern, Map<Reference, Listing>> lostListings = new HashMap<>();
    private final Map<Pattern, Map<Reference, Listing>> liveListings = new HashMap<>();
    /** The collections asked for last: elements of an index are asked for one by one. */
    private final Map<Key, Optional<Entry>> decoded = new LinkedHashMap<>(DECODED, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Optional<Entry>> eldest) {
            return size() > DECODED;
        }
    };

    Branches(Profile profile, Snapshot base, LostBranch lost, Snapshot live) {
        this.profile = profile;
        this.base = base;
        this.lost = lost;
        this.live = live;
    }

    /** The base alone. */
    static Branches ofBase(Profile profile, Snapshot base) {
        LostBranch nothing = new LostBranch(Map.of(), List.of(), List.of(), Map.of(), 0, 0, 0);
        return new Branches(profile, base, nothing, base);
    }

    @Nullable
    Map<String, Bytes> base(Reference item) {
        return fields(base, item);
    }

    @Nullable
    Map<String, Bytes> live(Reference item) {
        return fields(live, item);
    }

    /** The item in the lost branch: as evidence tells, else as the base had it. */
    @Nullable
    Map<String, Bytes> lost(Reference item) {
        LostRecord record = lost.records().get(item);
        if (record == null) {
            return base(item);
        }
        if (record.deleted()) {
            return null;
        }
        Map<String, Bytes> fields = new LinkedHashMap<>();
        record.fields().forEach((name, sourced) -> fields.put(name, sourced.value()));
        return fields;
    }

    /** The item as the lost branch last had it, though it be deleted there. */
    @Nullable
    Map<String, Bytes> known(Reference item) {
        Map<String, Bytes> fields = lost(item);
        return fields != null ? fields : base(item);
    }

    /**
     * What an item of the lost branch, or else of the base, is listed in; null where the profile says nothing of it, or it
     * is in no list.
     */
    @Nullable
    Reference listedIn(Reference item) {
        Listing listing = listing(item, lostListings);
        return listing == null ? null : listing.parent();
    }

    /** Where an item is listed: what it belongs to, and its score there. */
    record Listing(Reference parent, Bytes score) {}

    /** Where an item of live is listed. */
    @Nullable
    Listing listedInLive(Reference item) {
        Pattern form = profile.item(item).listed();
        return form == null
                ? null
                : liveListings.computeIfAbsent(form, key -> listings(live, key)).get(item);
    }

    /** Where an item of the lost branch is listed. */
    @Nullable
    Listing listed(Reference item) {
        return listing(item, lostListings);
    }

    private @Nullable Listing listing(Reference item, Map<Pattern, Map<Reference, Listing>> known) {
        Pattern form = profile.item(item).listed();
        if (form == null) {
            return null;
        }
        LostRecord record = lost.records().get(item);
        if (record != null) {
            for (LostElement part : record.parts()) {
                Bytes score = part.after();
                if (part.pattern().equals(form) && score != null) {
                    return part.named().values().stream()
                            .filter(named -> !named.equals(item))
                            .findFirst()
                            .map(parent -> new Listing(parent, score))
                            .orElse(null);
                }
            }
        }
        return known.computeIfAbsent(form, key -> listings(base, key)).get(item);
    }

    private Map<Reference, Listing> listings(Snapshot snapshot, Pattern form) {
        Map<Reference, Listing> found = new HashMap<>();
        KeyRoles roles = new KeyRoles(profile);
        for (Key key : snapshot.keys()) {
            if (roles.of(key) instanceof KeyRole.CollectionKey list
                    && list.key().equals(form)) {
                Map<String, Reference> parents = profile.references(form, list.values(), list.values());
                Entry entry = snapshot.get(key);
                if (!parents.isEmpty() && entry != null && entry.value() instanceof Value.SortedSetValue sorted) {
                    Reference parent = parents.values().iterator().next();
                    Pattern element = list.forms().get(0).element();
                    sorted.scores()
                            .forEach((member, score) -> element.match(member)
                                    .ifPresent(ids -> profile.references(element, ids, ids)
                                            .values()
                                            .forEach(item ->
                                                    found.put(item, new Listing(parent, Score.format(score))))));
                }
            }
        }
        return found;
    }

    /** Whether live holds anything under the item's key. */
    boolean inUse(Reference item) {
        return profile.item(item).packed() ? live(item) != null : live.get(profile.keyOf(item)) != null;
    }

    private @Nullable Map<String, Bytes> fields(Snapshot snapshot, Reference item) {
        return profile.item(item).packed()
                ? PackedItem.fields(packed(snapshot, item))
                : fields(snapshot.get(profile.keyOf(item)));
    }

    /** The JSON of a packed item in the base; null where it is not there. */
    @Nullable
    Bytes basePacked(Reference item) {
        return packed(base, item);
    }

    /** The JSON of a packed item in live; null where it is not there. */
    @Nullable
    Bytes livePacked(Reference item) {
        return packed(live, item);
    }

    private @Nullable Bytes packed(Snapshot snapshot, Reference item) {
        Entry entry = snapshot.get(profile.keyOf(item));
        ItemRule rule = profile.item(item);
        return entry != null && entry.value() instanceof Value.HashValue hash
                ? hash.fields().get(Objects.requireNonNull(rule.field()).fillBytes(placeholder -> item.id()))
                : null;
    }

    /** A hash's fields by name; null for other types and for none. */
    static @Nullable Map<String, Bytes> fields(@Nullable Entry entry) {
        if (entry == null || !(entry.value() instanceof Value.HashValue hash)) {
            return null;
        }
        Map<String, Bytes> fields = new LinkedHashMap<>();
        hash.fields().forEach((name, value) -> fields.put(name.utf8(), value));
        return fields;
    }

    /** What an element of live holds, written as {@code delta.Element} does; null where it is not there. */
    @Nullable
    Bytes live(Type type, Key key, Bytes element) {
        return element(
                decoded.computeIfAbsent(key, asked -> Optional.ofNullable(live.get(asked)))
                        .orElse(null),
                type,
                element);
    }

    /** The same in the base. */
    @Nullable
    Bytes base(Type type, Key key, Bytes element) {
        return element(base.get(key), type, element);
    }

    private static @Nullable Bytes element(@Nullable Entry entry, Type type, Bytes element) {
        if (entry == null || entry.value().type() != type) {
            return null;
        }
        if (entry.value() instanceof Value.HashValue hash) {
            return hash.fields().get(element);
        } else if (entry.value() instanceof Value.SetValue set) {
            return set.members().contains(element) ? Bytes.EMPTY : null;
        } else if (entry.value() instanceof Value.SortedSetValue sorted) {
            Double score = sorted.scores().get(element);
            return score == null ? null : Score.format(score);
        }
        return whole(entry);
    }

    /** Hands over the keys of live that the base has not, or not with the same raw value. */
    void liveUnlikeBase(Consumer<Key> keys) {
        live.unlike(base, keys);
    }

    @Nullable
    Entry liveEntry(Key key) {
        return live.get(key);
    }

    @Nullable
    Entry baseEntry(Key key) {
        return base.get(key);
    }

    /** The ids of {@code domain} under which live holds something of this identity, in their order. */
    SortedSet<Bytes> liveIdsOf(String domain, String identity) {
        return liveByIdentity.computeIfAbsent(domain, this::indexLive).getOrDefault(identity, NO_IDS);
    }

    /** The identity of an item of live, in live's own ids. */
    @Nullable
    String liveIdentity(Reference item) {
        Listing listing = listedInLive(item);
        String listed = listing == null ? "" : listing.parent().id() + " " + listing.score() + "\n";
        String fields =
                Identity.of(profile, item, this::live, named -> named.id().toString());
        return fields == null ? null : listed + fields;
    }

    private Map<String, SortedSet<Bytes>> indexLive(String domain) {
        Map<String, SortedSet<Bytes>> index = new HashMap<>();
        Consumer<Reference> add = item -> {
            String identity = liveIdentity(item);
            if (identity != null) {
                index.computeIfAbsent(identity, k -> new TreeSet<>()).add(item.id());
            }
        };
        if (Domain.parent(domain).isEmpty()) {
            all(domain, add);
        } else {
            within(domain, add);
        }
        return index;
    }

    /** Hands over every item of live whose ids are of {@code domain}, which is within nothing. */
    void all(String domain, Consumer<Reference> found) {
        KeyRoles roles = new KeyRoles(profile);
        String kind = profile.kindOf(domain);
        for (Key key : live.keys()) {
            if (roles.of(key) instanceof KeyRole.ItemKey item && item.kind().equals(kind)) {
                found.accept(new Reference(domain, item.id()));
            }
        }
    }

    private void within(String domain, Consumer<Reference> found) {
        Pattern field =
                Objects.requireNonNull(profile.item(profile.kindOf(domain)).field());
        Entry entry = live.get(profile.keyOf(new Reference(domain, Bytes.EMPTY)));
        if (entry != null && entry.value() instanceof Value.HashValue hash) {
            hash.fields()
                    .keySet()
                    .forEach(name -> field.match(name).ifPresent(values -> {
                        Bytes id = Objects.requireNonNull(values.get(Domain.plain(domain)));
                        if (profile.reference(Domain.plain(domain), id, new Reference(domain, id)) != null) {
                            found.accept(new Reference(domain, id));
                        }
                    }));
        }
    }

    /**
     * How far ids were issued.
     *
     * @param parent what they are within; of no meaning for ids that are unique by themselves
     */
    static long counted(Profile profile, Snapshot snapshot, Counter counter, Bytes parent) {
        Entry entry = snapshot.get(profile.key(counter.key(), placeholder -> parent));
        String field = counter.field();
        return Numbers.orZero(field == null ? whole(entry) : element(entry, Type.HASH, Bytes.of(field)));
    }

    long counted(Counter counter, Bytes parent) {
        return counted(profile, live, counter, parent);
    }

    long countedInBase(Counter counter) {
        return counted(profile, base, counter, Bytes.EMPTY);
    }

    /** The value of a string or a list as one byte string; null for other types and for none. */
    static @Nullable Bytes whole(@Nullable Entry entry) {
        return entry == null ? null : Elements.of(entry).get(new Element.Whole());
    }
}
