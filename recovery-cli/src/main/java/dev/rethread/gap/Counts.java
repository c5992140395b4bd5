package dev.rethread.gap;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.rethread.item.Outcome;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many items have which outcome. */
public final class Counts {
    private final EnumMap<Outcome, Long> counts = new EnumMap<>(Outcome.class);

    void add(Outcome outcome, long count) {
        counts.merge(outcome, count, Long::sum);
    }

    void addAll(Counts others) {
        others.counts.forEach(this::add);
    }

    public long of(Outcome outcome) {
        return counts.getOrDefault(outcome, 0L);
    }

    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The JSON form: outcome word to count, and their sum; zeroes included, so that readers need no defaults. */
    @JsonValue
    public Map<String, Long> json() {
        Map<String, Long> all = new LinkedHashMap<>();
        for (Outcome outcome : Outcome.values()) {
            all.put(outcome.word(), of(outcome));
        }
        all.put("total", total());
        return all;
    }
}
