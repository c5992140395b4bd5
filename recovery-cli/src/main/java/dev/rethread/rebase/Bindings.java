package dev.rethread.rebase;

import dev.rethread.item.Reference;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.Domain;
import dev.rethread.profile.FieldRule;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.Profile;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a placeholder of a derive rule stands for: an item's id, a field of it, or of what it belongs to. */
final class Bindings {
    private final Profile profile;
    private final Branches branches;
    private final Alignment alignment;

    Bindings(Profile profile, Branches branches, Alignment alignment) {
        this.profile = profile;
        this.branches = branches;
        this.alignment = alignment;
    }

    /** The template for {@code placeholder}, seen from {@code item}; null where nothing of that name is known. */
    @Nullable
    Template find(Reference item, String placeholder) {
        Set<Reference> seen = new HashSet<>();
        Reference at = item;
        while (at != null && seen.add(at)) {
            if (placeholder.equals(at.domain())) {
                return reference(at);
            }
            FieldRule field = rule(at).fields().get(placeholder);
            if (field != null) {
                Map<String, Bytes> fields = fields(at);
                Bytes value = fields == null ? null : fields.get(placeholder);
                return value == null || !usable(field, value) ? null : value(field, value);
            }
            at = parent(at);
        }
        return null;
    }

    private static boolean usable(FieldRule field, Bytes value) {
        return switch (field.kind()) {
            case ID -> !value.isEmpty();
            case TIME -> Numbers.parse(value).isPresent();
            default -> field.kind().primary();
        };
    }

    /** What {@code item} belongs to, by its parent field. */
    @Nullable
    Reference parent(Reference item) {
        String parent = rule(item).parent();
        FieldRule field = parent == null ? null : rule(item).fields().get(parent);
        Map<String, Bytes> fields = fields(item);
        Bytes id = fields == null ? null : fields.get(parent);
        return id == null || field == null ? null : field.reference(id);
    }

    private ItemRule rule(Reference item) {
        return profile.item(profile.kindOf(item.domain()));
    }

    private @Nullable Map<String, Bytes> fields(Reference item) {
        Map<String, Bytes> fields = branches.lost(item);
        return fields != null ? fields : alignment.inLive(item);
    }

    /** A field's value with its id, if it is one, as a reference. */
    Template value(FieldRule field, Bytes value) {
        Reference named = field.reference(value);
        return named == null ? Template.literal(value) : reference(named);
    }

    /** Names are the same in both branches and stand as they are; other ids are references. */
    Template reference(Reference item) {
        return profile.domain(item.domain()).ids() == Domain.Ids.NAME
                ? Template.literal(item.id())
                : Template.reference(item);
    }
}
