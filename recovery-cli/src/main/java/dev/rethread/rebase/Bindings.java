package dev.rethread.rebase;

import dev.rethread.item.Reference;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.Domain;
import dev.rethread.profile.FieldKind;
import dev.rethread.profile.FieldRule;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.Pattern;
import dev.rethread.profile.Profile;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a placeholder of a derive rule stands for: a placeholder of the element, the item's id, a field of it or of what
 * it belongs to, or a path of fields from there: {@code {post.tid.cid}}.
 */
final class Bindings {
    private final Profile profile;
    private final Function<Reference, @Nullable Map<String, Bytes>> fields;

    /**
     * Where a rule is seen from.
     *
     * @param item whose rule it is, or that the element is part of; null for relations
     * @param named what the element's placeholders name
     * @param words its other placeholders
     */
    record Scope(@Nullable Reference item, Map<String, Reference> named, Map<String, Bytes> words) {
        static Scope of(Reference item) {
            return new Scope(item, Map.of(), Map.of());
        }

        static Scope of(LostElement element, @Nullable Reference item) {
            return new Scope(item, element.named(), element.words());
        }
    }

    /** @param fields of an item of the lost branch, or else as live has them; null for none */
    Bindings(Profile profile, Function<Reference, @Nullable Map<String, Bytes>> fields) {
        this.profile = profile;
        this.fields = fields;
    }

    /** The same, with {@code item} as it once was. */
    Bindings before(Reference item, Map<String, Bytes> once) {
        return new Bindings(profile, asked -> asked.equals(item) ? once : fields.apply(asked));
    }

    /** The template for {@code path}, seen from {@code item}; null where nothing of that name is known. */
    @Nullable
    Template find(Reference item, String path) {
        return find(Scope.of(item), path);
    }

    @Nullable
    Template find(Scope scope, String path) {
        int dot = path.lastIndexOf('.');
        if (dot < 0) {
            return first(scope, path);
        }
        Reference named = named(scope, path.substring(0, dot));
        return named == null ? null : field(named, path.substring(dot + 1));
    }

    private @Nullable Template first(Scope scope, String name) {
        Reference named = scope.named().get(name);
        if (named != null) {
            return reference(named);
        }
        Bytes word = scope.words().get(name);
        return word != null ? Template.literal(word) : scope.item() == null ? null : upwards(scope.item(), name);
    }

    private @Nullable Template upwards(Reference item, String name) {
        Set<Reference> seen = new HashSet<>();
        Reference at = item;
        while (at != null && seen.add(at)) {
            if (name.equals(Domain.plain(at.domain()))) {
                return reference(at);
            }
            if (profile.item(at).rule(name) != null) {
                return field(at, name);
            }
            at = parent(at);
        }
        return null;
    }

    private @Nullable Template field(Reference item, String name) {
        if (name.equals(Domain.plain(item.domain()))) {
            return reference(item);
        }
        FieldRule rule = profile.item(item).rule(name);
        Bytes value = value(item, name);
        return rule == null || value == null || !usable(rule, value) ? null : template(rule, value, item);
    }

    /** What {@code path} names; null where it names nothing. */
    @Nullable
    Reference named(Scope scope, String path) {
        Reference at = null;
        for (String step : path.split("\\.", -1)) {
            at = at == null ? head(scope, step) : follow(at, step);
            if (at == null) {
                return null;
            }
        }
        return at;
    }

    private @Nullable Reference head(Scope scope, String name) {
        Reference named = scope.named().get(name);
        Set<Reference> seen = new HashSet<>();
        Reference at = named != null ? null : scope.item();
        while (at != null && seen.add(at)) {
            if (name.equals(Domain.plain(at.domain()))) {
                return at;
            }
            if (profile.item(at).rule(name) != null) {
                return follow(at, name);
            }
            at = parent(at);
        }
        return named;
    }

