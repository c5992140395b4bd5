package dev.rethread.rebase;

import dev.rethread.delta.Element;
import dev.rethread.delta.ElementChange;
import dev.rethread.delta.KeyChange;
import dev.rethread.item.Provenance;
import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.keyspace.Type;
import dev.rethread.keyspace.Value;
import dev.rethread.profile.Domain;
import dev.rethread.profile.FieldKind;
import dev.rethread.profile.FieldRule;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.KeyRole;
import dev.rethread.profile.KeyRule;
import dev.rethread.profile.Pattern;
import dev.rethread.profile.Profile;
import dev.rethread.profile.SecretShapes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A {@link LostBranch} while evidence is folded into it. Values of secrets are dropped here and get no further. */
final class LostBranchBuilder {
    private final Profile profile;
    private final Snapshot base;
    private final Map<Reference, LostRecord> records = new TreeMap<>();
    private final Map<String, LostRelation> relations = new LinkedHashMap<>();
    private final Map<String, LostElement> parts = new LinkedHashMap<>();
    private final Branches branches;
    private final Withholding withholding;
    private final long baseUntil;
    private final Map<String, Long> counters = new HashMap<>();
    private long completeUntil;
    private long reach;
    private int writtenAndPurged;

    LostBranchBuilder(Profile profile, Snapshot base) {
        this.profile = profile;
        this.base = base;
        this.branches = Branches.ofBase(profile, base);
        this.withholding = new Withholding(profile);
        this.baseUntil =
                Coverage.of(profile, new Evidence.Keyspace(base.source(), base)).to();
    }

    LostBranch build() {
        parts.values().forEach(this::part);
        List<LostRelation> all = List.copyOf(relations.values());
        return new LostBranch(records, all, withholding.all(), counters, baseUntil, completeUntil, writtenAndPurged);
    }

    /** Of what is nowhere else, not in the base either, leftovers in indexes are no trace. */
    private void part(LostElement element) {
        String of = Objects.requireNonNull(element.rule().of());
        Reference owner = owner(element, of);
        if (owner != null) {
            LostRecord record = records.containsKey(owner) ? records.get(owner) : fromBase(of, owner);
            boolean trace = element.rule().type() == Type.LIST;
            boolean left = record != null && element.after() != null && record.hasLeft(element, profile);
            if (record != null && !left && (record.inBase() || !record.fields().isEmpty() || trace)) {
                records.put(owner, record);
                record.parts().add(element);
                record.sources().add(element.from());
            }
        }
    }

    /** Among what the element names, the item it is part of: by the placeholder of its domain, else by one of that kind. */
    private @Nullable Reference owner(LostElement element, String kind) {
        String domain = profile.item(kind).domain();
        Reference named = element.named().get(domain);
        return named != null
                ? named
                : element.named().values().stream()
                        .filter(reference -> Domain.plain(reference.domain()).equals(domain))
                        .findFirst()
                        .orElse(null);
    }

    /** What is kept out. */
    Withholding withholding() {
        return withholding;
    }

    /** The newest moment in the base, Unix ms; 0 if none. */
    long baseUntil() {
        return baseUntil;
    }

    /** Up to when all is known, Unix ms: by complete evidence, or without any by the base. */
    long knownUntil() {
        return Math.max(baseUntil, completeUntil);
    }

    /**
     * Whether complete evidence would hold an item of this age if it had not been deleted. The counter of its ids tells
     * it better than its time, which may lie in the future.
     */
    boolean wouldBeKnown(Reference item, long version) {
        long issued = counters.getOrDefault(item.domain(), Long.MAX_VALUE);
        return completeUntil > 0 && version <= completeUntil && Numbers.orZero(item.id()) <= issued;
    }

    /** @param reach the newest moment in it, though no item names it */
    void completeUntil(long time, long reach) {
        completeUntil = time;
        this.reach = reach;
    }

    /** The newest moment that anything known names. */
    long reach() {
        return Math.max(knownUntil(), reach);
    }

    void countPurged() {
        writtenAndPurged++;
    }

    @Nullable
    LostRecord find(Reference reference) {
        return records.get(reference);
    }

    void put(LostRecord record) {
        records.put(record.reference(), record);
    }

    LostRecord record(String kind, Reference item, Entry entry, Provenance from) {
        LostRecord record = new LostRecord(kind, item, inBase(item));
        if (entry.value() instanceof Value.HashValue hash) {
            Map<String, Bytes> fields = new LinkedHashMap<>();
            hash.fields().forEach((name, value) -> fields.put(name.utf8(), value));
            fill(record, fields, from);
        }
        return record;
    }

    /** A packed item; empty where {@code json} is no object. */
    Optional<LostRecord> packed(String kind, Reference item, Bytes json, Provenance from) {
        Map<String, Bytes> fields = PackedItem.fields(json);
        if (fields == null) {
            return Optional.empty();
        }
        LostRecord record = new LostRecord(kind, item, inBase(item));
        record.pack(json);
        fill(record, fields, from);
        return Optional.of(record);
    }

