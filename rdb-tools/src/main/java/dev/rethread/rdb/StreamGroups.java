package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.StreamId;
import dev.rethread.keyspace.StreamValue.Consumer;
import dev.rethread.keyspace.StreamValue.Group;
import dev.rethread.keyspace.StreamValue.Pending;
import dev.rethread.keyspace.StreamValue.StreamEntry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The consumer groups of a stream; the layout: {@link StreamSkipper}. */
final class StreamGroups {
    /** {@code SCG_INVALID_ENTRIES_READ}. */
    private static final long UNKNOWN = -1;

    private final RdbInput in;
    private final int format;
    private final List<StreamEntry> entries;
    private final StreamId last;

    StreamGroups(RdbInput in, RdbType type, List<StreamEntry> entries, StreamId last) {
        this.in = in;
        this.format = type.streamFormat();
        this.entries = entries;
        this.last = last;
    }

    Map<Bytes, Group> decode() {
        Map<Bytes, Group> groups = new HashMap<>();
        for (long left = in.length(); left > 0; left--) {
            Bytes name = in.string();
            if (groups.put(name, group()) != null) {
                throw new MalformedException("a stream lists a group of " + name.length() + " bytes twice");
            }
        }
        return groups;
    }

    private Group group() {
        StreamId delivered = new StreamId(in.number(), in.number());
        long read = format >= 2 ? in.number() : estimate(delivered);
        Map<StreamId, Pending> pending = pending();
        Set<StreamId> owned = new HashSet<>();
        Map<Bytes, Consumer> consumers = consumers(pending, owned);
        if (format >= 5) {
            givenBack(pending, owned);
        }
        if (owned.size() != pending.size()) {
            throw new MalformedException(
                    "a group has " + pending.size() + " pending entries, its consumers own " + owned.size());
        }
        return new Group(delivered, read, pending, consumers);
    }

    /** {@code streamEstimateDistanceFromFirstEverEntry}, for a stream of which nothing is known to be deleted. */
    private long estimate(StreamId delivered) {
        if (entries.isEmpty()) {
            return 0;
        }
        if (delivered.equals(last)) {
            return entries.size();
        }
        int order = delivered.compareTo(entries.get(0).id());
        if (order > 0) {
            return UNKNOWN;
        }
        return order < 0 ? 0 : 1;
    }

    private Map<StreamId, Pending> pending() {
        Map<StreamId, Pending> pending = new HashMap<>();
        for (long left = in.length(); left > 0; left--) {
            StreamId id = rawId();
            if (pending.put(id, new Pending(null, in.le64(), in.number())) != null) {
                throw new MalformedException("a group lists the pending entry " + id + " twice");
            }
        }
        return pending;
    }

    private Map<Bytes, Consumer> consumers(Map<StreamId, Pending> pending, Set<StreamId> owned) {
        Map<Bytes, Consumer> consumers = new HashMap<>();
        for (long left = in.length(); left > 0; left--) {
            Bytes name = in.string();
            long seen = in.le64();
            long active = format >= 3 ? in.le64() : seen;
            if (consumers.put(name, new Consumer(seen, active)) != null) {
                throw new MalformedException("a group lists a consumer of " + name.length() + " bytes twice");
            }
            own(name, pending, owned);
        }
        return consumers;
    }

    private void own(Bytes consumer, Map<StreamId, Pending> pending, Set<StreamId> owned) {
        for (long left = in.length(); left > 0; left--) {
            StreamId id = claim(pending, owned, "a consumer");
            pending.computeIfPresent(
                    id, (same, entry) -> new Pending(consumer, entry.deliveredAt(), entry.deliveries()));
        }
    }

    /** Since 5: entries that are pending and that no consumer has. */
    private void givenBack(Map<StreamId, Pending> pending, Set<StreamId> owned) {
        for (long left = in.length(); left > 0; left--) {
            claim(pending, owned, "nobody");
        }
    }

    private StreamId claim(Map<StreamId, Pending> pending, Set<StreamId> owned, String owner) {
        StreamId id = rawId();
        if (!pending.containsKey(id)) {
            throw new MalformedException(owner + " owns the entry " + id + ", which is not pending in its group");
        }
        if (!owned.add(id)) {
            throw new MalformedException(owner + " owns the pending entry " + id + ", which has an owner already");
        }
        return id;
    }

    private StreamId rawId() {
        return new StreamId(in.window().bigEndian(Long.BYTES), in.window().bigEndian(Long.BYTES));
    }
}
