package dev.rethread.infer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A shape's keys as a pattern of the grammar: what stands in the place of each variable segment is an id of a kind that
 * was found, or anything.
 */
final class Place {
    /** A literal that few keys have may be a name that people chose. */
    private static final int FEW = 3;

    private final Contents contents;
    private final Entities entities;
    private final List<String> segments = new ArrayList<>();
    /** For each segment, the kind whose id it is. */
    private final List<@Nullable Entity> kinds = new ArrayList<>();
    /** For each variable, likewise. */
    final List<@Nullable Entity> variables = new ArrayList<>();

    private final StringBuilder after = new StringBuilder();

    Place(Contents contents, Entities entities) {
        this.contents = contents;
        this.entities = entities;
        StringBuilder before = new StringBuilder();
        for (String segment : contents.shape.segments()) {
            if (KeyShape.variable(segment)) {
                variable(before.toString());
                before.setLength(0);
                after.setLength(0);
            } else {
                literal(segment);
                before.append(segment);
                after.append(segment);
            }
        }
    }

    private void variable(String before) {
        Sample values = contents.variables.get(variables.size()).distinct();
        Entity entity = entities.of(contents).filter(e -> !e.packed()).orElseGet(() -> kind(values, before));
        variables.add(entity);
        segments.add(KeyShape.NAME);
        kinds.add(entity);
    }

    /** The last word before the id says most. */
    private @Nullable Entity kind(Sample values, String before) {
        int colon = before.lastIndexOf(':', before.length() - 2);
        return entities.among(values, before.substring(colon + 1))
                .filter(Entities.Link::named)
                .or(() -> entities.among(values, before))
                .map(Entities.Link::entity)
                .orElse(null);
    }

    private void literal(String segment) {
        boolean chosen = contents.keys <= FEW && !segments.isEmpty() && !segment.equals(":");
        byte[] bytes = segment.getBytes(StandardCharsets.ISO_8859_1);
        long code = Codes.of(bytes, 0, bytes.length);
        Entity named = chosen ? entities.named(code) : null;
        boolean label = chosen && named == null && entities.chosen(code);
        segments.add(named != null || label ? KeyShape.NAME : segment);
        kinds.add(named);
    }

    /** What the literal text says of the elements: what stands behind the last id, otherwise what does not name the ids. */
    String words() {
        if (!Words.of(after.toString()).isEmpty()) {
            return after.toString();
        }
        String literal = contents.shape.pattern().replace(KeyShape.ID, "");
        return String.join(
                " ",
                Words.of(literal).stream()
                        .filter(word -> named().stream().allMatch(entity -> entity.affinity(word) == 0))
                        .toList());
    }

    /** The kinds whose ids the key has. */
    List<Entity> named() {
        List<Entity> named = new ArrayList<>();
        for (Entity kind : kinds) {
            if (kind != null) {
                named.add(kind);
            }
        }
        return named;
    }

    /**
     * The pattern.
     *
     * @param taken names of placeholders that the element has; those used are added
     */
    String pattern(List<String> taken) {
        StringBuilder pattern = new StringBuilder();
        for (int i = 0; i < segments.size(); i++) {
            Entity kind = kinds.get(i);
            pattern.append(kind == null ? segments.get(i) : placeholder(kind, taken));
        }
        return pattern.toString();
    }

    /** {@code {post}}; where one stands already, {@code {other:post}}. */
    static String placeholder(Entity entity, List<String> taken) {
        String name = entity.name;
        for (int i = 1; taken.contains(name); i++) {
            name = "other" + (i == 1 ? "" : i);
        }
        taken.add(name);
        return name.equals(entity.name) ? "{" + name + "}" : "{" + name + ":" + entity.name + "}";
    }
}
