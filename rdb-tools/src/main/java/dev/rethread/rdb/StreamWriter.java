package dev.rethread.rdb;

import static java.util.Objects.requireNonNull;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.StreamId;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.StreamValue.Consumer;
import dev.rethread.keyspace.StreamValue.Group;
import dev.rethread.keyspace.StreamValue.Pending;
import dev.rethread.keyspace.StreamValue.StreamEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a stream in the layout that stands at {@link StreamSkipper}, its entries in nodes of up to 100 of them.
 *
 * <pre>
 * node   listpack of: entry count, deleted count, m, field 1..m of the first entry, 0, entry...
 * entry  flags (2: the fields of the first entry), milliseconds and sequence less those of the first entry,
 *        flags 2: value 1..m, otherwise n, (field, value) 1..n; how many elements the entry has before this one
 * </pre>
 */
final class StreamWriter {
    /** Redis 8.6: as type 21, followed by what is kept of idempotent producers. */
    static final int WITH_PRODUCERS = 26;

    private static final int MOST_ENTRIES = 100;
    private static final long LARGEST_NODE = 4096;
    private static final int SAME_FIELDS = 2;

    private final RdbOutput out;
    private final ListpackWriter node = new ListpackWriter();

    StreamWriter(RdbOutput out) {
        this.out = out;
    }

    void write(StreamValue stream, int type) throws IOException {
        nodes(stream.entries());
        out.number(stream.entries().size());
        id(stream.lastId());
        if (type >= RdbType.STREAM_LISTPACKS_2.code()) {
            id(
                    stream.entries().isEmpty()
                            ? StreamId.ZERO
                            : stream.entries().get(0).id());
            id(stream.maxDeletedId());
            out.number(stream.entriesAdded());
        }
        out.number(stream.groups().size());
        for (Map.Entry<Bytes, Group> group : new TreeMap<>(stream.groups()).entrySet()) {
            out.string(group.getKey());
            group(group.getValue(), type);
        }
        if (type >= WITH_PRODUCERS) {
            out.raw(stream.producers());
        }
    }

    private void nodes(List<StreamEntry> entries) throws IOException {
        List<List<StreamEntry>> nodes = new ArrayList<>();
        for (int from = 0; from < entries.size(); ) {
            int to = endOfNode(entries, from);
            nodes.add(entries.subList(from, to));
            from = to;
        }
        out.number(nodes.size());
        for (List<StreamEntry> members : nodes) {
            pack(members);
            StreamId first = members.get(0).id();
            out.number(2 * Long.BYTES);
            rawId(first);
            out.string(node.finish(), node.length());
        }
    }

    private static int endOfNode(List<StreamEntry> entries, int from) {
        long bytes = 0;
        int at = from;
        while (at < entries.size() && at - from < MOST_ENTRIES && (bytes < LARGEST_NODE || at == from)) {
            for (Bytes part : entries.get(at).fields()) {
                bytes += part.length();
            }
            at++;
        }
        return at;
    }

    private void pack(List<StreamEntry> members) {
        StreamEntry first = members.get(0);
        node.clear();
        node.number(members.size());
        node.number(0);
        node.number(first.fields().size() / 2);
        for (int i = 0; i < first.fields().size(); i += 2) {
            node.string(first.fields().get(i));
        }
        node.number(0);
        members.forEach(member -> pack(member, first));
    }

    private void pack(StreamEntry entry, StreamEntry first) {
        List<Bytes> parts = entry.fields();
        boolean same = sameFields(parts, first.fields());
        node.number(same ? SAME_FIELDS : 0);
        node.number(entry.id().milliseconds() - first.id().milliseconds());
        node.number(entry.id().sequence() - first.id().sequence());
        if (!same) {
            node.number(parts.size() / 2);
        }
        for (int i = same ? 1 : 0; i < parts.size(); i += same ? 2 : 1) {
            node.string(parts.get(i));
        }
        node.number(3 + (same ? parts.size() / 2 : 1 + parts.size()));
    }

    private static boolean sameFields(List<Bytes> parts, List<Bytes> first) {
        if (parts.size() != first.size()) {
            return false;
        }
        for (int i = 0; i < parts.size(); i += 2) {
            if (!parts.get(i).equals(first.get(i))) {
                return false;
            }
        }
        return true;
    }

    private void group(Group group, int type) throws IOException {
        id(group.lastDelivered());
        if (type >= RdbType.STREAM_LISTPACKS_2.code()) {
            out.number(group.entriesRead());
        }
        Map<StreamId, Pending> pending = new TreeMap<>(group.pending());
        out.number(pending.size());
        for (Map.Entry<StreamId, Pending> one : pending.entrySet()) {
            rawId(one.getKey());
            out.le(one.getValue().deliveredAt(), 8);
            out.number(one.getValue().deliveries());
        }
        consumers(group, type);
    }

    private void consumers(Group group, int type) throws IOException {
        Map<Bytes, List<StreamId>> held = held(group);
        out.number(group.consumers().size());
        for (Map.Entry<Bytes, Consumer> consumer : new TreeMap<>(group.consumers()).entrySet()) {
            out.string(consumer.getKey());
            out.le(consumer.getValue().seenAt(), 8);
            if (type >= RdbType.STREAM_LISTPACKS_3.code()) {
                out.le(consumer.getValue().activeAt(), 8);
            }
            List<StreamId> ids = held.getOrDefault(consumer.getKey(), List.of());
            out.number(ids.size());
            for (StreamId id : ids) {
                rawId(id);
            }
        }
    }

    /** The pending entries of each consumer; that each has one was seen by {@link Placement}. */
    private static Map<Bytes, List<StreamId>> held(Group group) {
        Map<Bytes, List<StreamId>> held = new HashMap<>();
        new TreeMap<>(group.pending())
                .forEach((id, pending) -> held.computeIfAbsent(
                                requireNonNull(pending.consumer()), name -> new ArrayList<>())
                        .add(id));
        return held;
    }

    private void id(StreamId id) throws IOException {
        out.number(id.milliseconds());
        out.number(id.sequence());
    }

    private void rawId(StreamId id) throws IOException {
        out.bigEndian(id.milliseconds(), 8);
        out.bigEndian(id.sequence(), 8);
    }
}
