package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.SortedSetValue;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A sorted set. Its order is kept only from the first command on that asks for it. */
final class WorkingSortedSet implements Working {
    private final Map<Bytes, Double> scores;
    private @Nullable NavigableSet<Scored> order;

    /** A member at its place: by score, then by bytes. The two zeros are the same score. */
    record Scored(double score, Bytes member) {
        static final Comparator<Scored> ORDER = (left, right) -> {
            if (left.score < right.score) {
                return -1;
            }
            return left.score > right.score ? 1 : left.member.compareTo(right.member);
        };
    }

    WorkingSortedSet() {
        scores = new CompactMap<>(CompactMap.SCORES);
    }

    WorkingSortedSet(Map<Bytes, Double> scores) {
        this();
        this.scores.putAll(scores);
    }

    Map<Bytes, Double> scores() {
        return scores;
    }

    @Nullable
    Double score(Bytes member) {
        return scores.get(member);
    }

    void set(Bytes member, double score) {
        Double before = scores.get(member);
        if (before != null && before == score) {
            return;
        }
        scores.put(member, score);
        if (order != null) {
            if (before != null) {
                order.remove(new Scored(before, member));
            }
            order.add(new Scored(score, member));
        }
    }

    boolean remove(Bytes member) {
        Double before = scores.remove(member);
        if (before != null && order != null) {
            order.remove(new Scored(before, member));
        }
        return before != null;
    }

    /** The members, lowest score first. Not to be held while the set changes. */
    NavigableSet<Scored> order() {
        NavigableSet<Scored> known = order;
        if (known == null) {
            known = new TreeSet<>(Scored.ORDER);
            for (Map.Entry<Bytes, Double> entry : scores.entrySet()) {
                known.add(new Scored(entry.getValue(), entry.getKey()));
            }
            order = known;
        }
        return known;
    }

    void removeAll(Collection<Scored> members) {
        members.forEach(scored -> remove(scored.member()));
    }

    @Override
    public Value freeze() {
        return new SortedSetValue(scores);
    }

    @Override
    public boolean isEmpty() {
        return scores.isEmpty();
    }
}
