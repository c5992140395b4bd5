package dev.rethread.item;

import dev.rethread.keyspace.Type;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One element-level write that a recovery would make.
 *
 * @param phase order of writing: parents before children, objects before indexes, counts last
 * @param type the type of the key
 * @param element hash field, set or sorted-set member; an empty template for strings and lists, which are written whole
 * @param expected what the element must hold in live, for {@link Operation#REPLACE}
 * @param value hash value, string, score in decimal, list as {@code ListEncoding}, empty for a set member, signed
 *     decimal for {@link Operation#ADD}
 * @param needs keys that must be in live at that moment: what the item belongs to, and who made it
 * @param text whether the value is somebody's text, which plans and logs show as a digest only
 */
public record Effect(
        int phase,
        int database,
        Template key,
        Type type,
        Template element,
        Operation operation,
        @Nullable Template expected,
        Template value,
        List<Template> needs,
        boolean text,
        Provenance provenance) {
    public Effect {
        needs = List.copyOf(needs);
    }

    /** Phases, written in ascending order: counters that issue ids are raised first. */
    public static final int COUNTERS = 0;

    /** Objects: this plus the rank of their kind in the profile, parents before children. */
    public static final int OBJECTS = 1;

    public static final int RELATIONS = 100;
    public static final int INDEXES = 200;
    public static final int COUNTS = 300;

    /** The same write, which is refused where {@code key} is not in live. */
    public Effect needing(Template key) {
        return new Effect(
                phase, database, this.key, type, element, operation, expected, value, List.of(key), text, provenance);
    }

    /** Every id of the lost branch that this write names. */
    public Set<Reference> references() {
        Set<Reference> references = new LinkedHashSet<>(key.references());
        references.addAll(element.references());
        references.addAll(value.references());
        needs.forEach(need -> references.addAll(need.references()));
        if (expected != null) {
            references.addAll(expected.references());
        }
        return references;
    }
}
