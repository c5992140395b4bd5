package dev.rethread.rebase;

import dev.rethread.delta.Element;
import dev.rethread.delta.ListEncoding;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.Type;
import dev.rethread.keyspace.Value;
import dev.rethread.profile.SecretShapes;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What looks like a credential in a key that no rule knows. */
final class KeySecrets {
    private KeySecrets() {}

    /** In the key's own name, or behind a word in it that tells what such keys hold: {@code app:password:7}. */
    static Optional<SecretShapes.Kind> inName(Key key) {
        String name = key.name().toString();
        return SecretShapes.inKeyName(key.name())
                .or(() -> Optional.of(SecretShapes.Kind.TOKEN)
                        .filter(any -> !SecretShapes.cut(name).equals(name)));
    }

    /** In one element that merges by itself: its name, or its value. */
    static Optional<SecretShapes.Kind> in(Key key, Type type, Element element, Bytes value) {
        String name = key.name().utf8();
        return switch (type) {
            case STRING -> SecretShapes.inField(name, value);
            case LIST -> inMembers(name, ListEncoding.decode(value).stream());
            case HASH ->
                SecretShapes.inMember(name, element.name())
                        .or(() -> SecretShapes.inField(element.name().utf8(), value));
            case SET, ZSET -> SecretShapes.inMember(name, element.name());
            case STREAM, MODULE, ARRAY, GCRA -> SecretShapes.inText(value);
        };
    }

    /** Anywhere in a value that is written whole. */
    static Optional<SecretShapes.Kind> inWhole(Entry entry) {
        Value value = entry.value();
        if (value instanceof Value.HashValue hash) {
            return hash.fields().entrySet().stream()
                    .flatMap(field ->
                            in(entry.key(), Type.HASH, new Element.Field(field.getKey()), field.getValue()).stream())
                    .findFirst();
        } else if (value instanceof StreamValue stream) {
            return stream.entries().stream()
                    .flatMap(one -> inPairs(one.fields()))
                    .findFirst();
        } else if (value instanceof Value.OpaqueValue opaque) {
            return SecretShapes.inText(opaque.raw());
        }
        return Optional.empty();
    }

    private static Stream<SecretShapes.Kind> inPairs(List<Bytes> fields) {
        return IntStream.range(0, fields.size() / 2)
                .boxed()
                .flatMap(i -> SecretShapes.inField(fields.get(2 * i).utf8(), fields.get(2 * i + 1)).stream());
    }

    private static Optional<SecretShapes.Kind> inMembers(String key, Stream<Bytes> members) {
        return members.flatMap(member -> SecretShapes.inMember(key, member).stream())
                .findFirst();
    }
}
