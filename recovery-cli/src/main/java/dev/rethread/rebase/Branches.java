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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Items as each branch has them: the base, the lost branch, live. An item's fields by name, or null where the branch
 * has no such item.
 */
final class Branches {
    private final Profile profile;
    private final Snapshot base;
    private final LostBranch lost;
    private final Snapshot live;
    private final Map<String, Map<String, Bytes>> liveByIdentity = new HashMap<>();

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

    private @Nullable Map<String, Bytes> fields(Snapshot snapshot, Reference item) {
        Entry entry = snapshot.get(profile.keyOf(profile.kindOf(item.domain()), item.id()));
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

    @Nullable
    Entry liveEntry(Key key) {
        return live.get(key);
    }

    @Nullable
    Entry baseEntry(Key key) {
        return base.get(key);
    }

    /** The id under which live holds something of this identity, or null. */
    @Nullable
    Bytes liveIdOf(String kind, String identity) {
        return liveByIdentity.computeIfAbsent(kind, this::indexLive).get(identity);
    }

    private Map<String, Bytes> indexLive(String kind) {
        Map<String, Bytes> index = new HashMap<>();
        KeyRoles roles = new KeyRoles(profile);
        ItemRule rule = profile.item(kind);
        for (Key key : live.keys()) {
            if (roles.of(key) instanceof KeyRole.ItemKey item && item.kind().equals(kind)) {
                String identity = Identity.of(profile, new Reference(rule.domain(), item.id()), this::live);
                if (identity != null) {
                    index.putIfAbsent(identity, item.id());
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
