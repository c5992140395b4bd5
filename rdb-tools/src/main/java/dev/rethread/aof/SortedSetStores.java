package dev.rethread.aof;

import dev.rethread.aof.WorkingSortedSet.Scored;
import dev.rethread.keyspace.Bytes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Commands that store a combination of sorted sets, or a range of one, under another key. */
final class SortedSetStores {
    static final List<CommandRule> RULES = List.of(
            CommandRule.of("ZUNIONSTORE", -4, SortedSetStores::union),
            CommandRule.of("ZINTERSTORE", -4, SortedSetStores::intersection),
            CommandRule.of("ZDIFFSTORE", -4, SortedSetStores::difference),
            CommandRule.ofTwo("ZRANGESTORE", -5, SortedSetStores::range));

    private SortedSetStores() {}

    /** One source with its weight. */
    private record Input(Map<Bytes, Double> scores, double weight) {
        double weighted(double score) {
            double product = weight * score;
            return Double.isNaN(product) ? 0 : product;
        }
    }

    private static int sources(Call call) {
        long count = call.integer(2);
        if (count < 1 || count > call.count() - 3) {
            throw new RefusedException("syntax");
        }
        return (int) count;
    }

    /** The sources, smallest first: the order in which a server adds decides the last bits of a sum. */
    private static List<Input> inputs(Call call, StoreOptions options) {
        List<Input> inputs = new ArrayList<>();
        for (int i = 0; i < sources(call); i++) {
            WorkingSortedSet set = SortedSetCommands.scored(call, call.key(3 + i));
            inputs.add(new Input(set == null ? Map.of() : set.scores(), options.weight(i)));
        }
        inputs.sort(Comparator.comparingInt(input -> input.scores().size()));
        return inputs;
    }

    private static void union(Call call) {
        StoreOptions options = StoreOptions.parse(call, sources(call));
        WorkingSortedSet result = new WorkingSortedSet();
        for (Input input : inputs(call, options)) {
            input.scores().forEach((member, score) -> {
                Double before = result.score(member);
                double weighted = input.weighted(score);
                result.set(member, before == null ? weighted : options.aggregate(before, weighted));
            });
        }
        store(call, result);
    }

    private static void intersection(Call call) {
        StoreOptions options = StoreOptions.parse(call, sources(call));
        List<Input> inputs = inputs(call, options);
        WorkingSortedSet result = new WorkingSortedSet();
        Input smallest = inputs.get(0);
        for (Bytes member : smallest.scores().keySet()) {
            if (inputs.stream().allMatch(input -> input.scores().containsKey(member))) {
                result.set(member, aggregate(inputs, member, options));
            }
        }
        store(call, result);
    }

    private static double aggregate(List<Input> inputs, Bytes member, StoreOptions options) {
        return inputs.stream()
                .mapToDouble(input -> input.weighted(input.scores().getOrDefault(member, 0.0)))
                .reduce(options::aggregate)
                .orElseThrow();
    }

    private static void difference(Call call) {
        int sources = sources(call);
        if (call.count() != 3 + sources) {
            throw new RefusedException("syntax");
        }
        WorkingSortedSet first = SortedSetCommands.scored(call, call.key(3));
        WorkingSortedSet result = new WorkingSortedSet(first == null ? Map.of() : first.scores());
        for (int i = 1; i < sources; i++) {
            WorkingSortedSet other = SortedSetCommands.scored(call, call.key(3 + i));
            if (other != null) {
                List.copyOf(other.scores().keySet()).forEach(result::remove);
            }
        }
        store(call, result);
    }

    private static void store(Call call, WorkingSortedSet result) {
        call.put(call.key(1), result);
        Doubts.carry(call, 3, 3 + sources(call));
    }

    /** {@code ZRANGESTORE to from min max [BYSCORE|BYLEX] [REV] [LIMIT offset count]}. */
    private static void range(Call call) {
        RangeOptions options = RangeOptions.parse(call, 5);
        WorkingSortedSet source = call.find(call.key(2), WorkingSortedSet.class);
        WorkingSortedSet result = new WorkingSortedSet();
        Collection<Scored> chosen = options.choose(call, source == null ? new WorkingSortedSet() : source);
        chosen.forEach(scored -> result.set(scored.member(), scored.score()));
        call.put(call.key(1), result);
        Doubts.carry(call, 2, 3);
    }
}
