package dev.rethread.rebase;

import dev.rethread.delta.ThreeWay;
import dev.rethread.delta.Verdict;
import dev.rethread.item.Effect;
import dev.rethread.item.Item;
import dev.rethread.item.Outcome;
import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.Domain;
import dev.rethread.profile.FieldKind;
import dev.rethread.profile.FieldRule;
import dev.rethread.profile.ItemRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the gap changed in one item that the base had: the edits together, what cannot be laid onto live, and the
 * differences of its counters.
 */
final class SurvivingItem {
    private final Merge merge;
    private final ItemFactory items;
    private final Consumer<Item> found;
    private final LostRecord record;
    private final ItemRule rule;
    private final Map<String, Bytes> base;
    private final @Nullable Map<String, Bytes> live;
    private final Map<List<String>, Edit> edits = new LinkedHashMap<>();
    private final List<String> conflicts = new ArrayList<>();
    private final List<String> cleared = new ArrayList<>();
    private final List<String> renamed = new ArrayList<>();
    private final List<String> deleted = new ArrayList<>();
    private final List<Effect> marks = new ArrayList<>();
    private final FormerPlaces places;

    /** Effects that are written together or not at all, and what they need. */
    private static final class Edit {
        private final List<Effect> effects = new ArrayList<>();
        private final List<String> fields = new ArrayList<>();
        private Standing needs = Standing.IN_LIVE;
    }

    private SurvivingItem(
            Merge merge,
            ItemFactory items,
            Consumer<Item> found,
            LostRecord record,
            Map<String, Bytes> base,
            @Nullable Map<String, Bytes> live) {
        this.merge = merge;
        this.items = items;
        this.found = found;
        this.record = record;
        this.rule = merge.profile().item(record.kind());
        this.base = base;
        this.live = live;
        this.places = new FormerPlaces(merge, record);
    }

    /** Judges the changes in {@code record}; what becomes of them will be handed to {@code found}. */
    static SurvivingItem judge(Merge merge, ItemFactory items, LostRecord record, Consumer<Item> found) {
        Map<String, Bytes> base = Objects.requireNonNull(merge.branches().base(record.reference()));
        Map<String, Bytes> live = merge.alignment().inLive(record.reference());
        SurvivingItem item = new SurvivingItem(merge, items, found, record, base, live);
        if (!item.another()) {
            record.fields().forEach(item::field);
            item.rule.fields().forEach(item::cleared);
            if (live != null) {
                merge.merged().edit(record.reference(), item.written());
            }
        }
        return item;
    }

    /** Hands over what became of the changes; all survivors have been judged by then. */
    void tell() {
        if (another()) {
            emit(Outcome.CONFLICT, "deleted in the gap, and its id taken by another " + record.kind(), null, List.of());
        } else {
            emit();
        }
    }

    /** The fields that become what the lost branch has. */
    private List<String> written() {
        return edits.values().stream()
                .filter(edit -> edit.needs.available())
                .flatMap(edit -> edit.fields.stream())
                .toList();
    }

    /** Whether the lost branch gave the id to something else: one made from a title is free after a deletion. */
    private boolean another() {
        boolean madeFromTitle = merge.profile().domain(rule.domain()).ids() == Domain.Ids.SUFFIX;
        return madeFromTitle && rule.identity().stream().anyMatch(this::changed);
    }

    private boolean changed(String name) {
        return !Objects.equals(base.get(name), record.value(name));
    }

    private void field(String name, Sourced value) {
        FieldRule field = Objects.requireNonNull(rule.rule(name));
        if (field.kind() == FieldKind.COUNTER) {
            counter(name, value);
            return;
        } else if (field.kind() == FieldKind.NEWEST) {
            newest(name, value);
            return;
        } else if (field.kind() == FieldKind.IDS) {
            return;
        }
        Bytes before = base.get(name);
        Bytes expected = merge.liveForm(record.reference(), field, value.value());
        Verdict verdict = ThreeWay.judge(before, expected, live == null ? null : live.get(name), true);
        if (live == null && !expected.equals(before)) {
            deleted.add(name);
        } else if (verdict.restores() && rule.identity().contains(name) && !free()) {
            renamed.add(name);
        } else if (verdict.restores()) {
            Edit edit = edit(rule.togetherWith(name));
            edit.fields.add(name);
            if (merge.effects().stands(record, name, value.value())) {
                edit.needs = edit.needs.worse(needs(field, value));
                if (!rule.packed()) {
                    edit.effects.add(
                            before == null
                                    ? merge.effects().create(record, name, value)
                                    : merge.effects().replace(record, name, before, value));
                }
            } else {
                edit.needs = edit.needs.worse(merge.standings().ofValue(field, value.value(), record.reference()));
            }
        } else if (verdict.disputed()) {
            conflicts.add(name);
        }
    }

    /** Whether nobody in live is called as the lost branch calls the item. */
    private boolean free() {
        Map<String, Bytes> called = new LinkedHashMap<>(base);
        rule.identity().forEach(name -> {
            Bytes now = record.value(name);
            if (now != null) {
                called.put(name, now);
            }
        });
        return !merge.alignment().holds(record.reference(), called);
    }

