package dev.rethread.rebase;

import dev.rethread.item.Reference;
import java.util.List;
import java.util.Map;

/**
 * What the surviving sources say of the lost branch beyond the base, folded into one.
 *
 * @param records items that differ from the base, by their id in the lost branch
 * @param counters the newest known value of each id counter, by domain
 * @param baseUntil the newest moment in the base, Unix ms; 0 if none
 * @param completeUntil time of the newest complete evidence's content; 0 without one
 * @param writtenAndPurged items that an older source holds and newer complete evidence lacks: written and deleted
 *     within the gap
 */
record LostBranch(
        Map<Reference, LostRecord> records,
        List<LostRelation> relations,
        List<Withheld> withheld,
        Map<String, Long> counters,
        long baseUntil,
        long completeUntil,
        int writtenAndPurged) {
    /** Whether something that the relation names was deleted since, and left half of it behind. */
    boolean leftover(LostRelation relation) {
        return relation.named().values().stream().map(records::get).anyMatch(named -> named != null && named.deleted());
    }
}
