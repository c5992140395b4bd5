package dev.rethread.profile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A write that follows from restoring an item. Exactly one of {@code zset}, {@code hash}, {@code set} names the key;
 * placeholders are the item's id, its fields, and those of what it belongs to.
 *
 * @param member of the sorted set or set
 * @param score of the member
 * @param field of the hash
 * @param value the field is set to, where it is absent
 * @param add to the field, once
 * @param max the field or score becomes at least this
 */
public record Derive(
        @JsonProperty("zset") @Nullable Pattern zset,
        @JsonProperty("set") @Nullable Pattern set,
        @JsonProperty("hash") @Nullable Pattern hash,
        @JsonProperty("member") @Nullable Pattern member,
        @JsonProperty("score") @Nullable Pattern score,
        @JsonProperty("field") @Nullable Pattern field,
        @JsonProperty("value") @Nullable Pattern value,
        @JsonProperty("add") @Nullable Integer add,
        @JsonProperty("max") @Nullable Pattern max) {
    public Derive {
        boolean inSortedSet = zset != null && member != null && (score != null) != (max != null);
        boolean inSet = set != null && member != null;
        int hashForms = (value != null ? 1 : 0) + (add != null ? 1 : 0) + (max != null ? 1 : 0);
        boolean inHash = hash != null && field != null && hashForms == 1;
        if ((inSortedSet ? 1 : 0) + (inSet ? 1 : 0) + (inHash ? 1 : 0) != 1) {
            throw new IllegalArgumentException(
                    "derive: one of zset+member+(score|max), set+member, hash+field+(value|add|max)");
        }
    }

    /** Every placeholder that must be known before the rule can be followed. */
    public Set<String> placeholders() {
        Set<String> names = new LinkedHashSet<>();
        Stream.of(zset, set, hash, member, score, field, value, max)
                .filter(Objects::nonNull)
                .forEach(pattern -> names.addAll(pattern.placeholders()));
        return names;
    }
}
