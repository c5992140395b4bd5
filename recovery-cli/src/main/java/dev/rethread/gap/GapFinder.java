package dev.rethread.gap;

import dev.rethread.item.IdMapping;
import dev.rethread.item.Item;
import dev.rethread.item.Outcome;
import dev.rethread.item.Reference;
import dev.rethread.rebase.Staging;
import dev.rethread.rebase.Withheld;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts a rebase's items. */
public final class GapFinder {
    private static final int LARGEST = 30;
    private static final String OTHERS = "(others)";
    private static final Pattern BEGINNING = Pattern.compile("(\\d+/)?([^:./|]*[:./|])?");

    private GapFinder() {}

    /** The gap that {@code staging} describes. */
    public static Gap find(Staging staging) {
        List<Item> items = staging.items().stream()
                .filter(item -> !item.kind().equals("counter"))
                .toList();
        return new Gap(
                staging.timeline(),
                count(items, Item::kind),
                count(items, Item::forum),
                days(items),
                waiting(items),
                renumbered(staging.ids()),
                mappings(staging.ids()),
                keptOut(staging.withheld()),
                keys(items),
                staging.writtenAndPurged());
    }

    private static Map<String, Counts> count(List<Item> items, Function<Item, String> by) {
        Map<String, Counts> counts = new TreeMap<>();
        items.forEach(item ->
                counts.computeIfAbsent(by.apply(item), k -> new Counts()).add(item.outcome(), 1));
        return counts;
    }

    /** What is not among the largest groups is put into one. */
    private static Map<String, Counts> keys(List<Item> items) {
        List<Item> keys =
                items.stream().filter(item -> item.kind().equals(Item.KEY)).toList();
        Map<String, Counts> groups = new LinkedHashMap<>();
        count(keys, GapFinder::beginning).entrySet().stream()
                .sorted(Comparator.comparingLong(group -> -group.getValue().total()))
                .forEach(group -> groups.computeIfAbsent(
                                groups.size() < LARGEST ? group.getKey() : OTHERS, k -> new Counts())
                        .addAll(group.getValue()));
        return groups;
    }

    /** {@code post:*} of {@code post:5:votes}, {@code 3/user#:*} of {@code 3/user17:name}. */
    private static String beginning(Item key) {
        String name = key.id().utf8();
        Matcher beginning = BEGINNING.matcher(name);
        if (!beginning.lookingAt() || beginning.group(2) == null) {
            return name;
        }
        String database = beginning.group(1) == null ? "" : beginning.group(1);
        return database + beginning.group(2).replaceAll("\\d+", "#") + "*";
    }

    private static List<Gap.Day> days(List<Item> items) {
        Map<String, Map<String, Counts>> days = new TreeMap<>();
        for (Item item : items) {
            days.computeIfAbsent(item.forum(), k -> new TreeMap<>())
                    .computeIfAbsent(day(item.time()), k -> new Counts())
                    .add(item.outcome(), 1);
        }
        return days.entrySet().stream()
                .flatMap(forum -> forum.getValue().entrySet().stream()
                        .map(day -> new Gap.Day(forum.getKey(), day.getKey(), day.getValue())))
                .toList();
    }

    private static String day(long time) {
        if (time == 0) {
            return "";
        }
        return Instant.ofEpochMilli(time).atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }

    private static List<Gap.Waiting> waiting(List<Item> items) {
        Map<String, Long> counts = new TreeMap<>();
        Map<String, String> reasons = new TreeMap<>();
        for (Item item : items) {
            Reference cause = item.waitsFor();
            if (item.outcome() == Outcome.WAITING && cause != null) {
                counts.merge(cause.toString(), 1L, Long::sum);
                reasons.putIfAbsent(cause.toString(), item.reason());
            }
        }
        return counts.entrySet().stream()
                .map(e -> new Gap.Waiting(e.getKey(), reasons.getOrDefault(e.getKey(), ""), e.getValue()))
                .sorted(Comparator.comparingLong(Gap.Waiting::items).reversed().thenComparing(Gap.Waiting::cause))
                .toList();
    }

    private static List<Gap.Renumbered> renumbered(List<IdMapping> ids) {
        Map<String, long[]> counts = new TreeMap<>();
        for (IdMapping id : ids) {
            long[] count = counts.computeIfAbsent(id.lost().domain(), k -> new long[3]);
            count[0] += id.how() == IdMapping.How.FRESH ? 1 : 0;
            count[1] += id.how() == IdMapping.How.FOUND ? 1 : 0;
            count[2] += id.how() == IdMapping.How.GIVEN ? 1 : 0;
        }
        return counts.entrySet().stream()
                .map(e -> new Gap.Renumbered(e.getKey(), e.getValue()[0], e.getValue()[1], e.getValue()[2]))
                .filter(r -> r.fresh() + r.found() + r.given() > 0)
                .toList();
    }

    private static List<Gap.Mapping> mappings(List<IdMapping> ids) {
        return ids.stream()
                .sorted(Comparator.comparing(IdMapping::lost))
                .map(id -> new Gap.Mapping(
                        id.lost().domain(),
                        id.lost().id().toString(),
                        id.live() == null ? null : id.live().toString(),
                        id.how().name().toLowerCase(Locale.ROOT),
                        id.evidence()))
                .toList();
    }

    private static List<Gap.KeptOut> keptOut(List<Withheld> withheld) {
        Map<String, Long> counts = new TreeMap<>();
        withheld.forEach(w -> counts.merge(w.kind() + "\0" + w.reason(), 1L, Long::sum));
        return counts.entrySet().stream()
                .map(e -> new Gap.KeptOut(
                        e.getKey().substring(0, e.getKey().indexOf('\0')),
                        e.getKey().substring(e.getKey().indexOf('\0') + 1),
                        e.getValue()))
                .toList();
    }
}
