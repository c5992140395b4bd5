package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.StreamId;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.StreamValue.Consumer;
import dev.rethread.keyspace.StreamValue.Group;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.SortedSetValue;
import java.util.HashMap;
import java.util.Map;

/** A replayed value without what a server does not tell, so that the rest can be compared exactly. */
final class Likeness {
    private static final double LAST_BITS = 1e-10;
    private static final Consumer CONSUMER = new Consumer(0, -1);

    private Likeness() {}

    static Value of(Value found, Value expected) {
        if (found instanceof StreamValue stream && expected instanceof StreamValue answered) {
            return stream(stream, answered, answered.entriesAdded() < 0);
        }
        if (found instanceof SortedSetValue sortedSet && expected instanceof SortedSetValue answered) {
            return sortedSet(sortedSet, answered.scores());
        }
        return found;
    }

    /**
     * The times of consumers are those of the server's clock, which it does not log. Redis 6 makes no consumer for an
     * XCLAIM of nothing, as Redis 7 does; a log does not tell which of them wrote it.
     */
    private static StreamValue stream(StreamValue stream, StreamValue answered, boolean old) {
        Map<Bytes, Group> groups = new HashMap<>();
        stream.groups().forEach((name, group) -> {
            Map<Bytes, Consumer> consumers = new HashMap<>();
            group.consumers().keySet().forEach(consumer -> consumers.put(consumer, CONSUMER));
            Group other = answered.groups().get(name);
            if (old && other != null) {
                consumers
                        .keySet()
                        .removeIf(consumer -> !other.consumers().containsKey(consumer) && gotNothing(group, consumer));
            }
            long read = old ? -1 : group.entriesRead();
            groups.put(name, new Group(group.lastDelivered(), read, group.pending(), consumers));
        });
        StreamId deleted = old ? StreamId.ZERO : stream.maxDeletedId();
        long added = old ? -1 : stream.entriesAdded();
        return new StreamValue(stream.entries(), stream.lastId(), deleted, added, groups, Bytes.EMPTY);
    }

    private static boolean gotNothing(Group group, Bytes consumer) {
        return group.pending().values().stream().noneMatch(each -> consumer.equals(each.consumer()));
    }

    /** Distances are computed with the sines of the C library, whose last bits are its own. */
    private static SortedSetValue sortedSet(SortedSetValue found, Map<Bytes, Double> expected) {
        Map<Bytes, Double> scores = new HashMap<>(found.scores());
        scores.replaceAll((member, score) -> {
            double other = expected.getOrDefault(member, score);
            return Math.abs(score - other) <= LAST_BITS * Math.max(1, Math.abs(other)) ? other : score;
        });
        return new SortedSetValue(scores);
    }
}
