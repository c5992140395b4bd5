package dev.rethread.rebase;

import dev.rethread.item.Effect;
import dev.rethread.item.Operation;
import dev.rethread.item.Provenance;
import dev.rethread.item.Reference;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Type;
import dev.rethread.profile.Derive;
import dev.rethread.profile.FieldKind;
import dev.rethread.profile.FieldRule;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.Pattern;
import dev.rethread.profile.Profile;
import dev.rethread.profile.RelationRule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes down what restoring an item, a field or a relation means in keys and elements. */
final class EffectBuilder {
    private static final Template NOTHING = Template.literal(Bytes.EMPTY);

    private final Profile profile;
    private final Bindings bindings;

    EffectBuilder(Profile profile, Bindings bindings) {
        this.profile = profile;
        this.bindings = bindings;
    }

    /** All of an item that is not in live: its hash, its attached keys, and what derives from it. */
    List<Effect> restore(LostRecord record) {
        ItemRule rule = profile.item(record.kind());
        Provenance from = record.sources().iterator().next();
        List<Effect> effects = new ArrayList<>();
        record.fields().forEach((name, sourced) -> effects.add(create(record, name, sourced)));
        rule.fields().forEach((name, field) -> {
            if (field.kind() == FieldKind.COUNT) {
                Template zero = Template.literal("0");
                effects.add(field(record.reference(), rule, name, Operation.CREATE, null, zero, from));
            }
        });
        effects.replaceAll(effect -> effect.partOf(record.reference()));
        record.attached().forEach((key, list) -> effects.add(list(record, key, Operation.CREATE, null, list)));
        derive(rule.derive(), placeholder -> required(record.reference(), placeholder), from, effects);
        return effects;
    }

    /** A field that live lacks. */
    Effect create(LostRecord record, String name, Sourced value) {
        ItemRule rule = profile.item(record.kind());
        return field(record.reference(), rule, name, Operation.CREATE, null, template(rule, name, value), value.from());
    }

    /** A field that live has as the base had it. */
    Effect replace(LostRecord record, String name, Bytes expected, Sourced value) {
        ItemRule rule = profile.item(record.kind());
        Template before = template(rule, name, new Sourced(expected, value.from()));
        return field(
                record.reference(), rule, name, Operation.REPLACE, before, template(rule, name, value), value.from());
    }

    /** A counter field of a surviving item: what the gap added. */
    Effect add(LostRecord record, String name, long difference, Provenance from) {
        ItemRule rule = profile.item(record.kind());
        Template value = Template.literal(Bytes.of(difference));
        return effect(
                Effect.COUNTS,
                rule.key().fill(p -> bindings.reference(record.reference())),
                Type.HASH,
                Template.literal(name),
                Operation.ADD,
                null,
                value,
                false,
                from);
    }

    /** A list of the item under a key of its own, written whole. */
    Effect list(LostRecord record, Pattern key, Operation operation, @Nullable Bytes expected, Sourced list) {
        return effect(
                        Effect.RELATIONS,
                        key.fill(p -> bindings.reference(record.reference())),
                        Type.LIST,
                        NOTHING,
                        operation,
                        expected == null ? null : Template.literal(expected),
                        Template.literal(list.value()),
                        false,
                        list.from())
                .needing(objectKey(record.reference().domain(), bindings.reference(record.reference())));
    }

    /** A member of a relation set, and what derives from it. */
    List<Effect> relation(LostRelation relation, RelationRule rule) {
        Provenance from = relation.sources().get(0);
        Function<String, Template> values = placeholder -> {
            if (placeholder.equals(rule.author())) {
                return bindings.reference(relation.author());
            }
            return required(relation.parent(), placeholder);
        };
        List<Effect> effects = new ArrayList<>();
        effects.add(effect(
                        Effect.RELATIONS,
                        rule.key().fill(values),
                        Type.SET,
                        rule.member().fill(values),
                        Operation.CREATE,
                        null,
                        NOTHING,
                        false,
                        from)
                .needing(objectKey(relation.parent().domain(), bindings.reference(relation.parent()))));
        derive(rule.derive(), values, from, effects);
        return effects;
    }

