package dev.rethread.rebase;

import dev.rethread.item.Effect;
import dev.rethread.item.Item;
import dev.rethread.item.Outcome;
import dev.rethread.item.Reference;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.Domain;
import dev.rethread.profile.FieldKind;
import dev.rethread.profile.FieldRule;
import dev.rethread.profile.ItemRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names items for people: forum, author, time and label beside the outcome. */
final class ItemFactory {
    private final Merge merge;

    ItemFactory(Merge merge) {
        this.merge = merge;
    }

    Item of(LostRecord record, Outcome outcome, String reason, @Nullable Reference waitsFor) {
        return of(record, record.kind(), outcome, reason, waitsFor, List.of());
    }

    Item of(
            LostRecord record,
            String kind,
            Outcome outcome,
            String reason,
            @Nullable Reference waitsFor,
            List<Effect> effects) {
        ItemRule rule = merge.profile().item(record.kind());
        Reference reference = record.reference();
        Bytes label = record.value(rule.label());
        return new Item(
                kind,
                shown(reference),
                outcome,
                reason,
                waitsFor,
                group(reference),
                author(rule, record),
                kind.equals(record.kind()) ? made(record, rule) : changed(record, rule),
                label == null ? "" : label.toString(),
                List.copyOf(record.sources()),
                effects);
    }

    /** An id; of one within something, that before it. */
    static Bytes shown(Reference item) {
        String parent = Domain.parent(item.domain());
        return parent.isEmpty() ? item.id() : Bytes.of(parent + "/" + item.id().utf8());
    }

    Item of(LostRelation relation, Outcome outcome, String reason, @Nullable Reference waitsFor, List<Effect> effects) {
        return new Item(
                relation.kind(),
                Bytes.of(relation.named().values().stream()
                        .map(named -> shown(named).utf8())
                        .collect(Collectors.joining(" "))),
                outcome,
                reason,
                waitsFor,
                group(relation.parent()),
                merge.standings().nameOf(relation.author()),
                at(relation),
                "",
                relation.sources(),
                effects);
    }

    /** When it was given: the score where one is a time. */
    private static long at(LostRelation relation) {
        return relation.elements().stream()
                .filter(element -> element.rule().value().kind() == FieldKind.TIME && element.after() != null)
                .mapToLong(element -> LostRecord.time(element.rule().value(), element.after()))
                .findFirst()
                .orElse(0);
    }

    private static long made(LostRecord record, ItemRule rule) {
        String time = rule.time();
        return time == null ? 0 : LostRecord.time(rule.rule(time), record.value(time));
    }

    private String group(Reference item) {
        Template group = merge.profile().group() == null
                ? null
                : merge.bindings().find(item, merge.profile().group());
        return group == null ? "" : group.lost().toString();
    }

    private String author(ItemRule rule, LostRecord record) {
        Bytes author = record.value(rule.author());
        FieldRule field = rule.author() == null ? null : rule.fields().get(rule.author());
        Reference named =
                author == null || field == null ? null : merge.bindings().named(field, author, record.reference());
        return named == null ? "" : merge.standings().nameOf(named);
    }

    /** When a surviving item was changed, if that moved one of its times; 0 if nothing tells. */
    private long changed(LostRecord record, ItemRule rule) {
        Map<String, Bytes> before = merge.branches().base(record.reference());
        long newest = record.version(rule);
        return before != null && newest <= LostRecord.newestTime(rule, before) ? 0 : newest;
    }
}
