package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.StreamId;
import dev.rethread.keyspace.StreamValue.Consumer;
import dev.rethread.keyspace.StreamValue.Group;
import dev.rethread.keyspace.StreamValue.Pending;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** A consumer group of a {@link WorkingStream}. */
final class WorkingGroup {
    /** What a server that does not know says of {@link #entriesRead}. */
    static final long UNKNOWN = -1;

    private static final Consumer NEW = new Consumer(0, -1);

    StreamId lastDelivered;
    long entriesRead;
    final Map<StreamId, Pending> pending;
    private final Map<Bytes, Consumer> consumers;

    WorkingGroup(StreamId lastDelivered, long entriesRead) {
        this.lastDelivered = lastDelivered;
        this.entriesRead = entriesRead;
        pending = new HashMap<>();
        consumers = new LinkedHashMap<>();
    }

    WorkingGroup(Group group) {
        lastDelivered = group.lastDelivered();
        entriesRead = group.entriesRead();
        pending = new HashMap<>(group.pending());
        consumers = new LinkedHashMap<>(group.consumers());
    }

    boolean hasConsumer(Bytes name) {
        return consumers.containsKey(name);
    }

    void addConsumer(Bytes name) {
        consumers.putIfAbsent(name, NEW);
    }

    /** What the consumer has not acknowledged is forgotten with it. */
    boolean removeConsumer(Bytes name) {
        pending.values().removeIf(each -> name.equals(each.consumer()));
        return consumers.remove(name) != null;
    }

    /** Hands an entry to a consumer; the log tells when, and so when the consumer was there at the latest. */
    void deliver(StreamId id, Bytes consumer, long at, long deliveries) {
        Consumer before = consumers.getOrDefault(consumer, NEW);
        consumers.put(consumer, new Consumer(Math.max(before.seenAt(), at), Math.max(before.activeAt(), at)));
        pending.put(id, new Pending(consumer, at, deliveries));
    }

    Group freeze() {
        return new Group(lastDelivered, entriesRead, pending, consumers);
    }
}
