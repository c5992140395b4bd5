package dev.rethread.profile;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.rethread.keyspace.Type;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the keys of one form hold, beside the items' own. */
@JsonDeserialize(using = KeyRule.Reader.class)
public sealed interface KeyRule {
    /** A word for the whole key. */
    @JsonDeserialize
    enum Role implements KeyRule {
        /** Computed by derive rules: never copied. */
        DERIVED,
        /** A credential as a whole; its name may be one too. */
        SECRET,
        /** Of no lasting meaning: never restored. */
        EPHEMERAL;

        @JsonCreator
        static Role ofWord(String word) {
            return Arrays.stream(values())
                    .filter(role -> role.name().equals(word.toUpperCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "'" + word + "' is none of derived, secret, ephemeral, nor a collection in braces"));
        }
    }

    /**
     * A collection whose elements are merged one by one.
     *
     * @param type string, hash, set, sorted set or list
     * @param element the form of a member or field; matches anything for strings and lists, which are elements as a whole
     * @param value what a score, field, string or element of a list holds; plain for sets
     * @param of the kind of item that its elements are part of; null for a relation
     * @param relation the relation that its elements are; null for parts of items
     * @param replaces the relation that was taken back by this one, if any
     * @param derive what else is written when an element comes, and taken back when it goes
     */
    @JsonDeserialize
    record Collection(
            Type type,
            Pattern element,
            FieldRule value,
            @Nullable String of,
            @Nullable String relation,
            @Nullable String replaces,
            List<Derive> derive)
            implements KeyRule {
        private static final Pattern ANYTHING = new Pattern("*");

        @JsonCreator
        static Collection parse(
                @JsonProperty("string") @Nullable FieldRule string,
                @JsonProperty("hash") @Nullable Pattern hash,
                @JsonProperty("set") @Nullable Pattern set,
                @JsonProperty("zset") @Nullable Pattern zset,
                @JsonProperty("list") @Nullable FieldRule list,
                @JsonProperty("value") @Nullable FieldRule value,
                @JsonProperty("score") @Nullable FieldRule score,
                @JsonProperty("of") @Nullable String of,
                @JsonProperty("relation") @Nullable String relation,
                @JsonProperty("replaces") @Nullable String replaces,
                @JsonProperty("derive") @Nullable List<Derive> derive) {
            long types = Stream.of(string, hash, set, zset, list)
                    .filter(Objects::nonNull)
                    .count();
            require(types == 1, "one of string, hash, set, zset, list says what it is");
            require((hash != null) == (value != null), "a hash, and nothing else, says what its value is");
            require((zset != null) == (score != null), "a zset, and nothing else, says what its score is");
            require((of == null) != (relation == null), "its elements are part 'of' a kind of item, or a 'relation'");
            require(replaces == null || relation != null, "only a relation replaces another");
            Type type = string != null
                    ? Type.STRING
                    : hash != null ? Type.HASH : set != null ? Type.SET : zset != null ? Type.ZSET : Type.LIST;
            Pattern element = Stream.of(hash, set, zset)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(ANYTHING);
            FieldRule held = Stream.of(string, list, value, score)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(FieldRule.of(FieldKind.PLAIN));
            List<Derive> rules = derive == null ? List.of() : List.copyOf(derive);
            return new Collection(type, element, held, of, relation, replaces, rules);
        }

        private static void require(boolean holds, String problem) {
            if (!holds) {
                throw new IllegalArgumentException("a collection: " + problem);
            }
        }

        /** The same, its ids of counted domains being digits, which tells where an element of several ids is to be cut. */
        Collection typed(Predicate<String> counted) {
            return new Collection(type, element.typed(counted), value, of, relation, replaces, derive);
        }

        /** Whether it has elements of a name: fields or members. */
        public boolean named() {
            return type != Type.STRING && type != Type.LIST;
        }

        @Override
        public String toString() {
            return type.name().toLowerCase(Locale.ROOT) + " " + element;
        }
    }

    /** Elements of several forms in one key: the first whose form an element has claims it. All of one type. */
    record OneOf(List<Collection> forms) implements KeyRule {
        public OneOf {
            forms = List.copyOf(forms);
            if (forms.stream().map(Collection::type).distinct().count() != 1) {
                throw new IllegalArgumentException("all forms of a key's elements are of one type");
            }
        }
    }

    /** The forms of the elements of {@code rule}; none for a word. */
    static List<Collection> collections(KeyRule rule) {
        if (rule instanceof Collection one) {
            return List.of(one);
        }
        return rule instanceof OneOf several ? several.forms() : List.of();
    }

    /** The same, the elements of its collections typed. */
    static KeyRule typed(KeyRule rule, Predicate<String> counted) {
        if (rule instanceof Collection one) {
            return one.typed(counted);
        }
        return rule instanceof OneOf several
                ? new OneOf(several.forms().stream()
                        .map(form -> form.typed(counted))
                        .toList())
                : rule;
    }

    /** Reads a word, a collection, or a list of them. */
    final class Reader extends JsonDeserializer<KeyRule> {
        @Override
        public KeyRule deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return switch (in.currentToken()) {
                case VALUE_STRING -> context.readValue(in, Role.class);
                case START_ARRAY -> new OneOf(List.of(context.readValue(in, Collection[].class)));
                default -> context.readValue(in, Collection.class);
            };
        }
    }
}
