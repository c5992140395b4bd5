package dev.rethread.infer;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A kind of item that was found: hashes with fields of an application's naming, or JSON objects packed in hashes. */
final class Entity {
    private static final double OWN = 0.95;

    final String name;
    final Contents contents;
    /** Whose items it is packed in; null for hashes of its own. */
    final @Nullable Entity within;

    private final Set<String> aliases = new LinkedHashSet<>();

    Entity(String name, Contents contents, @Nullable Entity within) {
        this.name = name;
        this.contents = contents;
        this.within = within;
        aliases.add(Words.joined(name));
        fields().forEach((field, values) -> {
            String word = Words.joined(field);
            if (isOwn(values) && word.endsWith("id") && word.length() > 2) {
                aliases.add(word);
            }
        });
    }

    boolean packed() {
        return within != null;
    }

    Map<String, Values> fields() {
        return packed() ? contents.properties : contents.fields;
    }

    /** How many items there are. */
    long count() {
        return packed() ? contents.names.count() : contents.keys;
    }

    /** How many of them were read. */
    long read() {
        return packed()
                ? fields().values().stream()
                        .filter(values -> values.held() == 0)
                        .mapToLong(Values::count)
                        .max()
                        .orElse(0)
                : contents.keys;
    }

    boolean numbered() {
        return packed() || contents.ids.numbered();
    }

    long largest() {
        return packed() ? contents.names.largest() : contents.ids.largest();
    }

    Share has(Sample values) {
        Sample mine = contents.names.distinct();
        return packed() ? values.share(mine::knows, mine::has) : contents.ids.of(values);
    }

    /** The pattern of its keys, with {@code placeholder} for the id. */
    String key(String placeholder) {
        return String.join(
                "",
                contents.shape.segments().stream()
                        .map(segment -> KeyShape.variable(segment) ? "{" + placeholder + "}" : segment)
                        .toList());
    }

    static boolean isOwn(Values values) {
        return values.own().atLeast(OWN) && values.distinct().size() > 1;
    }

    boolean isOwnField(String field) {
        Values values = fields().get(field);
        return values != null && isOwn(values);
    }

    /** Whether a field holds the id that the key has. */
    boolean ownField() {
        return fields().values().stream().anyMatch(Entity::isOwn);
    }

    /** How well a name agrees with what this is called, 0 where it does not. */
    int affinity(String words) {
        return aliases.stream()
                .mapToInt(alias -> Words.affinity(words, alias))
                .max()
                .orElse(0);
    }

    /** Whether a name ends like what this is called. */
    boolean ends(String words) {
        return aliases.stream()
                .anyMatch(alias -> Words.ends(words, alias) || Words.affinity(words, alias) >= Words.WHOLE);
    }

    @Override
    public String toString() {
        return name;
    }
}