    /** What a name of something that is nowhere needs is nothing. */
    private Standing needs(FieldRule field, Sourced value) {
        Standing standing = merge.standings().ofValue(field, value.value(), record.reference());
        Reference named = merge.bindings().named(field, value.value(), record.reference());
        boolean nowhere = named != null && merge.branches().base(named) == null;
        return nowhere && standing.state() == Standing.State.GONE ? Standing.IN_LIVE : standing;
    }

    private void newest(String name, Sourced value) {
        long there = live == null ? Long.MAX_VALUE : Numbers.orZero(live.get(name));
        if (Numbers.orZero(value.value()) > there) {
            marks.add(merge.effects().raise(record, name, value));
        }
    }

    /** A field that the gap took away. */
    private void cleared(String name, FieldRule field) {
        Bytes before = base.get(name);
        if (field.kind().primary()
                && field.kind() != FieldKind.IDS
                && live != null
                && before != null
                && record.value(name) == null) {
            Verdict verdict = ThreeWay.judge(before, null, live.get(name), true);
            Edit edit = edits.get(rule.togetherWith(name));
            if (verdict.onRequest() && edit != null && !rule.packed()) {
                edit.effects.add(merge.effects().remove(record, name, before));
                edit.fields.add(name);
            } else if (verdict.onRequest()) {
                cleared.add(name);
            } else if (verdict.disputed()) {
                conflicts.add(name);
            }
        }
    }

    private void counter(String name, Sourced value) {
        Bytes before = base.get(name);
        if (!readable(before) || !readable(value.value())) {
            conflicts.add(name);
            return;
        }
        Bytes key = merge.profile().keyOf(record.reference()).name();
        long difference = Numbers.orZero(value.value())
                - Numbers.orZero(before)
                - merge.applied().of(key, Bytes.of(name));
        if (difference != 0 && live != null) {
            Effect add = merge.effects().add(record, name, difference, value.from());
            found.accept(items.of(record, record.kind() + "-" + name, Outcome.EDIT, "", null, List.of(add)));
        }
    }

    private static boolean readable(@Nullable Bytes count) {
        return count == null || Numbers.parse(count).isPresent();
    }

    private void emit() {
        if (!deleted.isEmpty()) {
            emit(Outcome.REFUSED, "deleted in live since", null, List.of());
        }
        emitEdits();
        if (!cleared.isEmpty()) {
            emit(Outcome.RESURRECTED, "taken away in the gap: " + String.join(", ", cleared), null, List.of());
        }
        if (!renamed.isEmpty()) {
            emit(Outcome.CONFLICT, "called otherwise in the gap: " + String.join(", ", renamed), null, List.of());
        }
        if (!conflicts.isEmpty()) {
            emit(Outcome.CONFLICT, "edited on both sides: " + String.join(", ", conflicts), null, List.of());
        }
    }

    private Edit edit(List<String> fields) {
        return edits.computeIfAbsent(fields, none -> new Edit());
    }

    /** What can be written is, whatever else of the item waits. */
    private void emitEdits() {
        List<Effect> ready = new ArrayList<>();
        Standing worst = Standing.IN_LIVE;
        for (Edit edit : edits.values()) {
            if (edit.needs.available()) {
                ready.addAll(edit.effects);
            }
            worst = worst.worse(edit.needs);
        }
        List<String> written = written();
        if (rule.packed() && live != null) {
            new PackedMerge(merge).edited(record, base, written).ifPresent(ready::add);
        }
        boolean edited = !ready.isEmpty();
        parts(ready, edited);
        if (!written.isEmpty()) {
            merge.derivation().moved(record, record.sources().iterator().next(), ready);
        }
        if (!ready.isEmpty()) {
            String kind = record.kind() + (edited ? "-edit" : "-lists");
            found.accept(items.of(record, kind, Outcome.EDIT, "", null, ready));
        }
        if (worst.state() == Standing.State.WAITING) {
            emit(Outcome.WAITING, worst.reason(), worst.waitsFor(), List.of());
        } else if (worst.state() == Standing.State.GONE) {
            emit(Outcome.REFUSED, worst.reason(), null, List.of());
        }
    }

    /** Where the item is in lists, how far it was read: these go with an edit, and alone as well. */
    private void parts(List<Effect> ready, boolean edited) {
        if (live != null) {
            List<LostElement> following =
                    record.parts().stream().filter(this::follows).toList();
            PartMerge.Result parts =
                    new PartMerge(merge).parts(record, places.with(following, written()), false, edited);
            ready.addAll(parts.effects());
            ready.addAll(marks);
            conflicts.addAll(parts.disputed());
        }
    }

    /** An index entry goes with the field it is made from: where that stays as live has it, the entry does. */
    private boolean follows(LostElement element) {
        return unwritten()
                .noneMatch(name -> tells(element, name, base.get(name)) || tells(element, name, record.value(name)));
    }

    private boolean tells(LostElement element, String name, @Nullable Bytes value) {
        return element.tells(merge.profile(), record, name, value);
    }

    private Stream<String> unwritten() {
        Stream<String> waiting =
                edits.values().stream().filter(edit -> !edit.needs.available()).flatMap(edit -> edit.fields.stream());
        return Stream.of(waiting, conflicts.stream(), renamed.stream())
                .flatMap(names -> names)
                .filter(rule.fields()::containsKey);
    }

    private void emit(Outcome outcome, String reason, @Nullable Reference waitsFor, List<Effect> effects) {
        found.accept(items.of(record, record.kind() + "-edit", outcome, reason, waitsFor, effects));
    }
}
