package dev.rethread.replay;

import dev.rethread.keyspace.Bytes;
import dev.rethread.ledger.JournalRow;
import dev.rethread.ledger.JournalRow.Result;
import dev.rethread.ledger.StoredEffect;
import dev.rethread.plan.PlanStep;
import dev.rethread.replay.ReplayResult.Outcomes;
import dev.rethread.replay.ReplayResult.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds up what became of the writes of a plan. */
final class Tally {
    private static final Outcomes WRITTEN = new Outcomes(1, 0, 0, 0);
    private static final Outcomes ALREADY = new Outcomes(0, 1, 0, 0);
    private static final Outcomes REFUSED = new Outcomes(0, 0, 1, 0);
    private static final Outcomes OPEN = new Outcomes(0, 0, 0, 1);

    private record Item(String kind, Outcomes writes) {}

    private record Refusal(String kind, Bytes item, String key, String reason) {}

    private final Map<Long, Item> items = new HashMap<>();
    private final Map<Refusal, Integer> refusals = new LinkedHashMap<>();
    private Outcomes writes = Outcomes.NONE;

    /** @param rows by effect */
    Tally(List<PlanStep> steps, Map<Long, JournalRow> rows) {
        for (PlanStep step : steps) {
            for (StoredEffect write : step.writes()) {
                add(step, write, rows.get(write.id()));
            }
        }
    }

    private void add(PlanStep step, StoredEffect write, @Nullable JournalRow row) {
        Outcomes one = one(row == null ? null : row.result());
        writes = writes.plus(one);
        items.merge(
                write.itemRow(),
                new Item(write.kind(), one),
                (item, more) -> new Item(item.kind(), item.writes().plus(more.writes())));
        if (row != null && row.result() == Result.REFUSED) {
            String key = step.key().toString();
            refusals.merge(new Refusal(write.kind(), write.item(), key, row.reason()), 1, Integer::sum);
        }
    }

    private static Outcomes one(@Nullable Result result) {
        if (result == null) {
            return OPEN;
        }
        return switch (result) {
            case WRITTEN -> WRITTEN;
            case ALREADY -> ALREADY;
            case REFUSED -> REFUSED;
        };
    }

    private static Outcomes ofItem(Outcomes writes) {
        if (writes.refused() > 0) {
            return REFUSED;
        } else if (writes.open() > 0) {
            return OPEN;
        }
        return writes.written() > 0 ? WRITTEN : ALREADY;
    }

    Map<String, Outcomes> items() {
        Map<String, Outcomes> kinds = new TreeMap<>();
        items.values().forEach(item -> kinds.merge(item.kind(), ofItem(item.writes()), Outcomes::plus));
        return kinds;
    }

    Outcomes writes() {
        return writes;
    }

    List<Refused> refusals() {
        List<Refused> list = new ArrayList<>();
        refusals.forEach((refusal, count) ->
                list.add(new Refused(refusal.kind(), refusal.item(), refusal.key(), refusal.reason(), count)));
        return list;
    }
}
