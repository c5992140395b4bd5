package dev.rethread.rdb;

import dev.rethread.keyspace.Entry;
import java.util.List;

/**
 * What a careful reading of a damaged RDB found beside its records.
 *
 * @param summary as of any reading; its damages are those of {@code regions}
 * @param regions what was lost, in file order
 * @param partials what is left of values that damage cut into: elements that existed, while others may be missing.
 *     Their bytes are part of the damage
 */
record Salvaged(RdbSummary summary, List<LostRegion> regions, List<Entry> partials) {
    Salvaged {
        regions = List.copyOf(regions);
        partials = List.copyOf(partials);
    }
}
