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
 * @param element hash field, set or sorted-set member; an empty template for strings and lists, which are written
 *     whole, and for what concerns the whole key
 * @param expected what the element must hold in live, where the operation {@linkplain Operation#hasExpectation has} one
 * @param value hash value, string, score in decimal, list as {@code ListEncoding}, empty for a set member and for
 *     {@link Operation#REMOVE}, signed decimal for {@link Operation#ADD}, a DUMP payload for {@link Operation#LOAD},
 *     Unix ms in decimal for {@link Operation#EXPIRE}
 * @param needs keys that must be in live at that moment: what the item belongs to, and who made it
 * @param text whether the value is somebody's text, which plans and logs show as a digest only
 * @param object what the step of this write makes, or, where that only removes, takes away as a whole; null where the
 *     write belongs to something that stays, or to no object. Where {@code key} does not name it, the object lies in
 *     the field {@code element} of a hash that holds others too
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
        Provenance provenance,
        @Nullable Reference object) {
    public Effect {
        needs = List.copyOf(needs);
    }

    /** A write that makes no object and takes none away. */
    public Effect(
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
        this(phase, database, key, type, element, operation, expected, value, needs, text, provenance, null);
    }

    /** Phases, written in ascending order: counters that issue ids are raised first. */
    public static final int COUNTERS = 0;

    /** Objects: this plus the rank of their kind in the profile, parents before children. */
    public static final int OBJECTS = 1;

    public static final int RELATIONS = 100;
    public static final int INDEXES = 200;

    /**
     * What takes index entries away: behind what adds them, so that a thing that moves is never in no index. A whole
     * thing is taken away from its own phase on, the thing itself first: where it was changed meanwhile, its entries
     * stay too.
     */
    public static final int REMOVALS = 250;

    public static final int COUNTS = 300;

    /** Keys that no rule of a profile knows, each by itself. */
    public static final int KEYS = 400;

    /** The same write, which is refused where {@code key} is not in live. */
    public Effect needing(Template key) {
        return new Effect(
                phase,
                database,
                this.key,
                type,
                element,
                operation,
                expected,
                value,
                List.of(key),
                text,
                provenance,
                object);
    }

    /** The same write as part of what makes {@code whole}, or takes it away. */
    public Effect partOf(Reference whole) {
        return new Effect(
                phase, database, key, type, element, operation, expected, value, needs, text, provenance, whole);
    }

    /** Whether it writes to an object itself: its hash, or its field in a hash of several. */
    public boolean ofObject() {
        return phase >= OBJECTS && phase < RELATIONS;
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
