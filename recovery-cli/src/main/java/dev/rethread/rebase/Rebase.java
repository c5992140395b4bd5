package dev.rethread.rebase;

import dev.rethread.delta.Elements;
import dev.rethread.delta.ThreeWay;
import dev.rethread.delta.Verdict;
import dev.rethread.item.Effect;
import dev.rethread.item.IdMapping;
import dev.rethread.item.Item;
import dev.rethread.item.Operation;
import dev.rethread.item.Outcome;
import dev.rethread.item.Provenance;
import dev.rethread.item.Reference;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.keyspace.Span;
import dev.rethread.profile.FieldKind;
import dev.rethread.profile.FieldRule;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.Pattern;
import dev.rethread.profile.Profile;
import dev.rethread.profile.RelationRule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code merge(base, evidence, live)}: fold, align, judge, derive. Start reading at {@link #of}. */
public final class Rebase {
    private final Profile profile;
    private final LostBranch lost;
    private final Branches branches;
    private final Alignment alignment;
    private final Standings standings;
    private final Bindings bindings;
    private final EffectBuilder effects;
    private final AppliedCounts applied;
    private final List<Item> items = new ArrayList<>();

    private Rebase(Profile profile, Snapshot base, List<Evidence> evidence, Snapshot live, AppliedCounts applied) {
        this.profile = profile;
        this.applied = applied;
        lost = Fold.fold(profile, base, evidence);
        branches = new Branches(profile, base, lost, live);
        alignment = new Alignment(profile, branches, lost);
        standings = new Standings(profile, branches, lost, alignment);
        bindings = new Bindings(profile, branches, alignment);
        effects = new EffectBuilder(profile, bindings);
    }

    /** Every item of the gap and what becomes of it. */
    public static Staging of(
            Profile profile, Snapshot base, List<Evidence> evidence, Snapshot live, AppliedCounts applied) {
        Rebase rebase = new Rebase(profile, base, evidence, live, applied);
        rebase.lost.records().values().forEach(rebase::record);
        rebase.lost.relations().forEach(rebase::relation);
        new LostItems(profile, rebase.branches, rebase.lost).find(rebase.items::add);
        rebase.raiseCounters();
        return new Staging(
                rebase.items,
                rebase.mappingsInUse(),
                rebase.lost.withheld(),
                rebase.lost.completeUntil(),
                rebase.lost.writtenAndPurged());
    }

    private void record(LostRecord record) {
        if (record.deleted()) {
            if (alignment.inLive(record.reference()) != null) {
                items.add(item(record, Outcome.RESURRECTED, "deleted in the gap, back through the rollback", null));
            }
        } else if (record.inBase()) {
            surviving(record);
        } else {
            written(record);
        }
    }

    /** An item that the base had: what the gap changed in it. */
    private void surviving(LostRecord record) {
        Map<String, Bytes> live = alignment.inLive(record.reference());
        Map<String, Bytes> base = Objects.requireNonNull(branches.base(record.reference()));
        Changes changes = new Changes(record, base, live);
        record.fields().forEach(changes::field);
        record.attached().forEach(changes::attached);
        changes.emit();
    }

    /** Collects what the gap changed in one surviving item: at most one edit, one conflict, and its counters. */
    private final class Changes {
        private final LostRecord record;
        private final Map<String, Bytes> base;
        private final @Nullable Map<String, Bytes> live;
        private final List<Effect> edits = new ArrayList<>();
        private final List<String> conflicts = new ArrayList<>();
        private final List<String> deleted = new ArrayList<>();
        private Standing needs = Standing.IN_LIVE;

        Changes(LostRecord record, Map<String, Bytes> base, @Nullable Map<String, Bytes> live) {
            this.record = record;
            this.base = base;
            this.live = live;
        }

        void field(String name, Sourced value) {
            FieldRule rule =
                    Objects.requireNonNull(profile.item(record.kind()).fields().get(name));
            if (rule.kind() == FieldKind.COUNTER) {
                counter(name, value);
                return;
            }
            Bytes before = base.get(name);
            Bytes expected = liveForm(rule, value.value());
            Verdict verdict = ThreeWay.judge(before, expected, live == null ? null : live.get(name), true);
            if (live == null && !expected.equals(before)) {
                deleted.add(name);
            } else if (verdict.restores()) {
                needs = worse(needs, standings.ofValue(rule, value.value()));
                edits.add(
                        before == null
                                ? effects.create(record, name, value)
                                : effects.replace(record, name, before, value));
            } else if (verdict.disputed()) {
                conflicts.add(name);
            }
        }

        private void counter(String name, Sourced value) {
            long before = number(base.get(name));
            Bytes key = profile.keyOf(record.kind(), record.reference().id()).name();
            long difference = number(value.value()) - before - applied.of(key, Bytes.of(name));
            if (difference != 0 && live != null) {
                Effect add = effects.add(record, name, difference, value.from());
                items.add(item(record, record.kind() + "-" + name, Outcome.EDIT, "", null, List.of(add)));
            }
        }

        void attached(Pattern pattern, Sourced list) {
            Bytes before =
                    whole(branches.baseEntry(keyOf(pattern, record.reference().id())));
            IdMapping mapping = alignment.of(record.reference());
            Bytes there = mapping.live() == null ? null : whole(branches.liveEntry(keyOf(pattern, mapping.live())));
            Verdict verdict = ThreeWay.judge(before, list.value(), there, true);
            if (live != null && verdict.restores()) {
                Operation operation = before == null ? Operation.CREATE : Operation.REPLACE;
                edits.add(effects.list(record, pattern, operation, before, list));
            }
        }

        void emit() {
            String kind = record.kind() + "-edit";
            if (!deleted.isEmpty()) {
                items.add(item(record, kind, Outcome.REFUSED, "deleted in live since", null, List.of()));
            }
            if (!edits.isEmpty() && needs.state() == Standing.State.WAITING) {
                items.add(item(record, kind, Outcome.WAITING, needs.reason(), needs.waitsFor(), List.of()));
            } else if (!edits.isEmpty()) {
                items.add(item(record, kind, Outcome.EDIT, "", null, edits));
            }
            if (!conflicts.isEmpty()) {
                String fields = String.join(", ", conflicts);
                items.add(item(record, kind, Outcome.CONFLICT, "edited on both sides: " + fields, null, List.of()));
            }
        }
    }

    /** An item born in the gap. */
    private void written(LostRecord record) {
        ItemRule rule = profile.item(record.kind());
        Standing standing = standings.of(record.reference());
        switch (standing.state()) {
            case IN_LIVE -> present(record);
            case RESTORABLE ->
                items.add(item(record, record.kind(), Outcome.RESTORE, "", null, effects.restore(record)));
            case WAITING ->
                items.add(
                        standings.mustRegister(record, rule)
                                ? item(record, Outcome.WITHHELD, "must register again", null)
                                : item(record, Outcome.WAITING, standing.reason(), standing.waitsFor()));
            case GONE -> items.add(item(record, Outcome.REFUSED, standing.reason(), null));
        }
    }

    /** In live already, kept or made again: only what live lacks is added. */
    private void present(LostRecord record) {
        Map<String, Bytes> live = Objects.requireNonNull(alignment.inLive(record.reference()));
        ItemRule rule = profile.item(record.kind());
        List<Effect> missing = new ArrayList<>();
        record.fields().forEach((name, value) -> {
            FieldRule field = Objects.requireNonNull(rule.fields().get(name));
            boolean copied = field.kind().primary() && !live.containsKey(name);
            if (copied && standings.ofValue(field, value.value()).available()) {
                missing.add(effects.create(record, name, value));
            }
        });
        items.add(item(record, Outcome.PRESENT, alignment.of(record.reference()).evidence(), null));
        if (!missing.isEmpty()) {
            items.add(item(record, record.kind() + "-edit", Outcome.EDIT, "", null, missing));
        }
    }

    private void relation(LostRelation relation) {
        RelationRule rule = Objects.requireNonNull(profile.relations().get(relation.kind()));
        Standing parent = standings.of(relation.parent());
        Standing author = standings.of(relation.author());
        Standing worst = worse(parent, author);
        boolean there = parent.state() == Standing.State.IN_LIVE
                && author.state() == Standing.State.IN_LIVE
                && holds(rule, relation);
        if (relation.removed()) {
            if (there) {
                items.add(item(relation, Outcome.RESURRECTED, "taken back in the gap", null, List.of()));
            }
        } else if (there) {
            items.add(item(relation, Outcome.PRESENT, "", null, List.of()));
        } else if (worst.available()) {
            items.add(item(relation, Outcome.RESTORE, "", null, effects.relation(relation, rule)));
        } else if (worst.state() == Standing.State.WAITING) {
            items.add(item(relation, Outcome.WAITING, worst.reason(), worst.waitsFor(), List.of()));
        } else {
            items.add(item(relation, Outcome.REFUSED, worst.reason(), null, List.of()));
        }
    }

    private boolean holds(RelationRule rule, LostRelation relation) {
        Bytes parent = alignment.of(relation.parent()).live();
        Bytes author = alignment.of(relation.author()).live();
        if (parent == null || author == null) {
            return false;
        }
        return branches.liveMembers(rule, parent).contains(rule.member().fillBytes(placeholder -> author));
    }

    /** Counters must pass every id of the lost branch first, or live would issue those ids to something else. */
    private void raiseCounters() {
        profile.domains().forEach((name, domain) -> {
            if (domain.counter() == null) {
                return;
            }
            long highest = highestId(name);
            Key key = new Key(profile.database(), Bytes.of(domain.counter()));
            if (highest > number(whole(branches.liveEntry(key)))) {
                Effect raise = effects.raise(domain.counter(), highest, new Provenance("ids", new Span(0, 0)));
                String label = domain.counter() + " at least " + highest;
                items.add(new Item(
                        "counter",
                        Bytes.of(domain.counter()),
                        Outcome.EDIT,
                        "",
                        null,
                        "",
                        "",
                        0,
                        label,
                        List.of(raise.provenance()),
                        List.of(raise)));
            }
        });
    }

    private long highestId(String domain) {
        return lost.records().keySet().stream()
                .filter(reference -> reference.domain().equals(domain))
                .mapToLong(reference -> number(reference.id()))
                .max()
                .orElse(0);
    }

    /** The mappings that effects refer to, and those worth telling. */
    private List<IdMapping> mappingsInUse() {
        Set<Reference> used = new LinkedHashSet<>();
        for (Item item : items) {
            for (Effect effect : item.effects()) {
                used.addAll(effect.key().references());
                used.addAll(effect.element().references());
                used.addAll(effect.value().references());
                Template expected = effect.expected();
                if (expected != null) {
                    used.addAll(expected.references());
                }
            }
        }
        used.forEach(alignment::of);
        return alignment.mappings().values().stream()
                .filter(mapping -> used.contains(mapping.lost()) || mapping.how() != IdMapping.How.KEPT)
                .toList();
    }

    private Item item(LostRecord record, Outcome outcome, String reason, @Nullable Reference waitsFor) {
        return item(record, record.kind(), outcome, reason, waitsFor, List.of());
    }

    private Item item(
            LostRecord record,
            String kind,
            Outcome outcome,
            String reason,
            @Nullable Reference waitsFor,
            List<Effect> effects) {
        ItemRule rule = profile.item(record.kind());
        Reference reference = record.reference();
        Bytes time = record.value(rule.time());
        Bytes label = record.value(rule.label());
        return new Item(
                kind,
                reference.id(),
                outcome,
                reason,
                waitsFor,
                group(reference),
                author(rule, record),
                kind.equals(record.kind()) ? number(time) : record.version(rule),
                label == null ? "" : label.toString(),
                List.copyOf(record.sources()),
                effects);
    }

    private Item item(
            LostRelation relation, Outcome outcome, String reason, @Nullable Reference waitsFor, List<Effect> effects) {
        return new Item(
                relation.kind(),
                Bytes.of(relation.parent().id().utf8() + " "
                        + relation.author().id().utf8()),
                outcome,
                reason,
                waitsFor,
                group(relation.parent()),
                standings.nameOf(relation.author()),
                0,
                "",
                relation.sources(),
                effects);
    }

    private String group(Reference item) {
        Template group = profile.group() == null ? null : bindings.find(item, profile.group());
        return group == null ? "" : group.lost().toString();
    }

    private String author(ItemRule rule, LostRecord record) {
        Bytes author = record.value(rule.author());
        FieldRule field = rule.author() == null ? null : rule.fields().get(rule.author());
        if (author == null || field == null || field.domain() == null) {
            return "";
        }
        return standings.nameOf(new Reference(field.domain(), author));
    }

    /** The value as live would hold it, where that is known already. */
    private Bytes liveForm(FieldRule rule, Bytes value) {
        if (rule.domain() == null) {
            return value;
        }
        Bytes live = alignment.of(new Reference(rule.domain(), value)).live();
        return live == null ? value : live;
    }

    private Key keyOf(Pattern pattern, Bytes id) {
        return new Key(profile.database(), pattern.fillBytes(placeholder -> id));
    }

    private static @Nullable Bytes whole(@Nullable Entry entry) {
        return entry == null ? null : Elements.of(entry).get(new dev.rethread.delta.Element.Whole());
    }

    private static Standing worse(Standing one, Standing other) {
        return one.state().compareTo(other.state()) >= 0 ? one : other;
    }

    private static long number(@Nullable Bytes text) {
        OptionalLong number = text == null ? OptionalLong.empty() : Numbers.parse(text);
        return number.orElse(0);
    }
}
