package dev.rethread.fit;

import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Type;
import dev.rethread.profile.Counter;
import dev.rethread.profile.Domain;
import dev.rethread.profile.FieldKind;
import dev.rethread.profile.FieldRule;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.KeyRole;
import dev.rethread.profile.KeyRule;
import dev.rethread.profile.Pattern;
import dev.rethread.profile.Profile;
import dev.rethread.rebase.PackedItem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds what is under one key against its rule. */
final class KeyVisit extends ElementSink {
    private static final String NO_FORM = "no such form";
    private static final String NO_FIELD = "no such field";
    private static final String ANOTHER_TYPE = "another type";

    private final Profile profile;
    private final Bytes name;
    private final boolean ours;
    private final KeyRole role;
    private final Findings findings;
    private final Sums sums;
    private final List<Sums.Sum> kept;
    private final Map<String, Bytes> fields = new HashMap<>();
    private Type type = Type.STRING;

    KeyVisit(Profile profile, Key key, KeyRole role, Findings findings, Sums sums) {
        Bytes unprefixed = profile.unprefixed(key);
        this.profile = profile;
        this.name = unprefixed == null ? key.name() : unprefixed;
        this.ours = unprefixed != null;
        this.role = role;
        this.findings = findings;
        this.sums = sums;
        this.kept = counting(role) ? sums.in(name) : List.of();
    }

    /** A group of the server's own looks like one of people's, but another rule has it. */
    private static boolean counting(KeyRole role) {
        return role instanceof KeyRole.ItemKey
                || role instanceof KeyRole.PackedKey
                || role instanceof KeyRole.CollectionKey
                || role instanceof KeyRole.Derived;
    }

    Bytes name() {
        return name;
    }

    Type type() {
        return type;
    }

    /** The bytes of the name and of what is under it. */
    @Override
    long bytes() {
        return name.length() + super.bytes();
    }

