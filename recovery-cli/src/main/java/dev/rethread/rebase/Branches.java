package dev.rethread.rebase;

import dev.rethread.delta.Element;
import dev.rethread.delta.Elements;
import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.keyspace.Value;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.KeyRole;
import dev.rethread.profile.KeyRoles;
import dev.rethread.profile.Profile;
import dev.rethread.profile.RelationRule;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Items as each branch has them: the base, the lost branch, live. An item's fields by name, or null where the branch
 * has no such item.
 */
final class Branches {
    private static final SortedSet<Bytes> NO_IDS = Collections.emptySortedSet();

    private final Profile profile;
    private final Snapshot base;
    private final LostBranch lost;
    private final Snapshot live;
    private final Map<String, Map<String, SortedSet<Bytes>>> liveByIdentity = new HashMap<>();

    Branches(Profile profile, Snapshot base, LostBranch lost, Snapshot live) {
        this.profile = profile;
        this.base = base;
        this.lost = lost;
        this.live = live;
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

    /** Whether live holds anything under the item's key. */
    boolean inUse(Reference item) {
        return live.get(profile.keyOf(profile.kindOf(item.domain()), item.id())) != null;
    }

    private @Nullable Map<String, Bytes> fields(Snapshot snapshot, Reference item) {
        return fields(snapshot.get(profile.keyOf(profile.kindOf(item.domain()), item.id())));
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

    /** The members of a relation set in live. */
    Set<Bytes> liveMembers(RelationRule rule, Bytes parent) {
        Entry entry = live.get(new Key(profile.database(), rule.key().fillBytes(placeholder -> parent)));
        return entry != null && entry.value() instanceof Value.SetValue set ? set.members() : Set.of();
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

    /** The ids under which live holds something of this identity, in their order. */
    SortedSet<Bytes> liveIdsOf(String kind, String identity) {
        return liveByIdentity.computeIfAbsent(kind, this::indexLive).getOrDefault(identity, NO_IDS);
    }

    /** The identity of an item of live, in live's own ids. */
    @Nullable
    String liveIdentity(Reference item) {
        return Identity.of(profile, item, this::live, named -> named.id().toString());
    }

    private Map<String, SortedSet<Bytes>> indexLive(String kind) {
        Map<String, SortedSet<Bytes>> index = new HashMap<>();
        KeyRoles roles = new KeyRoles(profile);
        ItemRule rule = profile.item(kind);
        for (Key key : live.keys()) {
            if (roles.of(key) instanceof KeyRole.ItemKey item && item.kind().equals(kind)) {
                String identity = liveIdentity(new Reference(rule.domain(), item.id()));
                if (identity != null) {
                    index.computeIfAbsent(identity, k -> new TreeSet<>()).add(item.id());
                }
            }
        }
        return index;
    }

    /** The value of a string or a list as one byte string; null for other types and for none. */
    static @Nullable Bytes whole(@Nullable Entry entry) {
        return entry == null ? null : Elements.of(entry).get(new Element.Whole());
    }
}
