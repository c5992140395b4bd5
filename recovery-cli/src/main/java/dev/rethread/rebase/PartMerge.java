package dev.rethread.rebase;

import dev.rethread.item.Effect;
import dev.rethread.item.Operation;
import dev.rethread.item.Reference;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Type;
import dev.rethread.profile.FieldKind;
import dev.rethread.profile.FieldRule;
import dev.rethread.profile.KeyRule;
import dev.rethread.profile.Profile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Lays elements of collections onto live: index entries, lists and read marks of items, and relations. */
final class PartMerge {
    private final Profile profile;
    private final Branches branches;
    private final Alignment alignment;
    private final Bindings bindings;
    private final EffectBuilder effects;
    private final Derivation derivation;
    private final AppliedCounts applied;

    PartMerge(Merge merge) {
        this.profile = merge.profile();
        this.branches = merge.branches();
        this.alignment = merge.alignment();
        this.bindings = merge.bindings();
        this.effects = merge.effects();
        this.derivation = merge.derivation();
        this.applied = merge.applied();
    }

    /** What became of the elements of one item: the writes, and what both sides changed. */
    record Result(List<Effect> effects, List<String> disputed) {}

    /**
     * The elements that are part of {@code owner}.
     *
     * @param made whether the owner is new in live, so that all it has comes with it
     * @param edited whether the owner itself is changed: then it leaves lists of what was deleted in the gap as well
     */
    Result parts(LostRecord owner, boolean made, boolean edited) {
        return parts(owner, owner.parts(), made, edited);
    }

    /** The same for some of its elements. */
    Result parts(LostRecord owner, List<LostElement> elements, boolean made, boolean edited) {
        Result result = new Result(new ArrayList<>(), new ArrayList<>());
        Map<String, Bytes> moving = moving(elements);
        for (LostElement element : elements) {
            boolean follows =
                    !absent(element.rule().value()) || (moving.containsKey(place(element)) && comes(owner, element));
            if (follows && (placed(element) || (edited && gone(element)))) {
                merge(element, owner.reference(), made, moving, result);
            }
        }
        return result;
    }

    /** Whether the element comes into another key, or is what comes. */
    private static boolean comes(LostRecord owner, LostElement element) {
        return owner.parts().stream()
                .anyMatch(other -> other.after() != null && place(other).equals(place(element)));
    }

    private boolean gone(LostElement element) {
        return element.after() == null
                && element.named().values().stream().allMatch(named -> alignment.inLive(named) != null);
    }

    /** What stays the same when an element goes from one key to another. */
    private static String place(LostElement element) {
        return element.pattern() + "\0" + element.element();
    }

    /** Whether derive rules alone make such elements. */
    static boolean absent(FieldRule value) {
        return value.kind() == FieldKind.DERIVED && value.pattern() == null;
    }

    /** The scores that live holds of what leaves one key for another: a topic in its new category keeps its own. */
    private Map<String, Bytes> moving(List<LostElement> elements) {
        Map<String, Bytes> scores = new HashMap<>();
        for (LostElement element : elements) {
            Bytes there = element.after() == null ? live(element) : null;
            if (there != null) {
                scores.put(place(element), there);
            }
        }
        return scores;
    }

    /**
     * Whether everything that the element names has a place in live. What a deletion in the gap took out of lists is back
     * with what was deleted.
     */
    private boolean placed(LostElement element) {
        return element.named().values().stream()
                .allMatch(named -> element.after() == null
                        ? (alignment.inLive(named) != null && branches.lost(named) != null) || alignment.nowhere(named)
                        : effects.written(named));
    }

