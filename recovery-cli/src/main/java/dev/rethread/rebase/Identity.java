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
 * them replaced by the identity of what it names. Names compare in lower case.
 */
final class Identity {
    private Identity() {}

    /** The identity of {@code item} in a branch, or null where the branch lacks it or a field of it. */
    static @Nullable String of(
            Profile profile, Reference item, Function<Reference, @Nullable Map<String, Bytes>> branch) {
        Domain domain = profile.domain(item.domain());
        if (domain.ids() == Domain.Ids.NAME) {
            return item.id().toString();
        }
        Map<String, Bytes> fields = branch.apply(item);
        ItemRule rule = profile.item(profile.kindOf(item.domain()));
        if (fields == null || rule.identity().isEmpty()) {
            return null;
        }
        StringBuilder identity = new StringBuilder();
        for (String name : rule.identity()) {
            String part = part(profile, rule.fields().get(name), fields.get(name), branch);
            if (part == null) {
                return null;
            }
            identity.append(part).append('\n');
        }
        return identity.toString();
    }

    private static @Nullable String part(
            Profile profile,
            @Nullable FieldRule rule,
            @Nullable Bytes value,
            Function<Reference, @Nullable Map<String, Bytes>> branch) {
        if (rule == null || value == null) {
            return null;
        }
        if (rule.domain() != null) {
            return of(profile, new Reference(rule.domain(), value), branch);
        }
        return rule.kind() == FieldKind.PLAIN ? value.utf8().toLowerCase(Locale.ROOT) : value.toString();
    }
}
