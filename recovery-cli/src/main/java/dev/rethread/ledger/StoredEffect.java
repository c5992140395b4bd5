package dev.rethread.ledger;

import dev.rethread.item.Effect;
import dev.rethread.item.Outcome;
import dev.rethread.keyspace.Bytes;

/**
 * An effect as the ledger holds it.
 *
 * @param id unique over all stagings
 * @param itemRow the row of its item; effects of one item share it
 * @param kind the item's kind, for example {@code thread-edit}
 * @param item the item's id in the lost branch
 * @param outcome the item's
 */
public record StoredEffect(long id, long itemRow, String kind, Bytes item, Outcome outcome, Effect effect) {}
