package dev.rethread.rebase;

import dev.rethread.item.Provenance;
import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.profile.FieldKind;
import dev.rethread.profile.KeyRule;
import dev.rethread.profile.Pattern;
import dev.rethread.profile.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One element of a collection that the lost branch added, changed or removed.
 *
 * @param pattern the form of the key
 * @param key in the lost branch
 * @param element the field or member; empty where the key is one element
 * @param named what the placeholders of key and element name, in their order
 * @param words the placeholders that name nothing: free text
 * @param before its value in the base; null where the base has none
 * @param after its value in the lost branch; null where it was taken away
 */
record LostElement(
        Pattern pattern,
        KeyRule.Collection rule,
        Key key,
        Bytes element,
        Map<String, Reference> named,
        Map<String, Bytes> words,
        @Nullable Bytes before,
        @Nullable Bytes after,
        Provenance from) {

    /** Whether this part of {@code owner} is called by the {@code value} of its field, or by what that names. */
    boolean tells(Profile profile, LostRecord owner, String field, @Nullable Bytes value) {
        Reference thing = value == null ? null : owner.named(profile, field, value);
        if (value == null || thing != null) {
            return thing != null && !thing.equals(owner.reference()) && named.containsValue(thing);
        }
        if (!entry()) {
            return false;
        }
        List<Bytes> anything = new ArrayList<>(pattern.anything(Objects.requireNonNull(profile.unprefixed(key))));
        anything.addAll(rule.element().anything(element));
        return anything.stream().anyMatch(word -> word.utf8().equalsIgnoreCase(value.utf8()));
    }

    /** Whether it says nothing itself, but where something is or what it is called. */
    boolean entry() {
        return switch (rule.type()) {
            case ZSET, SET -> true;
            case STRING -> rule.value().kind() == FieldKind.ID;
            case HASH ->
                rule.value().kind() == FieldKind.ID
                        && !rule.element().anything(element).isEmpty();
            default -> false;
        };
    }
}