    private void fill(LostRecord record, Map<String, Bytes> fields, Provenance from) {
        ItemRule rule = profile.item(record.kind());
        fields.forEach((name, value) -> {
            record.present().add(name);
            if (copied(rule, name, value)) {
                record.fields().put(name, new Sourced(value, from));
            }
        });
        record.sources().add(from);
    }

    private boolean inBase(Reference item) {
        return branches.base(item) != null;
    }

    /** Whether a field of this name is part of what is recovered; what looks like a secret is not, unless a rule names it. */
    static boolean copied(ItemRule rule, String field, Bytes value) {
        FieldRule known = rule.rule(field);
        boolean kept = known != null
                && (known.kind().primary() || known.kind() == FieldKind.COUNTER || known.kind() == FieldKind.NEWEST);
        return kept
                && !(rule.onlyAsOther(field)
                        && SecretShapes.inField(field, value).isPresent());
    }

    /** The item as the base has it, to be changed; without fields where the base has none. */
    LostRecord fromBase(String kind, Reference item) {
        Entry entry = base.get(profile.keyOf(item));
        if (entry == null || !inBase(item)) {
            return new LostRecord(kind, item, false);
        }
        Provenance from = new Provenance(base.fileOf(entry.key()), entry.span());
        if (!profile.item(kind).packed()) {
            return record(kind, item, entry, from);
        }
        Bytes json = Objects.requireNonNull(branches.basePacked(item));
        return packed(kind, item, json, from).orElseGet(() -> new LostRecord(kind, item, true));
    }

    Reference reference(String kind, Bytes id) {
        return new Reference(profile.item(kind).domain(), id);
    }

    /**
     * What changed in a collection.
     *
     * @param unknown is told of elements of a form that no rule has
     * @param whole whether the source has the whole of an item, so that its index entries mean something
     */
    void collect(
            KeyRole.CollectionKey role,
            KeyChange change,
            Provenance from,
            Consumer<ElementChange> unknown,
            Predicate<Reference> whole) {
        for (ElementChange element : change.elements()) {
            if (of(element.element(), role.forms().get(0).type())) {
                Optional<KeyRule.Collection> form = role.forms().stream()
                        .filter(rule -> !rule.named()
                                || rule.element().fits(element.element().name()))
                        .findFirst();
                form.ifPresentOrElse(
                        rule -> collect(role, rule, change.key(), element, from, whole), () -> unknown.accept(element));
            }
        }
    }

    private static boolean of(Element element, Type type) {
        return switch (type) {
            case HASH -> element instanceof Element.Field;
            case SET -> element instanceof Element.Member;
            case ZSET -> element instanceof Element.Scored;
            default -> element instanceof Element.Whole;
        };
    }

    private void collect(
            KeyRole.CollectionKey role,
            KeyRule.Collection rule,
            Key key,
            ElementChange change,
            Provenance from,
            Predicate<Reference> whole) {
        if (rule.value().kind() == FieldKind.SECRET || rule.value().kind() == FieldKind.EPHEMERAL) {
            return;
        }
        Bytes name = change.element().name();
        Map<String, Bytes> all = new LinkedHashMap<>(role.values());
        Map<String, Bytes> own = rule.named() ? rule.element().match(name).orElseThrow() : Map.of();
        all.putAll(own);
        Map<String, Reference> named = new LinkedHashMap<>(profile.references(role.key(), role.values(), all));
        named.putAll(profile.references(rule.element(), own, all));
        Bytes value = change.after() != null ? change.after() : change.before();
        String domain = rule.value().domain();
        if (domain != null && rule.value().kind() == FieldKind.ID && !named.containsKey(domain)) {
            named.putAll(profile.references(
                    new Pattern("{" + domain + "}"), Map.of(domain, whole(Objects.requireNonNull(value))), all));
        }
        Map<String, Bytes> words = new LinkedHashMap<>(all);
        words.keySet().removeAll(named.keySet());
        LostElement element =
                new LostElement(role.key(), rule, key, name, named, words, change.before(), change.after(), from);
        if (rule.relation() == null) {
            part(element, whole);
        } else if (!named.isEmpty()) {
            relate(rule.relation(), element);
        }
    }

    /** An entry that tells where its item is, or what it is called, says nothing where the item itself is missing. */
    private void part(LostElement element, Predicate<Reference> whole) {
        Reference owner = owner(element, Objects.requireNonNull(element.rule().of()));
        boolean tells = element.entry()
                && (element.named().size() > 1 || element.rule().value().kind() == FieldKind.ID);
        if (owner == null || !tells || whole.test(owner)) {
            parts.put(element.key() + "\0" + element.element(), element);
        }
    }