    private @Nullable Reference follow(Reference item, String field) {
        FieldRule rule = profile.item(item).rule(field);
        Bytes value = value(item, field);
        return rule == null || value == null ? null : named(rule, value, item);
    }

    /** What an id in a field of {@code item} names; null for none, and for what is no id. */
    @Nullable
    Reference named(FieldRule field, Bytes id, Reference item) {
        String domain = field.domain(other -> value(item, other));
        return domain != null && Alignment.onlyInLive(id) != null
                ? new Reference(domain, id)
                : profile.reference(domain, id, item);
    }

    private @Nullable Bytes value(Reference item, String field) {
        Map<String, Bytes> known = fields.apply(item);
        return known == null ? null : known.get(field);
    }

    private static boolean usable(FieldRule field, Bytes value) {
        return switch (field.kind()) {
            case ID -> !value.isEmpty();
            case TIME -> Numbers.parse(value).isPresent();
            default -> field.kind().primary();
        };
    }

    /** What {@code item} belongs to: by its parent field, or what its ids are within. */
    @Nullable
    Reference parent(Reference item) {
        ItemRule rule = profile.item(item);
        String parent = rule.parent();
        if (parent == null) {
            return null;
        }
        return parent.equals(profile.domain(item.domain()).within())
                ? new Reference(parent, Bytes.of(Domain.parent(item.domain())))
                : follow(item, parent);
    }

    /** What {@code pattern} comes to; null where a placeholder stands for nothing. */
    @Nullable
    Template fill(Pattern pattern, Scope scope) {
        for (String placeholder : pattern.placeholders()) {
            if (find(scope, placeholder) == null) {
                return null;
            }
        }
        return pattern.fill(placeholder -> java.util.Objects.requireNonNull(find(scope, placeholder)));
    }

    /** The same, for a comparison: what stands for nothing is empty. */
    Template compared(Pattern pattern, Scope scope) {
        return pattern.fill(placeholder -> {
            Template found = find(scope, placeholder);
            return found == null ? Template.literal(Bytes.EMPTY) : found;
        });
    }

    /** A field's value of {@code item} with its ids, if it holds some, as references; texts as they are. */
    Template template(FieldRule field, Bytes value, Reference item) {
        Bytes here = field.kind() == FieldKind.ID ? Alignment.onlyInLive(value) : null;
        if (here != null) {
            return Template.literal(here);
        }
        Reference named = named(field, value, item);
        if (field.kind() == FieldKind.ID && named != null) {
            return reference(named);
        }
        Pattern pattern = field.pattern();
        if (field.kind() == FieldKind.PATTERN && pattern != null && pattern.fits(value)) {
            Map<String, Bytes> ids = pattern.match(value).orElseThrow();
            Map<String, Reference> names = profile.references(pattern, ids, ids);
            return pattern.rewrite(value, placeholder -> {
                Reference reference = names.get(placeholder);
                return reference == null
                        ? Template.literal(java.util.Objects.requireNonNull(ids.get(placeholder)))
                        : reference(reference);
            });
        }
        return Template.literal(value);
    }

    /** Names are the same in both branches and stand as they are, as do ids of live's own; other ids are references. */
    Template reference(Reference item) {
        Bytes here = Alignment.onlyInLive(item.id());
        if (here != null) {
            return Template.literal(here);
        }
        return profile.domain(item.domain()).ids() == Domain.Ids.NAME
                ? Template.literal(item.id())
                : Template.reference(item);
    }

    /** The key that holds {@code item}. */
    Template key(Reference item) {
        ItemRule rule = profile.item(item);
        return prefixed(rule.key()
                .fill(placeholder -> reference(
                        rule.key().domainOf(placeholder).equals(rule.domain())
                                ? item
                                : java.util.Objects.requireNonNull(parent(item)))));
    }

    /** The name of a key of this forum. */
    Template prefixed(Template name) {
        return profile.prefix().isEmpty() ? name : Template.joined(Template.literal(profile.prefix()), name);
    }
}