    /** What the key is, in a word. */
    String role() {
        if (!ours) {
            return Fit.ELSEWHERE;
        } else if (role instanceof KeyRole.ItemKey item) {
            return item.kind();
        } else if (role instanceof KeyRole.PackedKey packed) {
            return packed.kind();
        } else if (role instanceof KeyRole.CollectionKey collection) {
            KeyRule.Collection first = collection.forms().get(0);
            return first.of() != null ? "part of " + first.of() : "relation " + first.relation();
        } else if (role instanceof KeyRole.Counter counter) {
            return "counter of " + counter.domain();
        }
        return role instanceof KeyRole.Unattributed
                ? Fit.UNCLAIMED
                : role.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    boolean wanted() {
        return !kept.isEmpty() || rule() != null;
    }

    @Override
    public void begin(Type begun) {
        type = begun;
        if (begun == Type.HASH) {
            kept.forEach(sum -> sum.there(name));
        }
        String rule = rule();
        if (rule != null && begun != expected()) {
            findings.unlike(rule, ANOTHER_TYPE, name);
        }
        if (role instanceof KeyRole.CollectionKey collection) {
            named("in " + collection.key(), collection.key(), collection.values(), collection.values());
        }
    }

    private Type expected() {
        return role instanceof KeyRole.CollectionKey collection
                ? collection.forms().get(0).type()
                : Type.HASH;
    }

    private @Nullable String rule() {
        return role instanceof KeyRole.ItemKey item
                ? item.kind()
                : role instanceof KeyRole.PackedKey packed
                        ? packed.kind()
                        : role instanceof KeyRole.CollectionKey collection
                                ? collection.key().toString()
                                : null;
    }

    @Override
    void element(Bytes element, Bytes value) {
        if (type == Type.HASH) {
            kept.stream().filter(sum -> sum.field().equals(element)).forEach(sum -> sum.stored(name, value));
        }
        if (rule() == null || type != expected()) {
            return;
        }
        if (role instanceof KeyRole.ItemKey item) {
            field(item.kind(), new Reference(profile.item(item.kind()).domain(), item.id()), element.utf8(), value);
        } else if (role instanceof KeyRole.PackedKey packed) {
            packed(packed, element, value);
        } else if (role instanceof KeyRole.CollectionKey collection) {
            collected(collection, element, value);
        }
    }

    private void field(String kind, Reference item, String field, Bytes value) {
        FieldRule rule = profile.item(kind).rule(field);
        if (rule == null) {
            findings.unlike(kind + "." + Shapes.masked(Bytes.of(field)), NO_FIELD, name);
            return;
        }
        if (rule.kind().primary()) {
            fields.put(field, value);
        }
        value(kind + "." + field, rule, item, value);
    }

    private void value(String place, FieldRule rule, Reference from, Bytes value) {
        switch (rule.kind()) {
            case ID -> named(place, profile.reference(rule.domain(), value, from));
            case IDS ->
                PackedItem.elements(value).forEach(id -> named(place, profile.reference(rule.domain(), id, from)));
            case TIME -> findings.time(place, rule, value, name);
            case PATTERN -> pattern(place, java.util.Objects.requireNonNull(rule.pattern()), value);
            default -> {}
        }
    }

    private void pattern(String place, Pattern pattern, Bytes value) {
        Optional<Map<String, Bytes>> ids = pattern.match(value);
        if (ids.isEmpty() && !value.isEmpty()) {
            findings.unlike(place, NO_FORM, name);
        }
        ids.ifPresent(
                values -> profile.references(pattern, values, values).values().forEach(item -> named(place, item)));
    }

    private void named(String place, @Nullable Reference item) {
        if (item != null) {
            findings.named(place, "", item);
        }
    }

    private void named(String place, Pattern pattern, Map<String, Bytes> values, Map<String, Bytes> all) {
        profile.references(pattern, values, all)
                .forEach((placeholder, item) -> findings.named(place, "{" + placeholder + "}", item));
    }

    private void packed(KeyRole.PackedKey packed, Bytes element, Bytes json) {
        ItemRule rule = profile.item(packed.kind());
        Optional<Reference> item =
                FitFinder.id(profile, rule, element, FitFinder.space(profile, rule, packed.values()));
        if (item.isEmpty()) {
            if (!counts(rule.key(), element)) {
                findings.unlike(packed.kind(), NO_FORM, name);
            }
            return;
        }
        Map<String, Bytes> packedFields = PackedItem.fields(json);
        if (packedFields == null) {
            findings.unlike(packed.kind(), "no JSON object", name);
            return;
        }
        fields.clear();
        packedFields.forEach((field, value) -> field(packed.kind(), item.get(), field, value));
        sum(rule, item.get());
    }

    /** Whether a domain's counter is this field of the hash. */
    private boolean counts(Pattern key, Bytes field) {
        return profile.domains().values().stream()
                .map(Domain::counter)
                .anyMatch(counter -> counts(counter, key, field));
    }

    private static boolean counts(@Nullable Counter counter, Pattern key, Bytes field) {
        return counter != null && counter.key().equals(key) && field.utf8().equals(counter.field());
    }

    private void collected(KeyRole.CollectionKey key, Bytes element, Bytes value) {
        for (KeyRule.Collection form : key.forms()) {
            Optional<Map<String, Bytes>> fits =
                    form.element().typed(this::counted).match(element);
            if (fits.isPresent()) {
                Map<String, Bytes> all = new HashMap<>(key.values());
                all.putAll(fits.get());
                named(key.key() + ":", form.element(), fits.get(), all);
                value(key.key() + (form.type() == Type.ZSET ? " score" : " value"), form.value(), nothing(), value);
                sums.add(form.derive(), all::get);
                return;
            }
        }
        findings.unlike(key.key().toString(), NO_FORM, name);
    }

    private boolean counted(String domain) {
        return profile.domains().containsKey(domain) && profile.domain(domain).counter() != null;
    }

    /** From where an id that stands alone in a collection is seen. */
    private static Reference nothing() {
        return new Reference("", Bytes.EMPTY);
    }

    /** All elements have come. */
    void close() {
        if (role instanceof KeyRole.ItemKey item && type == Type.HASH) {
            ItemRule rule = profile.item(item.kind());
            sum(rule, new Reference(rule.domain(), item.id()));
        }
    }

    private void sum(ItemRule rule, Reference item) {
        rule.fields().forEach((name, field) -> {
            Bytes id = fields.get(name);
            if (id != null && field.kind() == FieldKind.ID && field.domain() == null) {
                String place = profile.kindOf(rule.domain()) + "." + name;
                named(place, profile.reference(field.domain(fields::get), id, item));
            }
        });
        sums.add(rule.derive(), placeholder -> {
            FieldRule field = rule.rule(placeholder);
            Bytes value = fields.get(placeholder);
            if (placeholder.equals(rule.domain())) {
                return item.id();
            } else if (placeholder.equals(profile.domain(rule.domain()).within())) {
                return Bytes.of(Domain.parent(item.domain()));
            }
            boolean nothing = field != null
                    && value != null
                    && field.domain() != null
                    && profile.reference(field.domain(), value, item) == null;
            return nothing ? null : value;
        });
    }
}
