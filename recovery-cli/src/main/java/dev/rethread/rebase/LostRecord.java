package dev.rethread.rebase;

import dev.rethread.item.Provenance;
import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.FieldKind;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.Pattern;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the lost branch held of one item, as far as evidence tells. Filled while evidence is folded, read-only
 * afterwards. Fields that are secret, derived or ephemeral never get in.
 */
final class LostRecord {
    private final String kind;
    private final Reference reference;
    private final Map<String, Sourced> fields = new LinkedHashMap<>();
    private final Map<Pattern, Sourced> attached = new LinkedHashMap<>();
    private final Set<Provenance> sources = new LinkedHashSet<>();
    private final boolean inBase;
    private boolean deleted;
    private boolean mentionOnly;

    LostRecord(String kind, Reference reference, boolean inBase) {
        this.kind = kind;
        this.reference = reference;
        this.inBase = inBase;
    }

    String kind() {
        return kind;
    }

    Reference reference() {
        return reference;
    }

    Map<String, Sourced> fields() {
        return fields;
    }

    Map<Pattern, Sourced> attached() {
        return attached;
    }

    /** Every source that attests it, in the order they were folded. */
    Set<Provenance> sources() {
        return sources;
    }

    boolean inBase() {
        return inBase;
    }

    /** Whether complete evidence lacks it although the base had it. */
    boolean deleted() {
        return deleted;
    }

    void markDeleted() {
        deleted = true;
    }

    /** Whether it is known only because another item names it. */
    boolean mentionOnly() {
        return mentionOnly;
    }

    void markMentionOnly(boolean only) {
        mentionOnly = only;
    }

    @Nullable
    Bytes value(@Nullable String field) {
        Sourced sourced = field == null ? null : fields.get(field);
        return sourced == null ? null : sourced.value();
    }

    /** The newest moment any of its time fields names; 0 if none. */
    long version(ItemRule rule) {
        Map<String, Bytes> values = new LinkedHashMap<>();
        fields.forEach((name, sourced) -> values.put(name, sourced.value()));
        return newestTime(rule, values);
    }

    /** The newest moment any time field among {@code fields} names; 0 if none. */
    static long newestTime(ItemRule rule, Map<String, Bytes> fields) {
        long newest = 0;
        for (Map.Entry<String, Bytes> field : fields.entrySet()) {
            boolean isTime = rule.field(field.getKey())
                    .map(f -> f.kind() == FieldKind.TIME)
                    .orElse(false);
            if (isTime) {
                newest = Math.max(newest, Numbers.orZero(field.getValue()));
            }
        }
        return newest;
    }
}