    /** A score that is an id, without a fraction. */
    private static Bytes whole(Bytes score) {
        String text = score.utf8();
        return text.endsWith(".0") ? Bytes.of(text.substring(0, text.length() - 2)) : score;
    }

    /**
     * Mirrors of one relation are told apart by their collection, and are one relation by what they name. Newer sources
     * are collected later: theirs is the last word.
     */
    private void relate(String kind, LostElement element) {
        String id = id(kind, element);
        LostRelation known = relations.get(id);
        if (known == null) {
            List<LostElement> elements = new ArrayList<>(List.of(element));
            boolean removed = element.after() == null;
            relations.put(
                    id, new LostRelation(kind, ordered(kind, element), elements, removed, sources(element.from())));
        } else {
            known.elements()
                    .removeIf(other ->
                            other.key().equals(element.key()) && other.element().equals(element.element()));
            known.elements().add(element);
            boolean removed = known.removed() && element.after() == null;
            relations.put(id, new LostRelation(kind, known.named(), known.elements(), removed, known.sources()));
        }
    }

    /**
     * Takes back what the relations that {@code source} tells of came in the place of: an incomplete source cannot tell
     * that itself.
     */
    void replaced(Snapshot source) {
        List.copyOf(relations.values()).stream()
                .filter(relation -> !relation.removed()
                        && relation.elements().stream()
                                .anyMatch(element -> element.from().source().equals(source.fileOf(element.key()))))
                .forEach(this::replaced);
    }

    private void replaced(LostRelation relation) {
        LostElement given = relation.elements().get(0);
        String kind = given.rule().replaces();
        if (kind == null) {
            return;
        }
        relations.remove(id(kind, given));
        profile.relation(kind).forEach((pattern, rule) -> {
            Key key = profile.key(pattern, placeholder -> value(given, placeholder));
            Bytes member = rule.element().fillBytes(placeholder -> value(given, placeholder));
            Bytes held = branches.base(rule.type(), key, member);
            if (held != null) {
                relate(
                        kind,
                        new LostElement(
                                pattern, rule, key, member, given.named(), given.words(), held, null, given.from()));
            }
        });
    }

    private static Bytes value(LostElement element, String placeholder) {
        Reference named = element.named().get(placeholder);
        return named != null
                ? named.id()
                : Objects.requireNonNull(element.words().get(placeholder));
    }

    private static String id(String kind, LostElement element) {
        return kind + "\0" + new TreeMap<>(element.named()) + "\0" + new TreeMap<>(element.words());
    }

    private static List<Provenance> sources(Provenance from) {
        return new ArrayList<>(List.of(from));
    }

    /** In the order of the collection that is named first, whichever mirror was met first. */
    private Map<String, Reference> ordered(String kind, LostElement element) {
        Map.Entry<Pattern, KeyRule.Collection> first =
                profile.relation(kind).entrySet().iterator().next();
        Map<String, Reference> named = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(first.getKey().placeholders());
        names.addAll(first.getValue().element().placeholders());
        names.stream()
                .filter(element.named()::containsKey)
                .forEach(name ->
                        named.put(name, Objects.requireNonNull(element.named().get(name))));
        return named;
    }

    /** A list of an item that a document tells of. */
    void list(Pattern key, Reference item, Bytes list, Provenance from) {
        if (profile.keys().get(key) instanceof KeyRule.Collection rule) {
            Key name = profile.key(key, placeholder -> item.id());
            Bytes before = Branches.whole(base.get(name));
            if (!list.equals(before)) {
                Map<String, Reference> named = Map.of(item.domain(), item);
                parts.put(
                        name + "\0",
                        new LostElement(key, rule, name, Bytes.EMPTY, named, Map.of(), before, list, from));
            }
        }
    }

    /** A member of a relation that a document tells of. */
    void relate(String kind, Bytes parent, Bytes member, Provenance from) {
        profile.relation(kind).entrySet().stream().findFirst().ifPresent(entry -> {
            Pattern key = entry.getKey();
            Key name = profile.key(key, placeholder -> parent);
            Map<String, Bytes> values = new LinkedHashMap<>();
            key.placeholders().forEach(placeholder -> values.put(placeholder, parent));
            Entry inBase = base.get(name);
            boolean held = inBase != null
                    && inBase.value() instanceof Value.SetValue set
                    && set.members().contains(member);
            if (!held && entry.getValue().element().fits(member)) {
                KeyRole.CollectionKey role = new KeyRole.CollectionKey(key, List.of(entry.getValue()), values);
                ElementChange change = new ElementChange(new Element.Member(member), null, Bytes.EMPTY);
                collect(role, entry.getValue(), name, change, from, item -> true);
            }
        });
    }

    /** Complete evidence had issued ids of {@code domain} up to {@code counter}; 0 says nothing. */
    void issued(String domain, long counter) {
        if (counter > 0) {
            counters.put(domain, counter);
        }
    }
}
