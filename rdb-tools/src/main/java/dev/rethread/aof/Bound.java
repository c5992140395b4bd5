package dev.rethread.aof;

import dev.rethread.aof.WorkingSortedSet.Scored;
import dev.rethread.keyspace.Bytes;
import java.util.NavigableSet;
import java.util.OptionalDouble;
import java.util.function.ToIntFunction;

/**
 * One end of a range of scores ({@code 5}, {@code (5}, {@code -inf}) or of members ({@code [a}, {@code (a}, {@code -}).
 *
 * @param score the end of a range of scores; below all scores for a range of members
 * @param place where a member lies: negative below the bound, 0 on it, positive above
 */
record Bound(double score, ToIntFunction<Scored> place, boolean exclusive) {
    static Bound ofScore(Bytes text) {
        boolean exclusive = !text.isEmpty() && text.at(0) == '(';
        OptionalDouble number = Numbers.score(exclusive ? text.slice(1, text.length()) : text);
        if (number.isEmpty()) {
            throw new RefusedException("min or max is not a float");
        }
        double score = number.getAsDouble();
        return new Bound(score, scored -> scored.score() < score ? -1 : scored.score() > score ? 1 : 0, exclusive);
    }

    static Bound ofName(Bytes text) {
        if (text.equals(Bytes.of("-"))) {
            return ofName(scored -> 1, false);
        }
        if (text.equals(Bytes.of("+"))) {
            return ofName(scored -> -1, false);
        }
        int mark = text.isEmpty() ? 0 : text.at(0);
        if (mark != '(' && mark != '[') {
            throw new RefusedException("min or max is not a valid string range item");
        }
        Bytes name = text.slice(1, text.length());
        return ofName(scored -> scored.member().compareTo(name), mark == '(');
    }

    private static Bound ofName(ToIntFunction<Scored> place, boolean exclusive) {
        return new Bound(Double.NEGATIVE_INFINITY, place, exclusive);
    }

    /** The members from about here on: none of the range that begins here is left out. */
    NavigableSet<Scored> from(NavigableSet<Scored> order) {
        return order.tailSet(new Scored(score, Bytes.EMPTY), true);
    }

    /** Whether the member is in the range that begins here. */
    boolean isBelow(Scored scored) {
        int where = place.applyAsInt(scored);
        return exclusive ? where > 0 : where >= 0;
    }

    /** Whether the member is in the range that ends here. */
    boolean isAbove(Scored scored) {
        int where = place.applyAsInt(scored);
        return exclusive ? where < 0 : where <= 0;
    }
}
