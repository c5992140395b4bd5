package dev.rethread.profile;

import dev.rethread.keyspace.Bytes;
import java.util.List;
import java.util.Map;

/** What a key is, by the profile's most specific rule that has its form. */
public sealed interface KeyRole {
    /** An item's hash; {@code id} is the item's. */
    record ItemKey(String kind, Bytes id) implements KeyRole {}

    /** A hash whose fields are packed items; {@code values} are the key's placeholders. */
    record PackedKey(String kind, Map<String, Bytes> values) implements KeyRole {}

    /** A collection with the forms of its elements; {@code values} are the key's placeholders. */
    record CollectionKey(Pattern key, List<KeyRule.Collection> forms, Map<String, Bytes> values) implements KeyRole {}

    /** Computed from items: never copied. */
    record Derived() implements KeyRole {}

    /** A credential as a whole; its name may be one too, {@code pattern} tells none. */
    record Secret(Pattern pattern) implements KeyRole {}

    /** Of no lasting meaning. */
    record Ephemeral() implements KeyRole {}

    /** A counter that issues the ids of a domain. */
    record Counter(String domain) implements KeyRole {}

    /** No rule claims it. */
    record Unattributed() implements KeyRole {}
}
