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
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.KeyRole;
import dev.rethread.profile.KeyRoles;
import dev.rethread.profile.KeyRule;
import dev.rethread.profile.Pattern;
import dev.rethread.profile.Profile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What follows from an item or an element that comes back: counts by difference, indexes, newest-post pointers. */
final class Derivation {
    private final Profile profile;
    private final LostBranch lost;
    private final Branches branches;
    private final Alignment alignment;
    private final Standings standings;
    private final Merged merged;
    private final Bindings bindings;
    private final Bindings inLive;
    private final EffectBuilder effects;
    private final Map<Derive, Map<Object, Newest>> arriving = new HashMap<>();
    private final Map<Derive, Map<Object, Newest>> staying = new HashMap<>();
    private final KeyRoles roles;
    private final Set<String> implied = new HashSet<>();
    private @Nullable Map<String, Long> coming;
    private @Nullable Set<String> given;
    private @Nullable Map<Reference, List<Reference>> children;

    /** The one that a pointer may point to. */
    private record Newest(Reference item, long time) {
        static Newest of(Newest one, Newest other) {
            return one.time() >= other.time() ? one : other;
        }
    }

    /**
     * A rule's place: which element of which key.
     *
     * @param where the same for the same place, however it is named
     */
    private record Place(Template key, Template element, Object where) {}

