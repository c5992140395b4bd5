package dev.rethread.command;

import dev.rethread.command.Canaries.Canary;
import dev.rethread.profile.SecretShapes.Kind;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many secrets of each kind are where. */
final class CanaryTable {
    private final String title;
    private final Map<String, Map<Kind, Integer>> columns = new LinkedHashMap<>();

    CanaryTable(String title) {
        this.title = title;
    }

    void add(String column, Collection<Canary> canaries) {
        Map<Kind, Integer> counts = columns.computeIfAbsent(column, none -> new EnumMap<>(Kind.class));
        canaries.forEach(canary -> counts.merge(canary.form().kind(), 1, Integer::sum));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format("%-18s", title));
        columns.keySet().forEach(column -> text.append(String.format(" %13s", column)));
        for (Kind kind : Kind.values()) {
            text.append(String.format("%n%-18s", kind.word()));
            columns.values().forEach(counts -> text.append(String.format(" %13d", counts.getOrDefault(kind, 0))));
        }
        return text.append(System.lineSeparator()).toString();
    }
}