    private void merge(LostElement element, Reference owner, boolean made, Map<String, Bytes> moving, Result result) {
        Bytes before = element.before();
        Bytes after = element.after();
        Bytes live = live(element);
        FieldRule value = element.rule().value();
        Bindings.Scope scope = Bindings.Scope.of(element, owner);
        if (after == null) {
            if (live != null && (own(value) || value.kind() == FieldKind.COUNTER || live.equals(before)) && !made) {
                result.effects().add(remove(element, live));
                derivation.derive(element.rule().derive(), scope, element.from(), -1, result.effects());
            }
        } else if (value.kind() == FieldKind.COUNTER) {
            count(element, live, owner, made, moving.get(place(element)), result);
        } else if (value.kind() == FieldKind.NEWEST) {
            larger(element, after, live).ifPresent(result.effects()::add);
        } else if (live == null && (before == null || made)) {
            Bytes moved = own(value) ? moving.get(place(element)) : null;
            Template start = moved != null ? Template.literal(moved) : start(element, owner, made);
            if (start != null) {
                result.effects().add(create(element, start, owner));
                derivation.derive(element.rule().derive(), scope, element.from(), 1, result.effects());
            }
        } else if (!own(value) && live != null && (before != null || says(element)) && !same(element, after, live)) {
            Bytes both = element.rule().type() == Type.LIST ? lists(element, live) : null;
            if (live.equals(both)) {
                return;
            } else if (live.equals(before)) {
                result.effects().add(replace(element, live, Objects.requireNonNull(value(element, owner))));
            } else if (both != null) {
                result.effects().add(replace(element, live, Template.literal(both)));
            } else {
                result.disputed().add(element.pattern().toString());
            }
        }
    }

    /** Whether an element says something itself, other than an index entry. */
    private static boolean says(LostElement element) {
        Type type = element.rule().type();
        return type != Type.ZSET && type != Type.SET;
    }

    /** Whether a value is derived, so that the lost branch's says nothing. */
    private static boolean own(FieldRule value) {
        return value.kind() == FieldKind.COUNT || value.kind() == FieldKind.DERIVED;
    }

    private boolean same(LostElement element, Bytes after, Bytes live) {
        Bytes there = alignment.resolved(effectsTemplate(element, after));
        return live.equals(there == null ? after : there);
    }

    /** Both branches add to what the base had; what came with a new item has come with all its amount. */
    private void count(
            LostElement element,
            @Nullable Bytes live,
            Reference owner,
            boolean made,
            @Nullable Bytes moved,
            Result result) {
        long difference = Numbers.orZero(element.after()) - Numbers.orZero(element.before());
        if (live == null && moved != null) {
            long larger = Math.max(Numbers.orZero(moved), difference);
            result.effects().add(create(element, Template.literal(Bytes.of(larger)), owner));
        } else if (made && live == null) {
            result.effects().add(create(element, Template.literal(Bytes.of(difference)), null));
        } else if (branches.base(owner) != null && element.before() != null) {
            difference -= applied.of(element.key().name(), element.element());
            if (difference != 0 && live != null) {
                Template amount = Template.literal(Bytes.of(difference));
                result.effects().add(effect(element, Effect.COUNTS, Operation.ADD, null, amount));
            }
        }
    }

    private static @Nullable Bytes lists(LostElement element, Bytes live) {
        Bytes lost = Objects.requireNonNull(element.after());
        Bytes merged = ListMerge.of(element.before(), lost, live);
        return merged == null && element.rule().value().kind() == FieldKind.TIME ? ListMerge.times(lost, live) : merged;
    }

    /**
     * What a new element begins with. Where something that live has comes into a list, a count begins with what the gap
     * did not add to it.
     */
    private @Nullable Template start(LostElement element, Reference owner, boolean made) {
        if (made || element.rule().value().kind() != FieldKind.COUNT || branches.base(owner) == null) {
            return value(element, owner);
        }
        long counted = Numbers.orZero(element.after());
        return Template.literal(Bytes.of(counted - derivation.coming(element)));
    }

    private Optional<Effect> larger(LostElement element, Bytes after, @Nullable Bytes live) {
        OptionalLong there = live == null ? OptionalLong.empty() : Numbers.parse(live);
        boolean larger = live == null || (there.isPresent() && Numbers.orZero(after) > there.getAsLong());
        if (!larger || Numbers.parse(after).isEmpty()) {
            return Optional.empty();
        }
        Operation operation = live == null ? Operation.CREATE : Operation.RAISE;
        int phase = live == null ? Effect.INDEXES : Effect.COUNTS;
        return Optional.of(effect(element, phase, operation, null, Template.literal(after)));
    }

