package dev.rethread.gap;

import dev.rethread.rebase.Timeline;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The gap in numbers. Every item is counted once under its kind, once under its forum and once under its day, so all sum
 * to the same.
 *
 * @param kinds kind of item to its outcomes
 * @param forums forum to its outcomes; items of none (accounts) under the empty name
 * @param window the moments that bound the gap
 * @param days forum and UTC day to outcomes; items that carry no time (a like, a bio) under the empty day
 * @param waiting what must appear in live first, most awaited first
 * @param renumbered ids that live issued to something else, or that live finds under another one
 * @param ids every id of what came to light, and what it is in live
 * @param keptOut credentials, and what no rule of the profile knows
 * @param keys the keys that no rule of the profile knows, by how their names begin, most first
 * @param writtenAndPurged items written and deleted within the gap, not counted elsewhere
 */
public record Gap(
        Timeline window,
        Map<String, Counts> kinds,
        Map<String, Counts> forums,
        List<Day> days,
        List<Waiting> waiting,
        List<Renumbered> renumbered,
        List<Mapping> ids,
        List<KeptOut> keptOut,
        Map<String, Counts> keys,
        int writtenAndPurged) {

    public record Day(String forum, String day, Counts outcomes) {}

    public record Waiting(String cause, String reason, long items) {}

    /**
     * Ids of a domain that change.
     *
     * @param fresh live issued the id to something else: a new one is reserved at replay
     * @param found the same thing lives under another id
     * @param given the incident's map says so
     */
    public record Renumbered(String domain, long fresh, long found, long given) {}

    /**
     * What one id of the lost branch is in live.
     *
     * @param live null where a fresh one is yet to be taken
     * @param how {@code kept}, {@code found}, {@code given} or {@code fresh}
     * @param evidence why
     */
    public record Mapping(
            String domain, String lost, @Nullable String live, String how, String evidence) {}

    public record KeptOut(String kind, String reason, long count) {}

    /** All items. */
    public Counts total() {
        Counts total = new Counts();
        kinds.values().forEach(total::addAll);
        return total;
    }

    /** The days of all forums together. */
    public SortedMap<String, Counts> perDay() {
        SortedMap<String, Counts> all = new TreeMap<>();
        days.forEach(day -> all.computeIfAbsent(day.day(), k -> new Counts()).addAll(day.outcomes()));
        return all;
    }
}
