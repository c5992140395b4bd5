package dev.rethread.rebase;

import dev.rethread.item.Provenance;
import dev.rethread.item.Reference;
import java.util.List;

/**
 * A member of a relation set that the lost branch added, or removed from what the base had.
 *
 * @param removed whether complete evidence lacks it although the base had it
 */
record LostRelation(String kind, Reference parent, Reference author, boolean removed, List<Provenance> sources) {}
