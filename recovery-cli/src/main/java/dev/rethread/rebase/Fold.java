package dev.rethread.rebase;

import dev.rethread.delta.Delta;
import dev.rethread.delta.Element;
import dev.rethread.delta.ElementChange;
import dev.rethread.delta.KeyChange;
import dev.rethread.item.Provenance;
import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.keyspace.Span;
import dev.rethread.keyspace.Value;
import dev.rethread.profile.FieldKind;
import dev.rethread.profile.FieldRule;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.KeyRole;
import dev.rethread.profile.KeyRoles;
import dev.rethread.profile.Profile;
import dev.rethread.profile.RelationRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Folds several pieces of evidence into one lost branch.
 *
 * <p>The newest complete snapshot, by the age of its content, is the lost branch up to its moment: what it lacks was
 * deleted, whatever older sources mention. Incomplete sources are laid over it item by item: a newer version of an item
 * wins, one that is older than the complete snapshot and missing there was deleted.
 */
final class Fold {
    /** What one keyspace adds to, changes in and removes from the base. */
    private record Changes(Snapshot snapshot, List<KeyChange> keys, long contentTime) {
        boolean complete() {
            return snapshot.complete();
        }

        /** Where it is said; a key that is not there is said to be missing by the whole source. */
        Provenance from(KeyChange change) {
            Entry after = change.after();
            return after == null
                    ? new Provenance(snapshot.source(), NOWHERE)
                    : new Provenance(snapshot.fileOf(change.key()), after.span());
        }
    }

    private static final Span NOWHERE = new Span(0, 0);

    private final Profile profile;
    private final KeyRoles roles;
    private final Snapshot base;
    private final Map<Reference, LostRecord> records = new TreeMap<>();
    private final Map<String, LostRelation> relations = new LinkedHashMap<>();
    private final List<Withheld> withheld = new ArrayList<>();
    private final Map<String, Long> counters = new HashMap<>();
    private long completeUntil;
    private int writtenAndPurged;

    private Fold(Profile profile, Snapshot base) {
        this.profile = profile;
        this.roles = new KeyRoles(profile);
        this.base = base;
    }

    static LostBranch fold(Profile profile, Snapshot base, List<Evidence> evidence) {
        Fold fold = new Fold(profile, base);
        fold.keyspaces(evidence);
        fold.documents(evidence);
        List<LostRelation> relations = List.copyOf(fold.relations.values());
        return new LostBranch(
                fold.records, relations, fold.withheld, fold.counters, fold.completeUntil, fold.writtenAndPurged);
    }

    private void keyspaces(List<Evidence> evidence) {
        List<Changes> all = new ArrayList<>();
        for (Evidence one : evidence) {
            if (one instanceof Evidence.Keyspace keyspace) {
                all.add(changes(keyspace));
            }
        }
        List<Changes> complete = new ArrayList<>(all.stream()
                .filter(Changes::complete)
                .sorted(Comparator.comparingLong(Changes::contentTime).reversed())
                .toList());
        if (!complete.isEmpty()) {
            complete(complete.remove(0));
            complete.forEach(this::attest);
        }
        all.stream()
                .filter(changes -> !changes.complete())
                .sorted(Comparator.comparingLong(Changes::contentTime))
                .forEach(this::incomplete);
    }

    private Changes changes(Evidence.Keyspace keyspace) {
        List<KeyChange> keys = new ArrayList<>();
        Delta.between(base, keyspace.snapshot(), keys::add);
        long contentTime = keys.stream().mapToLong(this::newestTime).max().orElse(0);
        return new Changes(keyspace.snapshot(), keys, contentTime);
    }

    private long newestTime(KeyChange change) {
        if (change.after() == null || !(roles.of(change.key()) instanceof KeyRole.ItemKey item)) {
            return 0;
        }
        return record(item, change.after(), new Provenance("", NOWHERE)).version(profile.item(item.kind()));
    }

    private void complete(Changes changes) {
        completeUntil = changes.contentTime();
        for (KeyChange change : changes.keys()) {
            KeyRole role = roles.of(change.key());
            Entry after = change.after();
            Provenance from = changes.from(change);
            if (role instanceof KeyRole.ItemKey item) {
                completeItem(item, change, from);
            } else if (role instanceof KeyRole.AttachedKey attached && after != null) {
                attach(attached, after, from);
            } else if (role instanceof KeyRole.RelationKey relation) {
                change.elements().forEach(element -> relate(relation, element, from));
            } else if (role instanceof KeyRole.Counter counter && after != null) {
                count(counter, after);
            } else {
                keepOut(role, change, from);
            }
        }
    }

