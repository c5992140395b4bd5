package dev.rethread.replay;

import dev.rethread.item.Effect;
import dev.rethread.item.Item;
import dev.rethread.item.Operation;
import dev.rethread.keyspace.Bytes;
import dev.rethread.ledger.JournalRow;
import dev.rethread.ledger.JournalRow.Result;
import dev.rethread.rebase.Staging;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a replay did what it says: a merge computed afresh after it must find nothing left to write but what was
 * refused, and what the plan did not contain.
 *
 * @param leftovers everything that is still to be written, in the order of the staging
 * @param leftOut keys that no rule of the profile knows and that could be written, where they were not asked for
 */
public record Verification(List<Leftover> leftovers, long leftOut) {
    /** Why a write is left. */
    public enum Cause {
        /** The replay refused it. */
        REFUSED,
        /** It was not in the plan: excluded, or recoverable only since. */
        NOT_PLANNED,
        /** The journal has it as done, live does not hold it: undone by somebody since, or a mistake. */
        MISSING
    }

    /**
     * A write that is left.
     *
     * @param item the item's id in the lost branch
     * @param key as the plan shows it
     */
    public record Leftover(String kind, Bytes item, String key, Cause cause) {}

    /** An element, as the lost branch knew it. */
    private record Element(int database, Bytes key, Bytes element, Operation operation) {}

    public Verification {
        leftovers = List.copyOf(leftovers);
    }

    /**
     * Compares.
     *
     * @param afresh merged after the replay
     * @param journal all rows of the run, or of several
     * @param unattributed whether the keys that no rule knows are to be in live, too
     */
    public static Verification of(Staging afresh, List<JournalRow> journal, boolean unattributed) {
        Map<Element, Cause> causes = new HashMap<>();
        for (JournalRow row : journal) {
            Element element = new Element(row.database(), row.lostKey(), row.lostElement(), row.operation());
            Cause cause = row.result() == Result.REFUSED ? Cause.REFUSED : Cause.MISSING;
            causes.merge(element, cause, (one, other) -> one == Cause.REFUSED ? one : other);
        }
        List<Leftover> leftovers = new ArrayList<>();
        long leftOut = 0;
        for (Item item : afresh.items()) {
            boolean wanted = unattributed || !item.kind().equals(Item.KEY);
            leftOut += item.outcome().written() && !wanted ? 1 : 0;
            if (item.outcome().written() && wanted) {
                for (Effect effect : item.effects()) {
                    leftovers.add(leftover(item, effect, causes));
                }
            }
        }
        return new Verification(leftovers, leftOut);
    }

    private static Leftover leftover(Item item, Effect effect, Map<Element, Cause> causes) {
        Element element = new Element(
                effect.database(), effect.key().lost(), effect.element().lost(), effect.operation());
        Cause cause = causes.getOrDefault(element, Cause.NOT_PLANNED);
        return new Leftover(item.kind(), item.id(), effect.key().toString(), cause);
    }
}
