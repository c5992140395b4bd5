package dev.rethread.fit;

import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.FieldRule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a walk finds of ids, times and elements that are not as their rule says, by their place in the profile. */
final class Findings {
    private static final long EARLIEST = Instant.parse("1995-01-01T00:00:00Z").toEpochMilli();
    private static final long LATEST = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();
    private static final int MOST = 1000;

    private final KnownItems known;
    private final Map<Place, Named> ids = new TreeMap<>();
    private final Map<Place, Unlike> unlike = new TreeMap<>();

    Findings(KnownItems known) {
        this.known = known;
    }

    /** A rule and a place in it, or a problem with it. */
    private record Place(String rule, String name) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byRule = rule.compareTo(other.rule);
            return byRule != 0 ? byRule : name.compareTo(other.name);
        }

        @Override
        public String toString() {
            return name.isEmpty() ? rule : rule + " " + name;
        }
    }

    private static final class Named {
        private String domain = "";
        private long named;
        private long nowhere;
        private String example = "";
    }

    private static final class Unlike {
        private long times;
        private String example = "";
    }

    /** An id stands in {@code name} of {@code rule}. */
    void named(String rule, String name, Reference item) {
        Named place = ids.computeIfAbsent(new Place(rule, name), p -> new Named());
        place.domain = dev.rethread.profile.Domain.plain(item.domain());
        place.named++;
        if (!known.contains(item)) {
            place.example = place.nowhere++ == 0 ? item.domain() + " " + Shapes.NAMES.show(item.id()) : place.example;
        }
    }

    /** Something of {@code rule} is not as it says. */
    void unlike(String rule, String problem, Bytes key) {
        Place place = new Place(rule, problem);
        if (unlike.size() >= MOST && !unlike.containsKey(place)) {
            place = new Place("(others)", problem);
        }
        Unlike found = unlike.computeIfAbsent(place, p -> new Unlike());
        found.example = found.times++ == 0 ? Shapes.NAMES.show(key) : found.example;
    }

    /** A time; 0, less and nothing mean none. */
    void time(String rule, FieldRule time, Bytes value, Bytes key) {
        double number;
        try {
            number = value.isEmpty() ? 0 : Double.parseDouble(value.utf8());
        } catch (NumberFormatException e) {
            number = Double.NaN;
        }
        double at = number * time.unit();
        if (!(number <= 0 || (at >= EARLIEST && at < LATEST))) {
            unlike(rule, "no time from 1995 to 2100", key);
        }
    }

    List<Fit.Ids> ids() {
        return ids.entrySet().stream()
                .map(e -> new Fit.Ids(
                        e.getKey().toString(),
                        e.getValue().domain,
                        e.getValue().named,
                        e.getValue().nowhere,
                        e.getValue().example))
                .toList();
    }

    List<Fit.Unlike> unlike() {
        return unlike.entrySet().stream()
                .map(e ->
                        new Fit.Unlike(e.getKey().rule(), e.getKey().name(), e.getValue().times, e.getValue().example))
                .toList();
    }
}
