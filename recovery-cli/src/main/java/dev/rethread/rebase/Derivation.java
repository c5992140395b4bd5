package dev.rethread.rebase;

import dev.rethread.item.Effect;
import dev.rethread.item.Operation;
import dev.rethread.item.Provenance;
import dev.rethread.item.Reference;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Type;
import dev.rethread.profile.Derive;
import dev.rethread.profile.KeyRole;
import dev.rethread.profile.KeyRoles;
import dev.rethread.profile.KeyRule;
import dev.rethread.profile.Pattern;
import dev.rethread.profile.Profile;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What follows from an item or an element that comes back: counts by difference, indexes, newest-post pointers. */
final class Derivation {
    private final Profile profile;
    private final LostBranch lost;
    private final Branches branches;
    private final Alignment alignment;
    private final Standings standings;
    private final Bindings bindings;
    private final EffectBuilder effects;
    private final KeyRoles roles;
    private final Map<Derive, Map<Template, Newest>> newest = new HashMap<>();
    private final Set<String> implied = new HashSet<>();
    private @Nullable Map<String, Long> coming;

    /** The one that a pointer will point to. */
    private record Newest(Reference item, long time) {}

    /** A rule's place: which element of which key. */
    private record Place(Template key, Template element) {}

    Derivation(
            Profile profile,
            LostBranch lost,
            Branches branches,
            Alignment alignment,
            Standings standings,
            Bindings bindings,
            EffectBuilder effects) {
        this.profile = profile;
        this.lost = lost;
        this.branches = branches;
        this.alignment = alignment;
        this.standings = standings;
        this.bindings = bindings;
        this.effects = effects;
        this.roles = new KeyRoles(profile);
    }

    /** What restoring {@code item} brings with it. */
    void restored(LostRecord record, Provenance from, List<Effect> into) {
        List<Derive> rules = profile.item(record.kind()).derive();
        derive(rules, Bindings.Scope.of(record.reference()), from, 1, into);
    }

    /**
     * The writes of {@code rules}; a rule with a placeholder that stands for nothing has none.
     *
     * @param sign 1 for what comes, -1 for what goes: then only counts follow
     */
    void derive(List<Derive> rules, Bindings.Scope scope, Provenance from, int sign, List<Effect> into) {
        for (Derive rule : rules) {
            Place place = rule.on() == null && holds(bindings, rule, scope) ? place(bindings, rule, scope) : null;
            if (place != null && (sign > 0 || rule.add() != null)) {
                write(rule, place, scope, from, sign, into);
            }
        }
    }

    /**
     * What follows from an edit: a count moves with what it counts, a newest moment is told to where the item is now.
     *
     * @param once the item's fields before, as far as this edit changes them
     */
    void moved(LostRecord record, Map<String, Bytes> once, Provenance from, List<Effect> into) {
        Reference item = record.reference();
        Bindings old = bindings.before(item, once);
        Bindings.Scope scope = Bindings.Scope.of(item);
        for (Derive rule : profile.item(record.kind()).derive()) {
            Place before = holds(old, rule, scope) ? place(old, rule, scope) : null;
            Place after = holds(bindings, rule, scope) ? place(bindings, rule, scope) : null;
            if (!Objects.equals(before, after)) {
                if (before != null && rule.add() != null) {
                    write(rule, before, scope, from, -1, into);
                } else if (before != null && rule.newest() == null && rule.max() == null && rule.lift() == null) {
                    remove(rule, before, from, into);
                }
                if (after != null) {
                    write(rule, after, scope, from, 1, into);
                }
            }
        }
    }

    private void remove(Derive rule, Place place, Provenance from, List<Effect> into) {
        Bytes live = live(type(rule), place);
        if (live != null) {
            Effect removal = effects.effect(
                    Effect.REMOVALS,
                    place.key(),
                    type(rule),
                    place.element(),
                    Operation.REMOVE,
                    Template.literal(live),
                    EffectBuilder.NOTHING,
                    false,
                    from);
            if (into.stream().noneMatch(effect -> same(effect, removal))) {
                into.add(removal);
            }
        }
    }

    private static boolean holds(Bindings bindings, Derive rule, Bindings.Scope scope) {
        Derive.Condition when = rule.when();
        return when == null
                || bindings.compared(when.left(), scope).equals(bindings.compared(when.right(), scope)) == when.equal();
    }

