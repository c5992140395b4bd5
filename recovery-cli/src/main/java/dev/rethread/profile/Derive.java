package dev.rethread.profile;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A write that follows from restoring an item. Exactly one of {@code zset}, {@code hash}, {@code set} names the key;
 * placeholders are the item's id, its fields, those of what it refers to ({@code {topic.cid}}), and those of what it
 * belongs to.
 *
 * @param member of the sorted set or set
 * @param field of the hash
 * @param score of the member, where it is absent
 * @param value the field is set to, where it is absent; with {@code newest}, what it points to
 * @param add to the field or score, once: a number or a field; {@code {score}} what it has in the place it leaves
 * @param max the field or score becomes at least this
 * @param lift the same, only where it is there
 * @param newest of all that are restored and the one that live points to, that with the newest of this
 * @param when an equation of two patterns, {@code {deleted} = 1} or {@code {deleted} != 1}, or several with
 *     {@code and}; absent fields are empty
 * @param on whether it follows only from being moved
 */
public record Derive(
        @Nullable Pattern zset,
        @Nullable Pattern set,
        @Nullable Pattern hash,
        @Nullable Pattern member,
        @Nullable Pattern field,
        @Nullable Pattern score,
        @Nullable Pattern value,
        @Nullable Pattern add,
        @Nullable Pattern max,
        @Nullable Pattern lift,
        @Nullable Pattern newest,
        @Nullable Condition when,
        @Nullable On on) {

    /** When a rule is followed, other than at restoring. */
    public enum On {
        /** Only where an edit changes the key or the element that the rule names. */
        MOVED;

        @JsonCreator
        static On ofWord(String word) {
            return Arrays.stream(values())
                    .filter(on -> on.name().equals(word.toUpperCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("on: '" + word + "' is not moved"));
        }
    }

    /**
     * Whether two patterns come out the same, or not.
     *
     * @param also what must hold besides
     */
    public record Condition(
            Pattern left,
            Pattern right,
            boolean equal,
            @Nullable Condition also) {
        private static final String AND = " and ";
        private static final String NOT = " != ";
        private static final String SAME = " = ";

        @JsonCreator
        static Condition parse(String text) {
            int and = text.indexOf(AND);
            String first = and < 0 ? text : text.substring(0, and);
            boolean equal = !first.contains(NOT);
            String[] sides = first.split(equal ? SAME : NOT, -1);
            if (sides.length != 2) {
                throw new IllegalArgumentException("when: '" + first + "' is neither A = B nor A != B");
            }
            Condition also = and < 0 ? null : parse(text.substring(and + AND.length()));
            return new Condition(new Pattern(sides[0]), new Pattern(sides[1]), equal, also);
        }

        /** All that it looks at. */
        public Set<String> placeholders() {
            Set<String> names = new LinkedHashSet<>(left.placeholders());
            names.addAll(right.placeholders());
            if (also != null) {
                names.addAll(also.placeholders());
            }
            return names;
        }

        /** Whether it holds where {@code value} says what a pattern comes to. */
        public boolean holds(Function<Pattern, Object> value) {
            boolean same = value.apply(left).equals(value.apply(right));
            return same == equal && (also == null || also.holds(value));
        }
    }

    @JsonCreator
    public Derive(
            @JsonProperty("zset") @Nullable Pattern zset,
            @JsonProperty("set") @Nullable Pattern set,
            @JsonProperty("hash") @Nullable Pattern hash,
            @JsonProperty("member") @Nullable Pattern member,
            @JsonProperty("field") @Nullable Pattern field,
            @JsonProperty("score") @Nullable Pattern score,
            @JsonProperty("value") @Nullable Pattern value,
            @JsonProperty("add") @Nullable Pattern add,
            @JsonProperty("max") @Nullable Pattern max,
            @JsonProperty("lift") @Nullable Pattern lift,
            @JsonProperty("newest") @Nullable Pattern newest,
            @JsonProperty("when") @Nullable Condition when,
            @JsonProperty("on") @Nullable On on) {
        this.zset = zset;
        this.set = set;
        this.hash = hash;
        this.member = member;
        this.field = field;
        this.score = score;
        this.value = value;
        this.add = add;
        this.max = max;
        this.lift = lift;
        this.newest = newest;
        this.when = when;
        this.on = on;
        long forms =
                Stream.of(score, value, add, max, lift).filter(Objects::nonNull).count();
        boolean inSortedSet = zset != null && member != null && value == null && forms == 1;
        boolean inSet = set != null && member != null && forms == 0;
        boolean inHash = hash != null && field != null && score == null && forms == 1;
        boolean oneKey = Stream.of(zset, set, hash).filter(Objects::nonNull).count() == 1;
        if (!oneKey || !(inSortedSet || inSet || inHash) || (newest != null && value == null)) {
            throw new IllegalArgumentException("derive: one of zset+member+(score|add|max|lift), set+member,"
                    + " hash+field+(value|add|max|lift), hash+field+value+newest");
        }
        if (carries() && (zset == null || on == null)) {
            throw new IllegalArgumentException("derive: {score} is what a member of a zset has, on: moved");
        }
    }

    /** The name of the key. */
    public Pattern key() {
        return Objects.requireNonNull(zset != null ? zset : set != null ? set : hash);
    }

    /** The field or member. */
    public Pattern element() {
        return Objects.requireNonNull(hash != null ? field : member);
    }

    /** Whether the score goes along where the member goes, and is never computed. */
    public boolean carries() {
        return add != null && add.placeholders().equals(List.of("score"));
    }

    /** Whether it is a place that a member of {@code domain} has by what it belongs to: it follows that when it moves. */
    public boolean ofMember(String domain) {
        Set<String> seen = new LinkedHashSet<>(key().placeholders());
        seen.addAll(when == null ? Set.of() : when.placeholders());
        boolean byParent = seen.stream().anyMatch(path -> path.indexOf('.') > 0);
        return zset != null && byParent && element().placeholders().contains(domain);
    }

    /** Every placeholder that must be known before the rule can be followed; a condition can do without. */
    public Set<String> placeholders() {
        Set<String> names = new LinkedHashSet<>();
        Stream.of(key(), element(), score, value, carries() ? null : add, max, lift, newest)
                .filter(Objects::nonNull)
                .forEach(pattern -> names.addAll(pattern.placeholders()));
        return names;
    }
}
