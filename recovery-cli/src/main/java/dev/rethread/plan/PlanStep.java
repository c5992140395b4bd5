package dev.rethread.plan;

import dev.rethread.item.Reference;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Type;
import dev.rethread.ledger.StoredEffect;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes to one key that happen together or not at all.
 *
 * @param number from 1, in the order of writing
 * @param must what the key must be before
 * @param creates the object that comes into being with this step; if it is refused, so is whatever refers to it
 */
public record PlanStep(
        int number,
        int phase,
        int database,
        Template key,
        Type type,
        KeyState must,
        @Nullable Reference creates,
        List<StoredEffect> writes) {
    public PlanStep {
        writes = List.copyOf(writes);
    }

    /** Whether what it makes lies in a field of a hash that holds others too, and has no key of its own. */
    public boolean inField() {
        return creates != null && !key.references().contains(creates);
    }

    /** Keys that must be in live at the moment of writing. */
    public List<Template> needs() {
        return writes.stream()
                .flatMap(write -> write.effect().needs().stream())
                .distinct()
                .toList();
    }

    /** Every id of the lost branch that a write of this step names. */
    public Set<Reference> references() {
        Set<Reference> references = new LinkedHashSet<>(key.references());
        for (StoredEffect write : writes) {
            references.addAll(write.effect().references());
        }
        return references;
    }
}
