package dev.rethread.rebase;

import dev.rethread.item.Effect;
import dev.rethread.item.IdMapping;
import dev.rethread.item.Operation;
import dev.rethread.item.Provenance;
import dev.rethread.item.Reference;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Type;
import dev.rethread.profile.FieldKind;
import dev.rethread.profile.FieldRule;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.Pattern;
import dev.rethread.profile.Profile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes down what restoring an item or a field of one means in keys and elements. */
final class EffectBuilder {
    static final Template NOTHING = Template.literal(Bytes.EMPTY);
    static final Template ZERO = Template.literal("0");

    private final Profile profile;
    private final Bindings bindings;
    private final Alignment alignment;
    private final Standings standings;
    private final TextLinks links;

    EffectBuilder(Profile profile, Bindings bindings, Alignment alignment, Standings standings) {
        this.profile = profile;
        this.bindings = bindings;
        this.alignment = alignment;
        this.standings = standings;
        this.links = new TextLinks(profile);
    }

    /** The item itself, which is not in live: its hash, or its field in one. */
    List<Effect> object(LostRecord record) {
        ItemRule rule = profile.item(record.kind());
        Provenance from = record.sources().iterator().next();
        if (rule.packed()) {
            return List.of(packed(record, from));
        }
        List<Effect> effects = new ArrayList<>();
        record.fields().forEach((name, sourced) -> {
            if (stands(record, name, sourced.value())) {
                effects.add(create(record, name, sourced));
            }
        });
        rule.fields().forEach((name, field) -> {
            Template start = started(record, name) ? start(field, record.reference()) : null;
            if (start != null) {
                effects.add(field(record.reference(), rule, name, Operation.CREATE, null, start, from));
            }
        });
        effects.replaceAll(effect -> effect.partOf(record.reference()));
        return effects;
    }

    /** Whether a derived field of a new item begins with something: where the lost branch had it, or no keyspace tells. */
    private static boolean started(LostRecord record, String name) {
        return record.present().isEmpty() || record.present().contains(name);
    }

    /** What a derived value is at first; null where it is absent until then. */
    @Nullable
    Template start(FieldRule rule, Reference item) {
        Pattern pattern = rule.pattern();
        if (rule.kind() == FieldKind.COUNT) {
            return pattern == null ? ZERO : counted(pattern.placeholders().get(0), item);
        }
        return rule.kind() == FieldKind.DERIVED && pattern != null
                ? bindings.fill(pattern, Bindings.Scope.of(item))
                : null;
    }

    /** A count that is another's: what live has there, {@code mainPid.upvotes} of a topic forked from an old post. */
    private Template counted(String path, Reference item) {
        int dot = path.lastIndexOf('.');
        Reference named = bindings.named(Bindings.Scope.of(item), path.substring(0, dot));
        Map<String, Bytes> live = named == null ? null : alignment.inLive(named);
        Bytes count = live == null ? null : live.get(path.substring(dot + 1));
        return count == null ? ZERO : Template.literal(count);
    }

    /**
     * Whether what a value names is in live or comes with this recovery. A name of something that is nowhere stays where
     * nothing else has the id, and is left out where it would now name something else.
     */
    boolean stands(LostRecord record, String name, Bytes value) {
        FieldRule field = profile.item(record.kind()).rule(name);
        Reference named =
                field == null || field.kind() != FieldKind.ID ? null : bindings.named(field, value, record.reference());
        return named == null || written(named);
    }

    /** Whether an id has or gets a place in live. */
    boolean written(Reference named) {
        return standings.of(named).available() || alignment.nowhere(named);
    }

    private Effect packed(LostRecord record, Provenance from) {
        Map<String, Template> fields = new LinkedHashMap<>();
        ItemRule rule = profile.item(record.kind());
        record.fields().forEach((name, sourced) -> {
            FieldRule field = rule.rule(name);
            if (field != null && field.kind() != FieldKind.PLAIN) {
                fields.put(name, template(record.reference(), field, sourced.value()));
            }
        });
        Bytes json = Objects.requireNonNull(record.packed());
        return packed(record.reference(), Operation.CREATE, null, PackedItem.write(json, json, fields), from)
                .partOf(record.reference());
    }

    /** A packed item, written whole. */
    Effect packed(Reference item, Operation operation, @Nullable Template expected, Template json, Provenance from) {
        ItemRule rule = profile.item(item);
        Template element = Objects.requireNonNull(rule.field()).fill(placeholder -> bindings.reference(item));
        Effect effect =
                effect(phase(item), bindings.key(item), Type.HASH, element, operation, expected, json, true, from);
        Reference parent = bindings.parent(item);
        return parent == null ? effect : effect.needing(bindings.key(parent));
    }

