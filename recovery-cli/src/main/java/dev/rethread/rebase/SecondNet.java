package dev.rethread.rebase;

import dev.rethread.delta.ListEncoding;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.FieldKind;
import dev.rethread.profile.FieldRule;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.KeyRule;
import dev.rethread.profile.Pattern;
import dev.rethread.profile.SecretShapes;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Secrets among what a profile's rules would copy, told by their looks. Where only a wildcard claims a name, the name
 * counts too; where a rule names the field, only what is a secret by itself. People's own words go through: they
 * published them.
 */
final class SecondNet {
    private static final String NAMELESS = "";

    private SecondNet() {}

    /** A field of an item, whether a rule knows it or not; none that is a credential by rule. */
    static Optional<SecretShapes.Kind> field(ItemRule rule, String name, Bytes value) {
        FieldRule known = rule.rule(name);
        if (known == null || rule.onlyAsOther(name)) {
            return SecretShapes.inField(NAMELESS, Bytes.of(name)).or(() -> SecretShapes.inField(name, value));
        }
        return judged(known, NAMELESS, value);
    }

    /** What a value that a rule describes is, beside {@code name}. */
    private static Optional<SecretShapes.Kind> judged(FieldRule rule, String name, Bytes value) {
        return switch (rule.kind()) {
            case TEXT, SECRET -> Optional.empty();
            case PLAIN -> SecretShapes.inField(name, value);
            default -> SecretShapes.inField(NAMELESS, value);
        };
    }

    /** The name of a collection of this form, where it has parts that are no ids. */
    static Optional<SecretShapes.Kind> key(Pattern form, boolean ids, Bytes name) {
        return free(form, ids) ? SecretShapes.inKeyName(name) : Optional.empty();
    }

    private static boolean free(Pattern form, boolean ids) {
        return !ids || form.toString().contains("*");
    }

    /**
     * An element of a collection.
     *
     * @param ids whether the placeholders of its name are ids
     * @param values what it is and was; absent ones are null
     */
    static Optional<SecretShapes.Kind> element(
            Pattern key, KeyRule.Collection rule, boolean ids, Bytes name, @Nullable Bytes... values) {
        Optional<SecretShapes.Kind> named = rule.named() && free(rule.element(), ids)
                ? SecretShapes.inMember(key.toString(), name)
                : Optional.empty();
        return named.or(() -> Stream.of(values)
                .filter(value -> value != null)
                .flatMap(value -> value(key, rule, name, value).stream())
                .findFirst());
    }

    private static Optional<SecretShapes.Kind> value(Pattern key, KeyRule.Collection rule, Bytes name, Bytes value) {
        return switch (rule.type()) {
            case HASH -> judged(rule.value(), name.utf8(), value);
            case STRING -> judged(rule.value(), key.toString(), value);
            case LIST ->
                ListEncoding.decode(value).stream()
                        .flatMap(element -> judged(rule.value(), key.toString(), element).stream())
                        .findFirst();
            default -> Optional.empty();
        };
    }

    /** Whether a packed item, which is written as a whole, holds a credential by rule or by its looks. */
    static boolean packed(ItemRule rule, Map<String, Bytes> fields) {
        return fields.entrySet().stream()
                .anyMatch(field -> byRule(rule, field.getKey())
                        || field(rule, field.getKey(), field.getValue()).isPresent());
    }

    /** Whether the first net has a field already. */
    static boolean byRule(ItemRule rule, String name) {
        FieldRule known = rule.rule(name);
        return known != null && known.kind() == FieldKind.SECRET;
    }
}