    private void completeItem(KeyRole.ItemKey item, KeyChange change, Provenance from) {
        Reference reference = reference(item.kind(), item.id());
        if (change.after() == null) {
            LostRecord gone = new LostRecord(item.kind(), reference, true);
            gone.markDeleted();
            records.put(reference, gone);
            return;
        }
        LostRecord record = record(item, change.after(), from);
        records.merge(reference, record, Fold::keepAttached);
        withholdFields(item, change, from);
    }

    /** An attached key may have been met first; the record then moves into the new one. */
    private static LostRecord keepAttached(LostRecord earlier, LostRecord record) {
        record.attached().putAll(earlier.attached());
        return record;
    }

    private LostRecord record(KeyRole.ItemKey item, Entry entry, Provenance from) {
        ItemRule rule = profile.item(item.kind());
        LostRecord record =
                new LostRecord(item.kind(), reference(item.kind(), item.id()), base.get(entry.key()) != null);
        if (entry.value() instanceof Value.HashValue hash) {
            hash.fields().forEach((name, value) -> {
                if (copied(rule, name.utf8())) {
                    record.fields().put(name.utf8(), new Sourced(value, from));
                }
            });
        }
        record.sources().add(from);
        return record;
    }

    private static boolean copied(ItemRule rule, String field) {
        return rule.field(field)
                .map(f -> f.kind().primary() || f.kind() == FieldKind.COUNTER)
                .orElse(false);
    }

    private void withholdFields(KeyRole.ItemKey item, KeyChange change, Provenance from) {
        ItemRule rule = profile.item(item.kind());
        for (ElementChange element : change.elements()) {
            if (element.element() instanceof Element.Field field && element.after() != null) {
                String name = field.name().utf8();
                FieldKind kind = rule.field(name).map(FieldRule::kind).orElse(null);
                if (kind == FieldKind.SECRET) {
                    String reason = change.before() == null ? "credential" : "credential changed in the gap";
                    withheld.add(new Withheld(item.kind(), change.key().toString(), name, reason, from));
                } else if (kind == null) {
                    withheld.add(new Withheld(
                            "unattributed",
                            change.key().toString(),
                            Masks.mask(name),
                            "no rule knows the field",
                            from));
                }
            }
        }
    }

    private void attach(KeyRole.AttachedKey key, Entry entry, Provenance from) {
        Reference reference = reference(key.kind(), key.id());
        Bytes whole = dev.rethread.delta.Elements.of(entry).get(new Element.Whole());
        if (whole != null) {
            LostRecord record = records.computeIfAbsent(reference, r -> fromBase(key.kind(), r));
            record.attached().put(key.pattern(), new Sourced(whole, from));
        }
    }

    private void relate(KeyRole.RelationKey key, ElementChange change, Provenance from) {
        if (change.element() instanceof Element.Member member) {
            relate(key.kind(), parent(key), member.member(), change.after() == null, from);
        }
    }

    private Bytes parent(KeyRole.RelationKey key) {
        return Objects.requireNonNull(key.values().get(relation(key.kind()).parent()));
    }

    private RelationRule relation(String kind) {
        return Objects.requireNonNull(profile.relations().get(kind));
    }

    private void relate(String kind, Bytes parent, Bytes member, boolean removed, Provenance from) {
        RelationRule rule = relation(kind);
        rule.member().match(member).ifPresent(values -> {
            Reference to = new Reference(rule.parent(), parent);
            Reference by = new Reference(rule.author(), Objects.requireNonNull(values.get(rule.author())));
            relations.putIfAbsent(
                    kind + "\0" + parent + "\0" + member, new LostRelation(kind, to, by, removed, List.of(from)));
        });
    }

    private void count(KeyRole.Counter counter, Entry entry) {
        if (entry.value() instanceof Value.StringValue string) {
            Numbers.parse(string.bytes()).ifPresent(n -> counters.merge(counter.domain(), n, Math::max));
        }
    }

    private void keepOut(KeyRole role, KeyChange change, Provenance from) {
        if (change.after() == null) {
            return;
        }
        if (role instanceof KeyRole.Secret) {
            withheld.add(new Withheld("secret", Masks.key(change.key()), "", "the key is a credential", from));
        } else if (role instanceof KeyRole.Unattributed) {
            withheld.add(new Withheld("unattributed", Masks.key(change.key()), "", "no rule knows the key", from));
        }
    }

    /** An older complete source: it only attests what the newest one holds too. */
    private void attest(Changes older) {
        for (KeyChange change : older.keys()) {
            if (change.after() != null && roles.of(change.key()) instanceof KeyRole.ItemKey item) {
                LostRecord record = records.get(reference(item.kind(), item.id()));
                if (record != null && !record.deleted()) {
                    record.sources().add(older.from(change));
                } else if (change.before() == null && record == null) {
                    writtenAndPurged++;
                }
            }
        }
    }

