package dev.rethread.rebase;

import dev.rethread.item.Provenance;
import dev.rethread.item.Reference;
import java.util.List;
import java.util.Map;

/**
 * A relation that the lost branch added, or removed from what the base had, with its element in every collection that
 * holds it.
 *
 * @param named its placeholders and what they name, the first one it belongs to, the last its author
 * @param elements those that changed; none where only an incomplete source tells of it
 * @param removed whether complete evidence lacks it although the base had it
 */
record LostRelation(
        String kind,
        Map<String, Reference> named,
        List<LostElement> elements,
        boolean removed,
        List<Provenance> sources) {

    Reference parent() {
        return named.values().iterator().next();
    }

    Reference author() {
        return List.copyOf(named.values()).get(named.size() - 1);
    }
}
