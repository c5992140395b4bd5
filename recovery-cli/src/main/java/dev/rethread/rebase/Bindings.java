package dev.rethread.rebase;

import dev.rethread.item.Reference;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.Domain;
import dev.rethread.profile.FieldRule;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.Profile;
import java.util.Map;
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
        if (placeholder.equals(item.domain())) {
            return reference(item);
        }
        Map<String, Bytes> fields = fields(item);
        if (fields == null) {
            return null;
        }
        ItemRule rule = profile.item(profile.kindOf(item.domain()));
        Bytes value = fields.get(placeholder);
        FieldRule field = rule.fields().get(placeholder);
        if (value != null && field != null) {
            return value(field, value);
        }
        Reference parent = parent(item);
        return parent == null ? null : find(parent, placeholder);
    }

    /** What {@code item} belongs to, by its parent field. */
    @Nullable
    Reference parent(Reference item) {
        ItemRule rule = profile.item(profile.kindOf(item.domain()));
        Map<String, Bytes> fields = fields(item);
        Bytes id = fields == null || rule.parent() == null ? null : fields.get(rule.parent());
        FieldRule field = rule.parent() == null ? null : rule.fields().get(rule.parent());
        return id == null || field == null || field.domain() == null ? null : new Reference(field.domain(), id);
    }

    private @Nullable Map<String, Bytes> fields(Reference item) {
        Map<String, Bytes> fields = branches.lost(item);
        return fields != null ? fields : alignment.inLive(item);
    }

    /** A field's value with its id, if it is one, as a reference. */
    Template value(FieldRule field, Bytes value) {
        return field.domain() == null ? Template.literal(value) : reference(new Reference(field.domain(), value));
    }

    /** Names are the same in both branches and stand as they are; other ids are references. */
    Template reference(Reference item) {
        return profile.domain(item.domain()).ids() == Domain.Ids.NAME
                ? Template.literal(item.id())
                : Template.reference(item);
    }
}