    /** Null where a placeholder stands for nothing, or for what has no place in live. */
    private @Nullable Place place(Bindings bindings, Derive rule, Bindings.Scope scope) {
        Template key = bindings.fill(rule.key(), scope);
        Template element = bindings.fill(rule.element(), scope);
        return key == null || element == null || !placed(key) || !placed(element)
                ? null
                : new Place(this.bindings.prefixed(key), element);
    }

    private boolean placed(Template template) {
        return template.references().stream()
                .allMatch(reference -> standings.of(reference).available());
    }

    private void write(Derive rule, Place place, Bindings.Scope scope, Provenance from, int sign, List<Effect> into) {
        if (rule.newest() != null) {
            point(rule, place, scope, from, into);
        } else if (rule.add() != null) {
            add(rule, place, amount(rule.add(), scope) * sign, from, into);
        } else if (rule.set() != null) {
            into.add(write(Effect.INDEXES, rule, place, Operation.CREATE, EffectBuilder.NOTHING, from));
        } else {
            value(rule, place, scope, from, into);
        }
    }

    private void add(Derive rule, Place place, long amount, Provenance from, List<Effect> into) {
        Bytes live = rule.zset() == null ? null : live(Type.ZSET, place);
        if (live != null && amount < 0 && Numbers.orZero(live) + amount == 0 && onlyWhileCounted(place)) {
            remove(rule, place, from, into);
            implied(place, from, -1, into);
        } else if (amount != 0) {
            into.add(write(Effect.COUNTS, rule, place, Operation.ADD, Template.literal(Bytes.of(amount)), from));
            if (rule.zset() != null && live == null) {
                implied(place, from, 1, into);
            }
        }
    }

    /** Whether an element is there for its count alone: a poster, as long as he has posts. */
    private boolean onlyWhileCounted(Place place) {
        return roles.of(new Key(profile.database(), place.key().lost())) instanceof KeyRole.CollectionKey collection
                && collection.forms().stream()
                        .anyMatch(rule -> rule.relation() != null || PartMerge.absent(rule.value()));
    }

    /** An element that a count makes, or takes away, has rules of its own, unless the lost branch tells of it. */
    private void implied(Place place, Provenance from, int sign, List<Effect> into) {
        Key key = new Key(profile.database(), place.key().lost());
        Bytes element = place.element().lost();
        if (roles.of(key) instanceof KeyRole.CollectionKey collection && implied.add(key + "\0" + element)) {
            KeyRule.Collection rule = collection.forms().get(0);
            if (!rule.derive().isEmpty()
                    && !told(key, element)
                    && rule.element().fits(element)) {
                Map<String, Bytes> own = rule.element().match(element).orElseThrow();
                Map<String, Bytes> all = new HashMap<>(collection.values());
                all.putAll(own);
                Map<String, Reference> named =
                        new HashMap<>(profile.references(collection.key(), collection.values(), all));
                named.putAll(profile.references(rule.element(), own, all));
                derive(rule.derive(), new Bindings.Scope(null, named, all), from, sign, into);
            }
        }
    }

    private boolean told(Key key, Bytes element) {
        return lost.relations().stream()
                .filter(relation -> !relation.removed())
                .flatMap(relation -> relation.elements().stream())
                .anyMatch(one -> one.key().equals(key) && one.element().equals(element));
    }

    /** What the relations of the gap add to a count, by {@code key\0element} of the lost branch. */
    long coming(LostElement element) {
        if (coming == null) {
            coming = new HashMap<>();
            for (LostRelation relation : lost.relations()) {
                int sign = relation.removed() ? -1 : 1;
                Bindings.Scope scope = new Bindings.Scope(
                        null, relation.named(), relation.elements().get(0).words());
                profile.relation(relation.kind())
                        .values()
                        .forEach(rule -> rule.derive().stream()
                                .filter(derive -> derive.add() != null && derive.zset() != null)
                                .filter(derive -> holds(bindings, derive, scope))
                                .forEach(derive -> count(derive, scope, sign)));
            }
        }
        return coming.getOrDefault(element.key().name() + "\0" + element.element(), 0L);
    }

    private void count(Derive rule, Bindings.Scope scope, int sign) {
        Place place = place(bindings, rule, scope);
        if (place != null && rule.add() != null) {
            String at = place.key().lost() + "\0" + place.element().lost();
            Objects.requireNonNull(coming).merge(at, amount(rule.add(), scope) * sign, Long::sum);
        }
    }

