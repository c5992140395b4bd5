package dev.rethread.replay;

import dev.rethread.keyspace.Bytes;
import dev.rethread.server.Fences;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a replay did, or a dry run would do.
 *
 * @param run the run's number; null for a dry run
 * @param finished false if the operator stopped it: the same command goes on from there
 * @param items per kind of item, sorted
 * @param writes single writes
 * @param refusals what live did not let happen, in the order of the plan
 * @param violations for a dry run: why {@code --execute} would not begin
 */
public record ReplayResult(
        @Nullable Long run,
        boolean finished,
        Map<String, Outcomes> items,
        Outcomes writes,
        List<Refused> refusals,
        List<Fences.Violation> violations) {
    /**
     * How many became what. An item counts as refused if any of its writes was, as open while any is not settled, as
     * written if any was written, and as already there otherwise.
     */
    public record Outcomes(long written, long already, long refused, long open) {
        static final Outcomes NONE = new Outcomes(0, 0, 0, 0);

        Outcomes plus(Outcomes other) {
            return new Outcomes(
                    written + other.written, already + other.already, refused + other.refused, open + other.open);
        }

        public long total() {
            return written + already + refused + open;
        }
    }

    /**
     * Writes of one item to one key that were refused for one reason.
     *
     * @param item the item's id in the lost branch
     * @param key as the plan shows it, ids of the lost branch as {@code ‹user 268›}
     */
    public record Refused(String kind, Bytes item, String key, String reason, int writes) {}

    public ReplayResult {
        items = Collections.unmodifiableSortedMap(new TreeMap<>(items));
        refusals = List.copyOf(refusals);
        violations = List.copyOf(violations);
    }
}
