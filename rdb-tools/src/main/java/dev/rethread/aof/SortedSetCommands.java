package dev.rethread.aof;

import dev.rethread.aof.WorkingSortedSet.Scored;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands on sorted sets, but for those that store a combination: {@link SortedSetStores}. */
final class SortedSetCommands {
    static final List<CommandRule> RULES = List.of(
            CommandRule.of("ZADD", -4, SortedSetCommands::add),
            CommandRule.of("ZINCRBY", 4, SortedSetCommands::increment),
            CommandRule.of("ZREM", -3, SortedSetCommands::remove),
            CommandRule.of("ZREMRANGEBYRANK", 4, SortedSetCommands::removeByRank),
            CommandRule.of("ZREMRANGEBYSCORE", 4, SortedSetCommands::removeByScore),
            CommandRule.of("ZREMRANGEBYLEX", 4, SortedSetCommands::removeByName),
            CommandRule.of("ZPOPMIN", -2, call -> pop(call, true)),
            CommandRule.of("ZPOPMAX", -2, call -> pop(call, false)),
            CommandRule.of("GEORADIUS", -6, call -> GeoSearch.radius(call, false)),
            CommandRule.of("GEORADIUSBYMEMBER", -5, call -> GeoSearch.radius(call, true)),
            CommandRule.of("GEOSEARCHSTORE", -8, GeoSearch::store));

    private SortedSetCommands() {}

    private static void add(Call call) {
        AddOptions options = AddOptions.parse(call);
        int first = options.firstScore();
        List<Double> scores = new ArrayList<>();
        for (int i = first; i < call.count(); i += 2) {
            scores.add(call.score(i));
        }
        boolean absent = call.find(call.key(1), WorkingSortedSet.class) == null;
        if (absent && options.onlyIfPresent()) {
            return;
        }
        for (int i = 0; i < scores.size(); i++) {
            add(call, options, call.argument(first + 2 * i + 1), scores.get(i));
        }
    }

    private static void increment(Call call) {
        add(call, AddOptions.INCREMENT, call.argument(3), call.score(2));
    }

    private static void add(Call call, AddOptions options, Bytes member, double score) {
        WorkingSortedSet present = call.find(call.key(1), WorkingSortedSet.class);
        Double before = present == null ? null : present.score(member);
        double wanted = options.increment() && before != null ? before + score : score;
        if (Double.isNaN(wanted)) {
            throw new RefusedException("the score would be no number");
        }
        if (options.allows(before, wanted)) {
            call.obtain(call.key(1), WorkingSortedSet.class, WorkingSortedSet::new)
                    .set(member, wanted);
            call.changed(call.key(1));
        }
    }

    private static void remove(Call call) {
        WorkingSortedSet set = call.find(call.key(1), WorkingSortedSet.class);
        boolean removed = false;
        for (int i = 2; set != null && i < call.count(); i++) {
            removed |= set.remove(call.argument(i));
        }
        if (removed) {
            call.changed(call.key(1));
        }
    }

    private static void removeByRank(Call call) {
        long start = call.integer(2);
        long stop = call.integer(3);
        WorkingSortedSet set = call.find(call.key(1), WorkingSortedSet.class);
        if (set != null) {
            Range range = Range.of(start, stop, set.scores().size());
            drop(call, set, ranks(set, range));
        }
    }

    /** Walks from the nearer end: what is capped by rank is cut at an end. */
    private static List<Scored> ranks(WorkingSortedSet set, Range range) {
        int size = set.scores().size();
        boolean fromTop = size - range.to() < range.from();
        Collection<Scored> walk = fromTop ? set.order().descendingSet() : set.order();
        int skipped = fromTop ? size - range.to() : range.from();
        return walk.stream().skip(skipped).limit(range.to() - range.from()).toList();
    }

    private static void removeByScore(Call call) {
        removeWithin(call, Bound.ofScore(call.argument(2)), Bound.ofScore(call.argument(3)));
    }

    private static void removeByName(Call call) {
        removeWithin(call, Bound.ofName(call.argument(2)), Bound.ofName(call.argument(3)));
    }

    private static void removeWithin(Call call, Bound from, Bound to) {
        WorkingSortedSet set = call.find(call.key(1), WorkingSortedSet.class);
        if (set != null) {
            List<Scored> members = from.from(set.order()).stream()
                    .dropWhile(scored -> !from.isBelow(scored))
                    .takeWhile(to::isAbove)
                    .toList();
            drop(call, set, members);
        }
    }

    private static void pop(Call call, boolean lowest) {
        long count = call.count() > 2 ? call.integer(2) : 1;
        if (count < 0 || call.count() > 3) {
            throw new RefusedException("syntax");
        }
        WorkingSortedSet set = call.find(call.key(1), WorkingSortedSet.class);
        if (set != null) {
            Collection<Scored> walk = lowest ? set.order() : set.order().descendingSet();
            drop(call, set, walk.stream().limit(count).toList());
        }
    }

    private static void drop(Call call, WorkingSortedSet set, List<Scored> members) {
        if (!members.isEmpty()) {
            set.removeAll(members);
            call.changed(call.key(1));
        }
    }

    /** A key's members with scores; those of a plain set count 1 each. Null where there is no key. */
    static @Nullable WorkingSortedSet scored(Call call, Key key) {
        try {
            return call.find(key, WorkingSortedSet.class);
        } catch (RefusedException notSorted) {
            WorkingSet plain = call.find(key, WorkingSet.class);
            WorkingSortedSet scored = new WorkingSortedSet();
            if (plain != null) {
                plain.members.forEach(member -> scored.set(member, 1));
            }
            return scored;
        }
    }
}