    private void value(Derive rule, Place place, Bindings.Scope scope, Provenance from, List<Effect> into) {
        boolean grows = rule.max() != null || rule.lift() != null;
        Pattern pattern = rule.max() != null
                ? rule.max()
                : rule.lift() != null ? rule.lift() : rule.score() != null ? rule.score() : rule.value();
        Template value = bindings.fill(Objects.requireNonNull(pattern), scope);
        boolean set = rule.value() != null && live(Type.HASH, place) != null;
        if (value != null && !set) {
            Operation operation =
                    rule.lift() != null ? Operation.LIFT : rule.max() != null ? Operation.RAISE : Operation.CREATE;
            int phase = grows && (rule.hash() != null || rule.lift() != null) ? Effect.COUNTS : Effect.INDEXES;
            Effect written = write(phase, rule, place, operation, value, from);
            if (operation != Operation.CREATE || into.stream().noneMatch(effect -> same(effect, written))) {
                into.add(written);
            }
        }
    }

    /** Whether the lost branch had the entry, and it comes from there. */
    private static boolean same(Effect one, Effect other) {
        return one.key().equals(other.key()) && one.element().equals(other.element());
    }

    /** A number, or a field of the item as live has it. */
    private long amount(Pattern add, Bindings.Scope scope) {
        if (add.placeholders().isEmpty()) {
            return Numbers.orZero(Bytes.of(add.toString()));
        }
        Map<String, Bytes> live = scope.item() == null ? null : alignment.inLive(scope.item());
        return live == null ? 0 : Numbers.orZero(live.get(add.placeholders().get(0)));
    }

    private Effect write(int phase, Derive rule, Place place, Operation operation, Template value, Provenance from) {
        return effects.effect(phase, place.key(), type(rule), place.element(), operation, null, value, false, from);
    }

    private static Type type(Derive rule) {
        return rule.zset() != null ? Type.ZSET : rule.set() != null ? Type.SET : Type.HASH;
    }

    /** Only the newest of all that come back writes the pointer, and only where it is newer than live's. */
    private void point(Derive rule, Place place, Bindings.Scope scope, Provenance from, List<Effect> into) {
        Reference item = Objects.requireNonNull(scope.item());
        Newest winner = newest.computeIfAbsent(rule, this::newest).get(place.key());
        Template value = bindings.fill(Objects.requireNonNull(rule.value()), scope);
        if (winner == null || !winner.item().equals(item) || value == null) {
            return;
        }
        Bytes pointed = live(Type.HASH, place);
        if (pointed == null) {
            into.add(write(Effect.COUNTS, rule, place, Operation.CREATE, value, from));
        } else if (timeInLive(rule, item, pointed) < winner.time()) {
            into.add(effects.effect(
                    Effect.COUNTS,
                    place.key(),
                    type(rule),
                    place.element(),
                    Operation.REPLACE,
                    Template.literal(pointed),
                    value,
                    false,
                    from));
        }
    }

    private @Nullable Bytes live(Type type, Place place) {
        Bytes key = alignment.resolved(place.key());
        Bytes element = alignment.resolved(place.element());
        return key == null || element == null ? null : branches.live(type, new Key(profile.database(), key), element);
    }

    private long timeInLive(Derive rule, Reference item, Bytes pointed) {
        Map<String, Bytes> fields = branches.live(new Reference(item.domain(), pointed));
        String time = Objects.requireNonNull(rule.newest()).placeholders().get(0);
        return fields == null ? 0 : Numbers.orZero(fields.get(time));
    }

    private Map<Template, Newest> newest(Derive rule) {
        Map<Template, Newest> found = new HashMap<>();
        for (LostRecord record : lost.records().values()) {
            boolean ruled = profile.item(record.kind()).derive().contains(rule);
            if (ruled && standings.of(record.reference()).state() == Standing.State.RESTORABLE) {
                Bindings.Scope scope = Bindings.Scope.of(record.reference());
                Place place = holds(bindings, rule, scope) ? place(bindings, rule, scope) : null;
                Template time = bindings.fill(Objects.requireNonNull(rule.newest()), scope);
                if (place != null && time != null) {
                    Newest one = new Newest(record.reference(), Numbers.orZero(time.lost()));
                    found.merge(place.key(), one, (a, b) -> a.time() >= b.time() ? a : b);
                }
            }
        }
        return found;
    }
}