    /** The first placeholder of the rule that nothing is known for; null where there is none. */
    @Nullable
    String unbound(LostRelation relation, RelationRule rule) {
        return rule.derive().stream()
                .flatMap(derive -> derive.placeholders().stream())
                .filter(placeholder -> !placeholder.equals(rule.author()))
                .filter(placeholder -> bindings.find(relation.parent(), placeholder) == null)
                .findFirst()
                .orElse(null);
    }

    /** The counter of a domain, to be at least {@code atLeast} before its ids are used. */
    Effect raise(String counter, long atLeast, Provenance from) {
        Template value = Template.literal(Bytes.of(atLeast));
        Template key = Template.literal(counter);
        return effect(Effect.COUNTERS, key, Type.STRING, NOTHING, Operation.RAISE, null, value, false, from);
    }

    private Template template(ItemRule rule, String name, Sourced value) {
        FieldRule field = rule.fields().get(name);
        return field == null ? Template.literal(value.value()) : bindings.value(field, value.value());
    }

    private Effect field(
            Reference item,
            ItemRule rule,
            String name,
            Operation operation,
            @Nullable Template expected,
            Template value,
            Provenance from) {
        int phase = Effect.OBJECTS + profile.rank(profile.kindOf(item.domain()));
        boolean text = rule.field(name).map(f -> f.kind() == FieldKind.TEXT).orElse(false);
        Template key = rule.key().fill(p -> bindings.reference(item));
        Effect effect = effect(phase, key, Type.HASH, Template.literal(name), operation, expected, value, text, from);
        boolean belongs = name.equals(rule.parent()) || name.equals(rule.author());
        String domain = rule.field(name).map(FieldRule::domain).orElse(null);
        return belongs && domain != null ? effect.needing(objectKey(domain, value)) : effect;
    }

    /** The key of the object that has the id {@code id}. */
    private Template objectKey(String domain, Template id) {
        return profile.item(profile.kindOf(domain)).key().fill(placeholder -> id);
    }

    private void derive(List<Derive> rules, Function<String, Template> values, Provenance from, List<Effect> effects) {
        for (Derive rule : rules) {
            effects.add(derived(rule, values, from));
        }
    }

    private Effect derived(Derive rule, Function<String, Template> values, Provenance from) {
        if (rule.zset() != null) {
            boolean raise = rule.max() != null;
            Template member = fill(rule.member(), values);
            Template score = fill(raise ? rule.max() : rule.score(), values);
            Operation operation = raise ? Operation.RAISE : Operation.CREATE;
            Template key = rule.zset().fill(values);
            return effect(Effect.INDEXES, key, Type.ZSET, member, operation, null, score, false, from);
        }
        if (rule.set() != null) {
            Template key = rule.set().fill(values);
            Template member = fill(rule.member(), values);
            return effect(Effect.INDEXES, key, Type.SET, member, Operation.CREATE, null, NOTHING, false, from);
        }
        Template key = fill(rule.hash(), values);
        Template field = fill(rule.field(), values);
        if (rule.add() != null) {
            Template one = Template.literal(Bytes.of(rule.add()));
            return effect(Effect.COUNTS, key, Type.HASH, field, Operation.ADD, null, one, false, from);
        }
        Operation operation = rule.max() != null ? Operation.RAISE : Operation.CREATE;
        int phase = rule.max() != null ? Effect.COUNTS : Effect.INDEXES;
        Template value = fill(rule.max() != null ? rule.max() : rule.value(), values);
        return effect(phase, key, Type.HASH, field, operation, null, value, false, from);
    }

    private static Template fill(@Nullable Pattern pattern, Function<String, Template> values) {
        return pattern == null ? NOTHING : pattern.fill(values);
    }

    private Template required(Reference item, String placeholder) {
        Template found = bindings.find(item, placeholder);
        if (found == null) {
            throw new IllegalStateException("profile " + profile.name() + ": nothing known as {" + placeholder + "} of "
                    + item + ", needed by a derive rule");
        }
        return found;
    }

    private Effect effect(
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