    /** A relation's element, where live lacks it. */
    @Nullable
    Effect relation(LostElement element) {
        Template value = live(element) != null
                ? null
                : value(element, element.named().values().iterator().next());
        return value == null ? null : create(element, value, null);
    }

    /** A relation's element that says another thing than in the base, where live says the same as the base, or less. */
    Optional<Effect> change(LostElement element) {
        Bytes live = live(element);
        Bytes after = element.after();
        if (live == null || after == null || own(element.rule().value())) {
            return Optional.empty();
        } else if (element.rule().value().kind() == FieldKind.NEWEST) {
            return larger(element, after, live);
        }
        boolean edited = live.equals(element.before()) && !same(element, after, live);
        return edited ? Optional.of(replace(element, live, effectsTemplate(element, after))) : Optional.empty();
    }

    /** A relation's element, where live has it. */
    @Nullable
    Effect removal(LostElement element) {
        Bytes live = live(element);
        return live == null ? null : remove(element, live);
    }

    /** What live holds in the element's place; null where that is nothing, or not known yet. */
    @Nullable
    Bytes live(LostElement element) {
        Bytes key = alignment.resolved(key(element));
        Bytes name = alignment.resolved(name(element));
        return key == null || name == null
                ? null
                : branches.live(element.rule().type(), new Key(profile.database(), key), name);
    }

    private Template key(LostElement element) {
        Bytes name = Objects.requireNonNull(profile.unprefixed(element.key()));
        return bindings.prefixed(element.pattern().rewrite(name, placeholder -> placed(element, placeholder)));
    }

    private Template name(LostElement element) {
        KeyRule.Collection rule = element.rule();
        return rule.named()
                ? rule.element().rewrite(element.element(), placeholder -> placed(element, placeholder))
                : EffectBuilder.NOTHING;
    }

    private Template placed(LostElement element, String placeholder) {
        Reference named = element.named().get(placeholder);
        return named != null
                ? bindings.reference(named)
                : Template.literal(Objects.requireNonNull(element.words().get(placeholder)));
    }

    /** What the element gets; null where it is derived and absent at first. */
    private @Nullable Template value(LostElement element, Reference owner) {
        FieldRule rule = element.rule().value();
        return own(rule)
                ? effects.start(rule, owner)
                : effectsTemplate(element, Objects.requireNonNull(element.after()));
    }

    private Template effectsTemplate(LostElement element, Bytes value) {
        FieldRule rule = element.rule().value();
        if (element.rule().type() == Type.SET) {
            return EffectBuilder.NOTHING;
        }
        Reference named =
                rule.kind() == FieldKind.ID ? element.named().get(Objects.requireNonNull(rule.domain())) : null;
        Reference from = element.named().values().iterator().next();
        return named != null ? bindings.reference(named) : effects.template(from, rule, value);
    }

    private Effect create(LostElement element, Template value, @Nullable Reference owner) {
        int phase = element.rule().named() ? Effect.INDEXES : Effect.RELATIONS;
        Effect effect = effect(element, phase, Operation.CREATE, null, value);
        return owner == null ? effect : effect.needing(bindings.key(owner));
    }

    private Effect replace(LostElement element, Bytes live, Template value) {
        int phase = element.rule().named() ? Effect.INDEXES : Effect.RELATIONS;
        return effect(element, phase, Operation.REPLACE, Template.literal(live), value);
    }

    private Effect remove(LostElement element, Bytes live) {
        return effect(element, Effect.REMOVALS, Operation.REMOVE, Template.literal(live), EffectBuilder.NOTHING);
    }

    private Effect effect(
            LostElement element, int phase, Operation operation, @Nullable Template expected, Template value) {
        boolean text = element.rule().value().kind() == FieldKind.TEXT;
        return effects.effect(
                phase,
                key(element),
                element.rule().type(),
                name(element),
                operation,
                expected,
                value,
                text,
                element.from());
    }
}