    /** A field that live lacks. */
    Effect create(LostRecord record, String name, Sourced value) {
        ItemRule rule = profile.item(record.kind());
        return field(
                record.reference(), rule, name, Operation.CREATE, null, template(record, name, value), value.from());
    }

    /** A field that live has as {@code expected}. */
    Effect replace(LostRecord record, String name, Bytes expected, Sourced value) {
        ItemRule rule = profile.item(record.kind());
        Template now = template(record, name, value);
        return field(record.reference(), rule, name, Operation.REPLACE, Template.literal(expected), now, value.from());
    }

    /** A field that live has as {@code expected}, and that goes. */
    Effect remove(LostRecord record, String name, Bytes expected) {
        ItemRule rule = profile.item(record.kind());
        Provenance from = record.sources().iterator().next();
        return field(record.reference(), rule, name, Operation.REMOVE, Template.literal(expected), NOTHING, from);
    }

    /** A number that only grows. */
    Effect raise(LostRecord record, String name, Sourced value) {
        ItemRule rule = profile.item(record.kind());
        return field(
                record.reference(), rule, name, Operation.RAISE, null, Template.literal(value.value()), value.from());
    }

    /** A counter field of a surviving item: what the gap added. */
    Effect add(LostRecord record, String name, long difference, Provenance from) {
        Template value = Template.literal(Bytes.of(difference));
        Template key = bindings.key(record.reference());
        return effect(Effect.COUNTS, key, Type.HASH, Template.literal(name), Operation.ADD, null, value, false, from);
    }

    /** The counter of a domain, to be at least {@code atLeast} before its ids are used. */
    Effect raise(Template key, @Nullable String field, int phase, long atLeast, Provenance from) {
        Template value = Template.literal(Bytes.of(atLeast));
        Type type = field == null ? Type.STRING : Type.HASH;
        Template element = field == null ? NOTHING : Template.literal(field);
        return effect(phase, key, type, element, Operation.RAISE, null, value, false, from);
    }

    private Template template(LostRecord record, String name, Sourced value) {
        FieldRule field = profile.item(record.kind()).rule(name);
        return field == null ? Template.literal(value.value()) : template(record.reference(), field, value.value());
    }

    /** A value of {@code item} in live's ids: those of ids that live cannot have are left out of arrays. */
    Template template(Reference item, FieldRule field, Bytes value) {
        return switch (field.kind()) {
            case TEXT -> links.rewrite(value, this::moved);
            case IDS -> PackedItem.array(value, standing(item, field, value), bindings::reference);
            default -> bindings.template(field, value, item);
        };
    }

    /** The ids in an array that have a place in live. */
    List<Reference> standing(Reference item, FieldRule field, @Nullable Bytes array) {
        List<Reference> ids = new ArrayList<>();
        for (Bytes id : PackedItem.elements(array)) {
            Reference named = bindings.named(field, id, item);
            if (named != null && standings.of(named).available()) {
                ids.add(named);
            }
        }
        return ids;
    }

    private boolean moved(Reference linked) {
        return alignment.known(linked)
                && alignment.of(linked).how() != IdMapping.How.KEPT
                && standings.of(linked).available();
    }

    private int phase(Reference item) {
        return Effect.OBJECTS + profile.rank(profile.kindOf(item.domain()));
    }

    private Effect field(
            Reference item,
            ItemRule rule,
            String name,
            Operation operation,
            @Nullable Template expected,
            Template value,
            Provenance from) {
        boolean text = rule.field(name).map(f -> f.kind() == FieldKind.TEXT).orElse(false);
        Effect effect = effect(
                phase(item),
                bindings.key(item),
                Type.HASH,
                Template.literal(name),
                operation,
                expected,
                value,
                text,
                from);
        boolean belongs = name.equals(rule.parent()) || name.equals(rule.author());
        List<Reference> named = belongs ? value.references() : List.of();
        FieldRule field = rule.rule(name);
        if (belongs && field != null && field.domain() != null && named.isEmpty()) {
            Reference byName = bindings.named(field, value.lost(), item);
            return byName == null ? effect : effect.needing(bindings.key(byName));
        }
        return named.isEmpty() ? effect : effect.needing(bindings.key(named.get(0)));
    }

    Effect effect(
            int phase,
            Template key,
            Type type,
            Template element,
            Operation operation,
            @Nullable Template expected,
            Template value,
            boolean text,
            Provenance from) {
        return new Effect(
                phase, profile.database(), key, type, element, operation, expected, value, List.of(), text, from);
    }
}
