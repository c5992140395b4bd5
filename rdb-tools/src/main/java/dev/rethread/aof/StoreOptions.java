package dev.rethread.aof;

import java.util.Arrays;

/** {@code [WEIGHTS weight ...] [AGGREGATE SUM|MIN|MAX]} of ZUNIONSTORE and ZINTERSTORE. */
final class StoreOptions {
    private final double[] weights;
    private String aggregate = "SUM";

    private StoreOptions(int sources) {
        weights = new double[sources];
        Arrays.fill(weights, 1);
    }

    static StoreOptions parse(Call call, int sources) {
        StoreOptions options = new StoreOptions(sources);
        int at = 3 + sources;
        while (at < call.count()) {
            at = options.take(call, at);
        }
        return options;
    }

    private int take(Call call, int at) {
        switch (call.word(at)) {
            case "WEIGHTS" -> {
                for (int i = 0; i < weights.length; i++) {
                    weights[i] = call.score(at + 1 + i);
                }
                return at + 1 + weights.length;
            }
            case "AGGREGATE" -> {
                aggregate = call.word(at + 1);
                if (!aggregate.matches("SUM|MIN|MAX")) {
                    throw new RefusedException("syntax");
                }
                return at + 2;
            }
            default -> throw new RefusedException("syntax");
        }
    }

    double weight(int source) {
        return weights[source];
    }

    /** Infinities of both signs add up to 0, as servers have it. */
    double aggregate(double left, double right) {
        return switch (aggregate) {
            case "MIN" -> Math.min(left, right);
            case "MAX" -> Math.max(left, right);
            default -> Double.isNaN(left + right) ? 0 : left + right;
        };
    }
}
