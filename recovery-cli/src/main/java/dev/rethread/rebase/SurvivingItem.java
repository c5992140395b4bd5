package dev.rethread.rebase;

import dev.rethread.delta.ThreeWay;
import dev.rethread.delta.Verdict;
import dev.rethread.item.Effect;
import dev.rethread.item.IdMapping;
import dev.rethread.item.Item;
import dev.rethread.item.Operation;
import dev.rethread.item.Outcome;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.FieldKind;
import dev.rethread.profile.FieldRule;
import dev.rethread.profile.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the gap changed in one item that the base had: at most one edit, one conflict, and the differences of its
 * counters.
 */
final class SurvivingItem {
    private final Merge merge;
    private final ItemFactory items;
    private final Consumer<Item> found;
    private final LostRecord record;
    private final Map<String, Bytes> base;
    private final @Nullable Map<String, Bytes> live;
    private final List<Effect> edits = new ArrayList<>();
    private final List<String> conflicts = new ArrayList<>();
    private final List<String> deleted = new ArrayList<>();
    private Standing needs = Standing.IN_LIVE;

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
        this.base = base;
        this.live = live;
    }

    /** Hands what became of the changes in {@code record} to {@code found}. */
    static void merge(Merge merge, ItemFactory items, LostRecord record, Consumer<Item> found) {
        Map<String, Bytes> base = Objects.requireNonNull(merge.branches().base(record.reference()));
        Map<String, Bytes> live = merge.alignment().inLive(record.reference());
        SurvivingItem item = new SurvivingItem(merge, items, found, record, base, live);
        record.fields().forEach(item::field);
        record.attached().forEach(item::attached);
        item.emit();
    }

    private void field(String name, Sourced value) {
        FieldRule rule = Objects.requireNonNull(
                merge.profile().item(record.kind()).fields().get(name));
        if (rule.kind() == FieldKind.COUNTER) {
            counter(name, value);
            return;
        }
        Bytes before = base.get(name);
        Bytes expected = merge.liveForm(rule, value.value());
        Verdict verdict = ThreeWay.judge(before, expected, live == null ? null : live.get(name), true);
        if (live == null && !expected.equals(before)) {
            deleted.add(name);
        } else if (verdict.restores()) {
            needs = needs.worse(merge.standings().ofValue(rule, value.value()));
            edits.add(
                    before == null
                            ? merge.effects().create(record, name, value)
                            : merge.effects().replace(record, name, before, value));
        } else if (verdict.disputed()) {
            conflicts.add(name);
        }
    }

    private void counter(String name, Sourced value) {
        long before = Numbers.orZero(base.get(name));
        Bytes key =
                merge.profile().keyOf(record.kind(), record.reference().id()).name();
        long difference =
                Numbers.orZero(value.value()) - before - merge.applied().of(key, Bytes.of(name));
        if (difference != 0 && live != null) {
            Effect add = merge.effects().add(record, name, difference, value.from());
            found.accept(items.of(record, record.kind() + "-" + name, Outcome.EDIT, "", null, List.of(add)));
        }
    }

    private void attached(Pattern pattern, Sourced list) {
        Bytes before = Branches.whole(merge.branches()
                .baseEntry(merge.keyOf(pattern, record.reference().id())));
        IdMapping mapping = merge.alignment().of(record.reference());
        Bytes there = mapping.live() == null
                ? null
                : Branches.whole(merge.branches().liveEntry(merge.keyOf(pattern, mapping.live())));
        Verdict verdict = ThreeWay.judge(before, list.value(), there, true);
        if (live != null && verdict.restores()) {
            Operation operation = before == null ? Operation.CREATE : Operation.REPLACE;
            edits.add(merge.effects().list(record, pattern, operation, before, list));
        }
    }

    private void emit() {
        String kind = record.kind() + "-edit";
        if (!deleted.isEmpty()) {
            found.accept(items.of(record, kind, Outcome.REFUSED, "deleted in live since", null, List.of()));
        }
        if (!edits.isEmpty() && needs.state() == Standing.State.WAITING) {
            found.accept(items.of(record, kind, Outcome.WAITING, needs.reason(), needs.waitsFor(), List.of()));
        } else if (!edits.isEmpty()) {
            found.accept(items.of(record, kind, Outcome.EDIT, "", null, edits));
        }
        if (!conflicts.isEmpty()) {
            String fields = String.join(", ", conflicts);
            found.accept(items.of(record, kind, Outcome.CONFLICT, "edited on both sides: " + fields, null, List.of()));
        }
    }
}
