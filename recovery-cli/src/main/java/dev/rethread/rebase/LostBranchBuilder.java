package dev.rethread.rebase;

import dev.rethread.delta.Element;
import dev.rethread.delta.ElementChange;
import dev.rethread.item.Provenance;
import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.keyspace.Value;
import dev.rethread.profile.FieldKind;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.KeyRole;
import dev.rethread.profile.Profile;
import dev.rethread.profile.RelationRule;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A {@link LostBranch} while evidence is folded into it. Values of secrets are dropped here and get no further. */
final class LostBranchBuilder {
    private final Profile profile;
    private final Snapshot base;
    private final Map<Reference, LostRecord> records = new TreeMap<>();
    private final Map<String, LostRelation> relations = new LinkedHashMap<>();
    private final Withholding withholding;
    private final long baseUntil;
    private final Map<String, Long> counters = new HashMap<>();
    private long completeUntil;
    private int writtenAndPurged;

    LostBranchBuilder(Profile profile, Snapshot base) {
        this.profile = profile;
        this.base = base;
        this.withholding = new Withholding(profile);
        this.baseUntil =
                Coverage.of(profile, new Evidence.Keyspace(base.source(), base)).to();
    }

    LostBranch build() {
        List<LostRelation> all = List.copyOf(relations.values());
        return new LostBranch(records, all, withholding.all(), counters, baseUntil, completeUntil, writtenAndPurged);
    }

    /** What is kept out. */
    Withholding withholding() {
        return withholding;
    }

    /** The newest moment in the base, Unix ms; 0 if none. */
    long baseUntil() {
        return baseUntil;
    }

    /** Up to when all is known, Unix ms: by complete evidence, or without any by the base. */
    long knownUntil() {
        return Math.max(baseUntil, completeUntil);
    }

    /**
     * Whether complete evidence would hold an item of this age if it had not been deleted. The counter of its ids tells
     * it better than its time, which may lie in the future.
     */
    boolean wouldBeKnown(Reference item, long version) {
        long issued = counters.getOrDefault(item.domain(), Long.MAX_VALUE);
        return completeUntil > 0 && version <= completeUntil && Numbers.orZero(item.id()) <= issued;
    }

    void completeUntil(long time) {
        completeUntil = time;
    }

    void countPurged() {
        writtenAndPurged++;
    }

    @Nullable
    LostRecord find(Reference reference) {
        return records.get(reference);
    }

    void put(LostRecord record) {
        records.put(record.reference(), record);
    }

    /** Adds what complete evidence says; an attached key of it may have been met first. */
    void add(LostRecord record) {
        records.merge(record.reference(), record, (earlier, whole) -> {
            whole.attached().putAll(earlier.attached());
            return whole;
        });
    }

    LostRecord record(KeyRole.ItemKey item, Entry entry, Provenance from) {
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

    /** Whether a field of this name is part of what is recovered. */
    static boolean copied(ItemRule rule, String field) {
        return rule.field(field)
                .map(f -> f.kind().primary() || f.kind() == FieldKind.COUNTER)
                .orElse(false);
    }

    /** The item as the base has it, to be changed; empty where the base has none. */
    LostRecord fromBase(String kind, Reference reference) {
        Entry entry = base.get(profile.keyOf(kind, reference.id()));
        return entry == null
                ? new LostRecord(kind, reference, false)
                : record(
                        new KeyRole.ItemKey(kind, reference.id()),
                        entry,
                        new Provenance(base.fileOf(entry.key()), entry.span()));
    }

    Reference reference(String kind, Bytes id) {
        return new Reference(profile.item(kind).domain(), id);
    }

    void attach(KeyRole.AttachedKey key, Entry entry, Provenance from) {
        Reference reference = reference(key.kind(), key.id());
        Bytes whole = Branches.whole(entry);
        if (whole != null) {
            LostRecord record = records.computeIfAbsent(reference, r -> fromBase(key.kind(), r));
            record.attached().put(key.pattern(), new Sourced(whole, from));
        }
    }

    void relate(KeyRole.RelationKey key, ElementChange change, Provenance from) {
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

    void relate(String kind, Bytes parent, Bytes member, boolean removed, Provenance from) {
        RelationRule rule = relation(kind);
        rule.member().match(member).ifPresent(values -> {
            Reference to = new Reference(rule.parent(), parent);
            Reference by = new Reference(rule.author(), Objects.requireNonNull(values.get(rule.author())));
            relations.putIfAbsent(
                    kind + "\0" + parent + "\0" + member, new LostRelation(kind, to, by, removed, List.of(from)));
        });
    }

    /** Whether the base has the member already. */
    boolean held(String kind, Bytes parent, Bytes member) {
        Key key = new Key(profile.database(), relation(kind).key().fillBytes(placeholder -> parent));
        Entry entry = base.get(key);
        return entry != null
                && entry.value() instanceof Value.SetValue set
                && set.members().contains(member);
    }

    /** Complete evidence had issued ids of {@code domain} up to {@code counter}; 0 says nothing. */
    void issued(String domain, long counter) {
        if (counter > 0) {
            counters.put(domain, counter);
        }
    }
}