    private void incomplete(Changes changes) {
        for (KeyChange change : changes.keys()) {
            Entry after = change.after();
            if (after == null) {
                continue;
            }
            Provenance from = changes.from(change);
            KeyRole role = roles.of(change.key());
            if (role instanceof KeyRole.ItemKey item) {
                Map<String, Bytes> fields = new LinkedHashMap<>();
                record(item, after, from).fields().forEach((name, s) -> fields.put(name, s.value()));
                overlay(
                        new Partial(
                                item.kind(),
                                reference(item.kind(), item.id()),
                                fields,
                                Map.of(),
                                Map.of(),
                                false,
                                from),
                        changes.contentTime());
                withholdFields(item, change, from);
            } else if (role instanceof KeyRole.RelationKey relation && changes.contentTime() > completeUntil) {
                change.elements().stream()
                        .filter(element -> element.after() != null)
                        .forEach(element -> relate(relation, element, from));
            } else {
                keepOut(role, change, from);
            }
        }
    }

    private void documents(List<Evidence> evidence) {
        DocumentMapper mapper = new DocumentMapper(profile);
        for (Evidence one : evidence) {
            if (one instanceof Evidence.Documents documents) {
                long[] newest = new long[1];
                documents
                        .reader()
                        .forEach(document -> mapper.map(documents.name(), document)
                                .forEach(partial -> newest[0] = Math.max(newest[0], version(partial))));
                documents
                        .reader()
                        .forEach(document -> mapper.map(documents.name(), document)
                                .forEach(partial -> document(partial, newest[0])));
            }
        }
    }

    private void document(Partial partial, long contentTime) {
        if (!overlay(partial, contentTime) || contentTime <= completeUntil) {
            return;
        }
        partial.relations().forEach((kind, members) -> {
            for (Bytes member : members) {
                if (!held(kind, partial.reference().id(), member)) {
                    relate(kind, partial.reference().id(), member, false, partial.from());
                }
            }
        });
    }

    /** Whether the base has the member already. */
    private boolean held(String kind, Bytes parent, Bytes member) {
        Key key = new Key(profile.database(), relation(kind).key().fillBytes(placeholder -> parent));
        Entry entry = base.get(key);
        return entry != null
                && entry.value() instanceof Value.SetValue set
                && set.members().contains(member);
    }

    private long version(Partial partial) {
        LostRecord record = new LostRecord(partial.kind(), partial.reference(), false);
        partial.fields().forEach((name, value) -> record.fields().put(name, new Sourced(value, partial.from())));
        return record.version(profile.item(partial.kind()));
    }

    /**
     * Lays what an incomplete source says over what is known; false where the item was deleted meanwhile. The newer
     * version of an item wins; of equal ones that of the source whose content reaches further.
     */
    private boolean overlay(Partial partial, long contentTime) {
        LostRecord earlier = records.get(partial.reference());
        LostRecord record = earlier != null ? earlier : fromBase(partial.kind(), partial.reference());
        if (record.deleted()) {
            return false;
        }
        long version = version(partial);
        boolean isNew = earlier == null && !record.inBase();
        if (isNew && !partial.mention() && completeUntil > 0 && version <= completeUntil) {
            writtenAndPurged++;
            return false;
        }
        long known = record.version(profile.item(partial.kind()));
        boolean newer = version > known || (version == known && contentTime > completeUntil);
        boolean wins = isNew || record.mentionOnly() || (newer && !partial.mention());
        boolean changed = merge(record, partial, wins);
        if (!partial.mention()) {
            record.markMentionOnly(false);
        } else if (isNew) {
            record.markMentionOnly(true);
        }
        if (changed || earlier != null) {
            record.sources().add(partial.from());
            records.put(partial.reference(), record);
        }
        return true;
    }

    private boolean merge(LostRecord record, Partial partial, boolean wins) {
        boolean changed = false;
        for (Map.Entry<String, Bytes> field : partial.fields().entrySet()) {
            Bytes before = record.value(field.getKey());
            if (wins && !field.getValue().equals(before) && copied(profile.item(partial.kind()), field.getKey())) {
                record.fields().put(field.getKey(), new Sourced(field.getValue(), partial.from()));
                changed = true;
            }
        }
        if (wins) {
            partial.attached().forEach((key, list) -> record.attached().put(key, new Sourced(list, partial.from())));
        }
        return changed;
    }

    /** The item as the base has it, to be changed; empty where the base has none. */
    private LostRecord fromBase(String kind, Reference reference) {
        Entry entry = base.get(profile.keyOf(kind, reference.id()));
        return entry == null
                ? new LostRecord(kind, reference, false)
                : record(
                        new KeyRole.ItemKey(kind, reference.id()),
                        entry,
                        new Provenance(base.fileOf(entry.key()), entry.span()));
    }

    private Reference reference(String kind, Bytes id) {
        return new Reference(profile.item(kind).domain(), id);
    }
}
