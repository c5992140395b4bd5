package dev.rethread.rebase;

import dev.rethread.item.IdMapping;
import dev.rethread.item.Item;
import java.util.List;

/**
 * The rebase's result: every item of the gap with its outcome, the id map, and what was kept out.
 *
 * @param writtenAndPurged items written and deleted again within the gap: nothing to bring back
 */
public record Staging(
        List<Item> items, List<IdMapping> ids, List<Withheld> withheld, Timeline timeline, int writtenAndPurged) {
    public Staging {
        items = List.copyOf(items);
        ids = List.copyOf(ids);
        withheld = List.copyOf(withheld);
    }
}
