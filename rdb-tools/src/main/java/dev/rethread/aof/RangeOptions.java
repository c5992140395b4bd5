package dev.rethread.aof;

import dev.rethread.aof.WorkingSortedSet.Scored;
import java.util.Collection;
import java.util.List;

/** What ZRANGESTORE selects. */
record RangeOptions(boolean byScore, boolean byName, boolean reversed, long offset, long limit) {
    static RangeOptions parse(Call call, int from) {
        boolean score = false;
        boolean name = false;
        boolean reversed = false;
        long offset = 0;
        long limit = -1;
        boolean limited = false;
        for (int at = from; at < call.count(); at++) {
            switch (call.word(at)) {
                case "BYSCORE" -> score = true;
                case "BYLEX" -> name = true;
                case "REV" -> reversed = true;
                case "LIMIT" -> {
                    offset = call.integer(at + 1);
                    limit = call.integer(at + 2);
                    limited = true;
                    at += 2;
                }
                default -> throw new RefusedException("syntax");
            }
        }
        if ((score && name) || (limited && !score && !name)) {
            throw new RefusedException("syntax");
        }
        return new RangeOptions(score, name, reversed, offset, limit);
    }

    Collection<Scored> choose(Call call, WorkingSortedSet set) {
        Collection<Scored> walk = reversed ? set.order().descendingSet() : set.order();
        return byScore || byName ? byBounds(call, walk) : byRank(call, walk);
    }

    private static Collection<Scored> byRank(Call call, Collection<Scored> walk) {
        Range range = Range.of(call.integer(3), call.integer(4), walk.size());
        return List.copyOf(walk).subList(range.from(), range.to());
    }

    private Collection<Scored> byBounds(Call call, Collection<Scored> walk) {
        Bound low = bound(call, reversed ? 4 : 3);
        Bound high = bound(call, reversed ? 3 : 4);
        if (offset < 0) {
            return List.of();
        }
        return walk.stream()
                .filter(scored -> low.isBelow(scored) && high.isAbove(scored))
                .skip(offset)
                .limit(limit < 0 ? Long.MAX_VALUE : limit)
                .toList();
    }

    private Bound bound(Call call, int index) {
        return byScore ? Bound.ofScore(call.argument(index)) : Bound.ofName(call.argument(index));
    }
}
