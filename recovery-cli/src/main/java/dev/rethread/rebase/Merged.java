package dev.rethread.rebase;

import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.FieldKind;
import dev.rethread.profile.Profile;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Items as live has them once all is written that can be written now: what indexes and counts follow from. Told in ids of
 * the lost branch, for these are what effects refer to; what live alone has is named as {@link Alignment#fromLive} does.
 */
final class Merged {
    private final Profile profile;
    private final Branches branches;
    private final Alignment alignment;
    private final Map<Reference, Collection<String>> edited = new HashMap<>();
    private final Map<Reference, Map<String, Bytes>> known = new HashMap<>();

    Merged(Profile profile, Branches branches, Alignment alignment) {
        this.profile = profile;
        this.branches = branches;
        this.alignment = alignment;
    }

    /** {@code fields} of {@code item}, which live has from the base, become what the lost branch has. */
    void edit(Reference item, Collection<String> fields) {
        edited.put(item, List.copyOf(fields));
        known.remove(item);
    }

    boolean edited(Reference item) {
        return edited.containsKey(item);
    }

    /** The item's fields, or null where nobody knows of it. */
    @Nullable
    Map<String, Bytes> fields(Reference item) {
        Map<String, Bytes> fields = known.get(item);
        if (fields == null) {
            fields = live(item);
            if (fields == null) {
                return branches.lost(item);
            }
            lay(item, fields);
            known.put(item, fields);
        }
        return fields;
    }

    private void lay(Reference item, Map<String, Bytes> fields) {
        Map<String, Bytes> lost = branches.lost(item);
        if (lost == null) {
            return;
        }
        lost.forEach((name, value) -> {
            boolean written = branches.base(item) == null
                    ? !fields.containsKey(name)
                    : edited.getOrDefault(item, List.of()).contains(name);
            if (written) {
                fields.put(name, value);
            }
        });
    }

    /** The item's fields as live has them now, or null where it is not there. */
    @Nullable
    Map<String, Bytes> live(Reference item) {
        Map<String, Bytes> live = alignment.inLive(item);
        Reference there = live == null ? null : alignment.there(item);
        if (live == null || there == null) {
            return null;
        }
        Map<String, Bytes> fields = new LinkedHashMap<>(live);
        profile.item(item).fields().forEach((name, rule) -> {
            Bytes value = rule.kind() == FieldKind.ID ? live.get(name) : null;
            Reference named = value == null ? null : profile.reference(rule.domain(live::get), value, there);
            if (named != null) {
                fields.put(name, alignment.fromLive(named).id());
            }
        });
        return fields;
    }
}
