package dev.rethread.rebase;

import dev.rethread.item.Effect;
import dev.rethread.item.Operation;
import dev.rethread.item.Provenance;
import dev.rethread.item.Reference;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.FieldKind;
import dev.rethread.profile.FieldRule;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.Profile;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Changes inside one packed item that live has: its fields one by one, its arrays of ids united, written as one value. */
final class PackedMerge {
    private final Profile profile;
    private final Branches branches;
    private final Alignment alignment;
    private final EffectBuilder effects;

    PackedMerge(Merge merge) {
        this.profile = merge.profile();
        this.branches = merge.branches();
        this.alignment = merge.alignment();
        this.effects = merge.effects();
    }

    /** An item that both branches made: what its arrays lack. */
    Optional<Effect> missing(LostRecord record) {
        return edited(record, Map.of(), List.of());
    }

    /**
     * What the gap changed.
     *
     * @param base the item's fields in the base
     * @param changed the fields that are to become what the lost branch has
     */
    Optional<Effect> edited(LostRecord record, Map<String, Bytes> base, List<String> changed) {
        Reference item = record.reference();
        Reference there = Objects.requireNonNull(alignment.there(item));
        Bytes live = Objects.requireNonNull(branches.livePacked(there));
        Bytes lost = record.packed();
        ItemRule rule = profile.item(record.kind());
        if (lost == null) {
            return Optional.empty();
        }
        Map<String, Template> fields = new LinkedHashMap<>();
        Map<String, Bytes> now = Objects.requireNonNullElse(PackedItem.fields(live), Map.of());
        for (String name : changed) {
            fields.put(name, effects.template(item, Objects.requireNonNull(rule.rule(name)), value(record, name)));
        }
        rule.fields().forEach((name, field) -> {
            if (field.kind() == FieldKind.IDS && record.value(name) != null) {
                united(record, name, field, base, now).ifPresent(array -> fields.put(name, array));
            }
        });
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        Provenance from = record.sources().iterator().next();
        Template json = PackedItem.write(live, lost, fields);
        return Optional.of(effects.packed(item, Operation.REPLACE, Template.literal(live), json, from));
    }

    private static Bytes value(LostRecord record, String name) {
        return Objects.requireNonNull(record.value(name));
    }

    /** Live's ids and those that the gap added, unless another array of live's item has them: nobody votes both ways. */
    private Optional<Template> united(
            LostRecord record, String name, FieldRule field, Map<String, Bytes> base, Map<String, Bytes> live) {
        Set<Bytes> taken = new HashSet<>();
        profile.item(record.kind()).fields().forEach((other, rule) -> {
            if (rule.kind() == FieldKind.IDS) {
                taken.addAll(PackedItem.elements(live.get(other)));
            }
        });
        Set<Bytes> before = new HashSet<>(PackedItem.elements(base.get(name)));
        List<Reference> added = effects.standing(record.reference(), field, record.value(name)).stream()
                .filter(id -> !before.contains(id.id()))
                .filter(id -> alignment.of(id).live() == null
                        || !taken.contains(alignment.of(id).live()))
                .toList();
        if (added.isEmpty()) {
            return Optional.empty();
        }
        Bytes there = Objects.requireNonNullElse(live.get(name), Bytes.of("[]"));
        return Optional.of(PackedItem.appended(there, value(record, name), added));
    }
}
