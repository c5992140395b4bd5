package dev.rethread.rebase;

import dev.rethread.item.Effect;
import dev.rethread.item.IdMapping;
import dev.rethread.item.Item;
import dev.rethread.item.Outcome;
import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.profile.FieldKind;
import dev.rethread.profile.FieldRule;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.Profile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code merge(base, evidence, live)}: fold, align, judge, derive. Start reading at {@link #of}. */
public final class Rebase {
    private final Merge merge;
    private final Timeline timeline;
    private final ItemFactory items;
    private final PartMerge parts;
    private final List<Item> found = new ArrayList<>();

    private Rebase(Merge merge, Timeline timeline) {
        this.merge = merge;
        this.timeline = timeline;
        this.items = new ItemFactory(merge);
        this.parts = new PartMerge(merge);
    }

    /** Every item of the gap and what becomes of it. */
    public static Staging of(
            Profile profile, Snapshot base, List<Evidence> evidence, Snapshot live, AppliedCounts applied) {
        return of(profile, base, evidence, live, applied, Policies.NONE);
    }

    /**
     * The same, as the incident decided.
     *
     * @throws dev.rethread.incident.OperatorException if it gives an id that live has not
     */
    public static Staging of(
            Profile profile,
            Snapshot base,
            List<Evidence> evidence,
            Snapshot live,
            AppliedCounts applied,
            Policies policies) {
        LostBranch lost = Fold.fold(profile, base, evidence);
        Merge merge = Merge.of(profile, base, lost, live, applied, policies);
        merge.alignment().takeGiven();
        Timeline timeline =
                profile.items().isEmpty() ? Timeline.ofFiles(base, evidence) : Timeline.of(merge, base, evidence);
        return new Rebase(merge, timeline).staging();
    }

    /**
     * The same where no base is left: it is derived from what live and the evidence have alike. Deletions and edits are
     * unknown then.
     *
     * @param rolledBackTo when the base was made, Unix ms; 0 where that is not known
     */
    public static Staging withoutBase(
            Profile profile,
            List<Evidence> evidence,
            Snapshot live,
            AppliedCounts applied,
            Policies policies,
            long rolledBackTo) {
        Snapshot base = new DerivedBase(profile, Evidence.snapshots(evidence), live, rolledBackTo);
        return of(profile, base, evidence, live, applied, policies);
    }

    private Staging staging() {
        LostBranch lost = merge.lost();
        Map<Reference, SurvivingItem> survivors = new HashMap<>();
        lost.records().values().stream()
                .filter(record -> record.inBase() && !record.deleted())
                .forEach(record ->
                        survivors.put(record.reference(), SurvivingItem.judge(merge, items, record, found::add)));
        lost.records().values().forEach(record -> record(record, survivors.get(record.reference())));
        RelationMerge relations = new RelationMerge(merge, items);
        lost.relations().forEach(relation -> relations.merge(relation, found::add));
        new LostItems(merge).find(found::add);
        CounterRaises.raise(merge, found::add);
        KeyMerge keys = new KeyMerge(merge.branches());
        lost.keys().forEach(key -> keys.merge(key).ifPresent(found::add));
        List<Withheld> withheld = new ArrayList<>(lost.withheld());
        withheld.addAll(keys.withheld());
        return new Staging(found, mappingsInUse(), withheld, timeline, lost.writtenAndPurged());
    }

    private void record(LostRecord record, @Nullable SurvivingItem survivor) {
        if (record.deleted()) {
            if (merge.alignment().inLive(record.reference()) != null) {
                found.add(items.of(record, Outcome.RESURRECTED, "deleted in the gap, back through the rollback", null));
            }
        } else if (survivor != null) {
            survivor.tell();
        } else {
            written(record);
        }
    }

    /** An item born in the gap. */
    private void written(LostRecord record) {
        ItemRule rule = merge.profile().item(record.kind());
        Standing standing = merge.standings().of(record.reference());
        switch (standing.state()) {
            case IN_LIVE -> present(record);
            case RESTORABLE ->
                found.add(items.of(record, record.kind(), Outcome.RESTORE, reason(record), null, restored(record)));
            case WAITING ->
                found.add(
                        merge.standings().mustRegister(record, rule)
                                ? items.of(record, Outcome.WITHHELD, "must register again", null)
                                : items.of(record, Outcome.WAITING, standing.reason(), standing.waitsFor()));
            case GONE -> found.add(items.of(record, Outcome.REFUSED, standing.reason(), null));
        }
    }

    /** What is to be known of an item that comes back. */
    private String reason(LostRecord record) {
        Reference absent = merge.standings().absentAuthor(record.reference());
        Reposts.Repost again = merge.alignment().repost(record.reference());
        return Stream.of(
                        absent == null
                                ? ""
                                : "without its author: "
                                        + merge.standings().of(absent).reason(),
                        again == null ? "" : again.evidence())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("; "));
    }

    /** Its parts, without entries that call it by a name it was not given when it was made again. */
    private List<LostElement> called(LostRecord record, Map<String, Bytes> live) {
        Set<String> other = new LinkedHashSet<>();
        record.fields().forEach((name, value) -> {
            FieldRule field =
                    Objects.requireNonNull(merge.profile().item(record.kind()).rule(name));
            boolean word = field.kind().primary() && field.kind() != FieldKind.ID;
            if (word && live.containsKey(name) && !value.value().equals(live.get(name))) {
                other.add(name);
            }
        });
        return record.parts().stream()
                .filter(part ->
                        other.stream().noneMatch(name -> part.tells(merge.profile(), record, name, record.value(name))))
                .toList();
    }

    private List<Effect> restored(LostRecord record) {
        List<Effect> effects = new ArrayList<>(merge.effects().object(record));
        effects.addAll(parts.parts(record, record.parts(), true, none -> false).effects());
        merge.derivation().restored(record, record.sources().iterator().next(), effects);
        return effects;
    }

    /** In live already, kept or made again: only what live lacks is added. */
    private void present(LostRecord record) {
        Map<String, Bytes> live = Objects.requireNonNull(merge.alignment().inLive(record.reference()));
        ItemRule rule = merge.profile().item(record.kind());
        List<Effect> missing = new ArrayList<>();
        if (rule.packed()) {
            new PackedMerge(merge)
                    .missing(record)
                    .filter(effect -> !SecondNet.packed(rule, live))
                    .ifPresent(missing::add);
        } else {
            record.fields().forEach((name, value) -> {
                FieldRule field = Objects.requireNonNull(rule.rule(name));
                boolean copied = field.kind().primary() && !live.containsKey(name);
                if (copied
                        && merge.standings()
                                .ofValue(field, value.value(), record.reference())
                                .available()) {
                    missing.add(merge.effects().create(record, name, value));
                }
            });
        }
        missing.addAll(
                parts.parts(record, called(record, live), false, none -> false).effects());
        if (merge.standings().mustRegister(record, rule)) {
            amounts(record, rule, live, missing);
        }
        found.add(items.of(
                record,
                Outcome.PRESENT,
                merge.alignment().of(record.reference()).evidence(),
                null));
        if (!missing.isEmpty()) {
            found.add(items.of(record, record.kind() + "-edit", Outcome.EDIT, "", null, missing));
        }
    }

    /** Of an account made again the amounts of both: what the new one began with counts once. */
    private void amounts(LostRecord record, ItemRule rule, Map<String, Bytes> live, List<Effect> into) {
        Bytes key = merge.profile().keyOf(record.reference()).name();
        record.fields().forEach((name, value) -> {
            FieldRule field = Objects.requireNonNull(rule.rule(name));
            if (field.kind() == FieldKind.COUNTER) {
                long start = field.pattern() == null
                        ? 0
                        : Numbers.orZero(Bytes.of(field.pattern().toString()));
                long difference =
                        Numbers.orZero(value.value()) - start - merge.applied().of(key, Bytes.of(name));
                if (difference != 0) {
                    into.add(merge.effects().add(record, name, difference, value.from()));
                }
            } else if (field.kind() == FieldKind.NEWEST
                    && Numbers.orZero(value.value()) > Numbers.orZero(live.get(name))) {
                into.add(merge.effects().raise(record, name, value));
            }
        });
    }

    /** The mappings that effects refer to, and those worth telling. */
    private List<IdMapping> mappingsInUse() {
        Set<Reference> used = new LinkedHashSet<>();
        for (Item item : found) {
            for (Effect effect : item.effects()) {
                used.addAll(effect.references());
            }
        }
        used.forEach(merge.alignment()::of);
        return List.copyOf(merge.alignment().mappings().values()).stream()
                .filter(mapping -> used.contains(mapping.lost()) || told(mapping))
                .toList();
    }

    private boolean told(IdMapping mapping) {
        return mapping.how() != IdMapping.How.KEPT || merge.alignment().repost(mapping.lost()) != null;
    }
}
