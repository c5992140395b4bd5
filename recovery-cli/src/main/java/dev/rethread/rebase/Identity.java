package dev.rethread.rebase;

import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.Domain;
import dev.rethread.profile.FieldKind;
import dev.rethread.profile.FieldRule;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.Profile;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What makes an item the same thing in two branches, whatever its ids: the profile's identity fields, with every id in
 * them replaced by what it is in both. Names compare in lower case.
 */
final class Identity {
    private Identity() {}

    /**
     * The identity of {@code item} in a branch, or null where the branch lacks it or a field of it; where the profile says
     * what it requires, other fields may be absent.
     *
     * @param named what to put for an item that an identity field names, null where nothing is known of it
     */
    static @Nullable String of(
            Profile profile,
            Reference item,
            Function<Reference, @Nullable Map<String, Bytes>> branch,
            Function<Reference, @Nullable String> named) {
        if (profile.domain(item.domain()).ids() == Domain.Ids.NAME) {
            return item.id().toString();
        }
        Map<String, Bytes> fields = branch.apply(item);
        ItemRule rule = profile.item(item);
        if (fields == null || rule.identity().isEmpty()) {
            return fields == null ? null : item.id().toString();
        }
        StringBuilder identity = new StringBuilder();
        for (String name : rule.identity()) {
            boolean optional = !rule.requires().isEmpty() && !rule.requires().contains(name);
            Bytes value = fields.get(name);
            String part = value == null && optional
                    ? ""
                    : part(profile, item, rule.fields().get(name), value, fields, named);
            if (part == null) {
                return null;
            }
            identity.append(part).append('\n');
        }
        return identity.toString();
    }

    /** The same in names, for people. */
    static @Nullable String inNames(
            Profile profile, Reference item, Function<Reference, @Nullable Map<String, Bytes>> branch) {
        return of(profile, item, branch, named -> inNames(profile, named, branch));
    }

    private static @Nullable String part(
            Profile profile,
            Reference item,
            @Nullable FieldRule rule,
            @Nullable Bytes value,
            Map<String, Bytes> fields,
            Function<Reference, @Nullable String> named) {
        if (rule == null || value == null) {
            return null;
        }
        Reference reference =
                rule.kind() == FieldKind.ID ? profile.reference(rule.domain(fields::get), value, item) : null;
        if (reference != null) {
            return named.apply(reference);
        }
        return rule.kind() == FieldKind.PLAIN ? value.utf8().toLowerCase(Locale.ROOT) : value.toString();
    }
}