    Derivation(
            Profile profile,
            LostBranch lost,
            Branches branches,
            Alignment alignment,
            Standings standings,
            Merged merged,
            EffectBuilder effects) {
        this.profile = profile;
        this.lost = lost;
        this.branches = branches;
        this.alignment = alignment;
        this.standings = standings;
        this.merged = merged;
        this.bindings = new Bindings(profile, merged::fields);
        this.inLive = new Bindings(profile, merged::live);
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

    /** What follows from an edit: it takes back where the item was in live, and adds where it will be. */
    void moved(LostRecord record, Provenance from, List<Effect> into) {
        Reference item = record.reference();
        Bindings.Scope scope = Bindings.Scope.of(item);
        for (Derive rule : profile.item(record.kind()).derive()) {
            Place before = before(rule, item);
            Place after = after(rule, item);
            if (!same(before, after) && rule.carries()) {
                if (!told(item, before)) {
                    follow(rule, before, after, item, from, into);
                }
            } else if (!same(before, after)) {
                if (before != null) {
                    leave(rule, before, item, from, into);
                }
                if (after != null) {
                    write(rule, after, scope, from, 1, into);
                }
            }
        }
    }

    /** Index entries of what live has in an edited item: they go where the item goes. */
    void followed(LostRecord record, Provenance from, List<Effect> into) {
        for (Reference child : children(record.reference())) {
            for (Derive rule : profile.item(child).derive()) {
                Place before = rule.ofMember(child.domain()) ? before(rule, child) : null;
                Place after = rule.ofMember(child.domain()) ? after(rule, child) : null;
                if (!same(before, after) && !told(child, before)) {
                    follow(rule, before, after, child, from, into);
                }
            }
        }
    }

    private void follow(
            Derive rule,
            @Nullable Place before,
            @Nullable Place after,
            Reference child,
            Provenance from,
            List<Effect> into) {
        Bytes live = before == null ? null : live(Type.ZSET, before);
        if (before != null && live != null) {
            remove(rule, before, live, from, into);
        }
        if (after != null && !rule.carries()) {
            write(rule, after, Bindings.Scope.of(child), from, 1, into);
        } else if (after != null && live != null) {
            into.add(write(Effect.COUNTS, rule, after, Operation.ADD, Template.literal(live), from));
        }
    }

    /** Whether the lost branch tells itself that {@code item} left the place. */
    private boolean told(Reference item, @Nullable Place place) {
        LostRecord record = lost.records().get(item);
        return record != null
                && place != null
                && record.parts().stream()
                        .anyMatch(part -> part.after() == null
                                && PartMerge.follows(record, part)
                                && part.key().name().equals(place.key().lost())
                                && part.element().equals(place.element().lost()));
    }

    /** What live has that belongs to an edited item. */
    private List<Reference> children(Reference item) {
        if (children == null) {
            Map<Reference, List<Reference>> found = new HashMap<>();
            for (Map.Entry<String, ItemRule> kind : profile.items().entrySet()) {
                String parent = kind.getValue().parent();
                String domain = kind.getValue().domain();
                if (parent != null
                        && kind.getValue().derive().stream().anyMatch(rule -> rule.ofMember(domain))
                        && profile.domain(domain).within() == null) {
                    branches.all(domain, there -> {
                        Reference child = alignment.fromLive(there);
                        Reference of = merged.edited(child) ? null : inLive.parent(child);
                        if (of != null && merged.edited(of)) {
                            found.computeIfAbsent(of, none -> new ArrayList<>()).add(child);
                        }
                    });
                }
            }
            children = found;
        }
        return children.getOrDefault(item, List.of());
    }

    private @Nullable Place before(Derive rule, Reference item) {
        return place(rule.ofMember(item.domain()) ? inLive : before(item), rule, item);
    }

    /** The item as live has it, in what is merged already: so what it is in and the item itself each count once. */
    private Bindings before(Reference item) {
        return new Bindings(profile, asked -> asked.equals(item) ? merged.live(asked) : merged.fields(asked));
    }

    private @Nullable Place after(Derive rule, Reference item) {
        return place(bindings, rule, item);
    }

    private @Nullable Place place(Bindings bindings, Derive rule, Reference item) {
        Bindings.Scope scope = Bindings.Scope.of(item);
        return holds(bindings, rule, scope) ? place(bindings, rule, scope) : null;
    }

    private static boolean same(@Nullable Place one, @Nullable Place other) {
        return Objects.equals(where(one), where(other));
    }

    private static @Nullable Object where(@Nullable Place place) {
        return place == null ? null : place.where();
    }

    private void leave(Derive rule, Place place, Reference item, Provenance from, List<Effect> into) {
        if (rule.add() != null) {
            write(rule, place, Bindings.Scope.of(item), from, -1, into);
        } else if (rule.newest() != null) {
            pointElsewhere(rule, place, item, from, into);
        } else if (rule.max() != null || rule.lift() != null) {
            lower(rule, place, item, from, into);
        } else {
            Bytes live = live(type(rule), place);
            if (live != null) {
                remove(rule, place, live, from, into);
            }
        }
    }

    /** To the newest of those that stay, unless one that comes is newer and writes itself. */
    private void pointElsewhere(Derive rule, Place place, Reference item, Provenance from, List<Effect> into) {
        Bytes pointed = live(type(rule), place);
        if (pointed == null || !pointed.equals(alignment.of(item).live())) {
            return;
        }
        Newest stays = staying(rule).get(place.where());
        Newest comes = arriving(rule).get(place.where());
        if (comes == null || (stays != null && stays.time() >= comes.time())) {
            Template value = stays == null
                    ? null
                    : bindings.fill(Objects.requireNonNull(rule.value()), Bindings.Scope.of(stays.item()));
            if (value == null) {
                remove(rule, place, pointed, from, into);
            } else {
                into.add(replace(Effect.COUNTS, rule, place, pointed, value, from));
            }
        }
    }

    /** A newest moment that was this item's becomes that of the newest that stays; those that come raise it again. */
    private void lower(Derive rule, Place place, Reference item, Provenance from, List<Effect> into) {
        Bytes live = live(type(rule), place);
        Newest stays = staying(rule).get(place.where());
        if (live != null && stays != null) {
            long own = time(before(item), rule, item);
            if (Numbers.whole(live) == own && stays.time() < own) {
                Template value = Template.literal(Bytes.of(stays.time()));
                into.add(replace(Effect.INDEXES, rule, place, live, value, from));
            }
        }
    }

    private Effect replace(int phase, Derive rule, Place place, Bytes live, Template value, Provenance from) {
        return effects.effect(
                phase,
                place.key(),
                type(rule),
                place.element(),
                Operation.REPLACE,
                Template.literal(live),
                value,
                false,
                from);
    }

    private void remove(Derive rule, Place place, Bytes live, Provenance from, List<Effect> into) {
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

    private boolean holds(Bindings bindings, Derive rule, Bindings.Scope scope) {
        Derive.Condition when = rule.when();
        return when == null || when.holds(side -> called(bindings.compared(side, scope)));
    }

    /** As live calls it, where it has a name there: the same for the same thing. */
    private Object called(Template template) {
        Bytes live = alignment.resolved(template);
        return live == null ? template : live;
    }

    /** Null where a placeholder stands for nothing, or for what has no place in live. */
    private @Nullable Place place(Bindings bindings, Derive rule, Bindings.Scope scope) {
        Template key = bindings.fill(rule.key(), scope);
        Template element = bindings.fill(rule.element(), scope);
        if (key == null || element == null || !placed(element)) {
            return null;
        }
        boolean there = rule.hash() == null ? written(key) : placed(key);
        return there ? new Place(bindings.prefixed(key), element, List.of(called(key), called(element))) : null;
    }

    /** An index of an account that is gone goes on without it; its counts do not. */
    private boolean written(Template index) {
        return index.references().stream().allMatch(effects::written);
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
            remove(rule, place, live, from, into);
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
        if (given == null) {
            given = lost.relations().stream()
                    .filter(relation -> !relation.removed() && !lost.leftover(relation))
                    .flatMap(relation -> relation.elements().stream())
                    .map(one -> one.key() + "\0" + one.element())
                    .collect(Collectors.toSet());
        }
        return given.contains(key + "\0" + element);
    }

    /** What the gap adds to a count, by {@code key\0element} of the lost branch. */
    long coming(LostElement element) {
        if (coming == null) {
            coming = new HashMap<>();
            for (LostRecord record : lost.records().values()) {
                if (!record.deleted() && branches.base(record.reference()) == null) {
                    count(profile.item(record.kind()).derive(), Bindings.Scope.of(record.reference()), 1);
                }
            }
            for (LostRelation relation : lost.relations()) {
                int sign = relation.removed() ? -1 : 1;
                Bindings.Scope scope = new Bindings.Scope(
                        null, relation.named(), relation.elements().get(0).words());
                profile.relation(relation.kind()).values().forEach(rule -> count(rule.derive(), scope, sign));
            }
        }
        return coming.getOrDefault(element.key().name() + "\0" + element.element(), 0L);
    }

    private void count(List<Derive> rules, Bindings.Scope scope, int sign) {
        for (Derive rule : rules) {
            boolean counts = rule.add() != null && rule.zset() != null && holds(bindings, rule, scope);
            Template key = counts ? bindings.fill(rule.key(), scope) : null;
            Template element = counts ? bindings.fill(rule.element(), scope) : null;
            if (key != null && element != null) {
                String at = bindings.prefixed(key).lost() + "\0" + element.lost();
                long amount = amount(Objects.requireNonNull(rule.add()), scope);
                Objects.requireNonNull(coming).merge(at, amount * sign, Long::sum);
            }
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

    /** Only the newest of all that come writes the pointer, and only where it is newer than live's. */
    private void point(Derive rule, Place place, Bindings.Scope scope, Provenance from, List<Effect> into) {
        Reference item = Objects.requireNonNull(scope.item());
        Newest winner = arriving(rule).get(place.where());
        Template value = bindings.fill(Objects.requireNonNull(rule.value()), scope);
        if (winner == null || !winner.item().equals(item) || value == null) {
            return;
        }
        Bytes pointed = live(Type.HASH, place);
        if (pointed == null) {
            into.add(write(Effect.COUNTS, rule, place, Operation.CREATE, value, from));
        } else if (pointedTime(rule, place, item, pointed) < winner.time()) {
            into.add(replace(Effect.COUNTS, rule, place, pointed, value, from));
        }
    }

    /** The time of what live points to, or if that leaves, of the newest that stays. */
    private long pointedTime(Derive rule, Place place, Reference item, Bytes pointed) {
        Reference there = alignment.fromLive(new Reference(item.domain(), pointed));
        if (merged.edited(there) && !same(after(rule, there), place)) {
            Newest stays = staying(rule).get(place.where());
            return stays == null ? 0 : stays.time();
        }
        return timeInLive(rule, item, pointed);
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

    /** What {@code rule} compares: the newest moment, or a number that only grows. */
    private static Pattern compared(Derive rule) {
        return Objects.requireNonNull(
                rule.newest() != null ? rule.newest() : rule.max() != null ? rule.max() : rule.lift());
    }

    private static long time(Bindings bindings, Derive rule, Reference item) {
        Template time = bindings.fill(compared(rule), Bindings.Scope.of(item));
        return time == null ? 0 : Numbers.orZero(time.lost());
    }

    private Map<Object, Newest> arriving(Derive rule) {
        Map<Object, Newest> known = arriving.get(rule);
        if (known == null) {
            Map<Object, Newest> found = new HashMap<>();
            ruled(rule).filter(item -> restorable(item) || moves(rule, item)).forEach(item -> add(rule, item, found));
            known = found;
            arriving.put(rule, known);
        }
        return known;
    }

    /** Of each place that something leaves, the newest of what live has there and that stays. */
    private Map<Object, Newest> staying(Derive rule) {
        Map<Object, Newest> known = staying.get(rule);
        if (known == null) {
            Set<Object> left = new HashSet<>();
            Set<String> domains = new TreeSet<>();
            ruled(rule).filter(item -> moves(rule, item)).forEach(item -> {
                Place place = before(rule, item);
                if (place != null && profile.domain(item.domain()).within() == null) {
                    left.add(place.where());
                    domains.add(item.domain());
                }
            });
            Map<Object, Newest> found = new HashMap<>();
            domains.forEach(domain -> branches.all(domain, there -> add(rule, alignment.fromLive(there), found)));
            found.keySet().retainAll(left);
            known = found;
            staying.put(rule, known);
        }
        return known;
    }

    private void add(Derive rule, Reference item, Map<Object, Newest> found) {
        Place place = after(rule, item);
        if (place != null) {
            found.merge(place.where(), new Newest(item, time(bindings, rule, item)), Newest::of);
        }
    }

    private Stream<Reference> ruled(Derive rule) {
        return lost.records().values().stream()
                .filter(record -> profile.item(record.kind()).derive().contains(rule))
                .map(LostRecord::reference);
    }

    private boolean restorable(Reference item) {
        return standings.of(item).state() == Standing.State.RESTORABLE;
    }

    private boolean moves(Derive rule, Reference item) {
        return merged.edited(item) && !same(before(rule, item), after(rule, item));
    }
}
