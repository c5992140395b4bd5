package dev.rethread.rebase;

import dev.rethread.item.Provenance;
import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.FieldKind;
import dev.rethread.profile.FieldRule;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.Profile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private final Map<String, Set<Bytes>> former = new HashMap<>();
    private final Set<String> present = new HashSet<>();
    private final List<LostElement> parts = new ArrayList<>();
    private final Set<Provenance> sources = new LinkedHashSet<>();
    private final boolean inBase;
    private boolean deleted;
    private boolean mentionOnly;
    private @Nullable Bytes packed;

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

    /** Names of the fields that a surviving keyspace has, copied or not; empty where only documents tell of it. */
    Set<String> present() {
        return present;
    }

    /** Elements of other keys that are part of it. */
    List<LostElement> parts() {
        return parts;
    }

    /** The JSON of a packed item. */
    @Nullable
    Bytes packed() {
        return packed;
    }

    void pack(Bytes json) {
        packed = json;
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

    /** What {@code value} of a field names; null where it is no id. */
    @Nullable
    Reference named(Profile profile, String field, Bytes value) {
        FieldRule rule = Objects.requireNonNull(profile.item(kind).rule(field));
        return rule.kind() == FieldKind.ID ? profile.reference(rule.domain(this::value), value, reference) : null;
    }

    /** Puts a newer source's word in the place of an older one's. */
    void edit(String field, Sourced value) {
        Sourced earlier = fields.put(field, value);
        if (earlier != null) {
            former.computeIfAbsent(field, none -> new HashSet<>()).add(earlier.value());
        }
    }

    /** Whether a part tells where the item was, as an older source had it, and is no longer. */
    boolean hasLeft(LostElement part, Profile profile) {
        return former.entrySet().stream()
                .anyMatch(field -> !part.tells(profile, this, field.getKey(), value(field.getKey()))
                        && field.getValue().stream()
                                .anyMatch(earlier -> part.tells(profile, this, field.getKey(), earlier)));
    }

    /** The newest moment any of its time fields names; 0 if none. */
    long version(ItemRule rule) {
        Map<String, Bytes> values = new LinkedHashMap<>();
        fields.forEach((name, sourced) -> values.put(name, sourced.value()));
        return newestTime(rule, values);
    }

    /** The moment that a time field names, in Unix ms; 0 where it names none. */
    static long time(@Nullable FieldRule rule, @Nullable Bytes value) {
        return Numbers.orZero(value) * (rule == null ? 1 : rule.unit());
    }

    /** When the item was made, in Unix ms; 0 where nothing tells. */
    static long made(ItemRule rule, @Nullable Map<String, Bytes> fields) {
        String time = rule.time();
        return fields == null || time == null ? 0 : time(rule.rule(time), fields.get(time));
    }

    /** The newest moment any time field among {@code fields} names; 0 if none. */
    static long newestTime(ItemRule rule, Map<String, Bytes> fields) {
        long newest = 0;
        for (Map.Entry<String, Bytes> field : fields.entrySet()) {
            FieldRule named = rule.fields().get(field.getKey());
            if (named != null && named.kind() == FieldKind.TIME) {
                newest = Math.max(newest, time(named, field.getValue()));
            }
        }
        return newest;
    }
}
