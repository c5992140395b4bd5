package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.StreamId;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.StreamValue.StreamEntry;
import dev.rethread.keyspace.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A stream. Its entries lie in arrays in the order of their ids, since entries are only ever added behind the last; a
 * deleted one leaves a gap until the gaps are as many as the entries. Neighbours with the same field names share them.
 */
final class WorkingStream implements Working {
    private static final int FEW = 8;

    private long[] milliseconds = new long[FEW];
    private long[] sequences = new long[FEW];
    private @Nullable Bytes[][] contents = new @Nullable Bytes[FEW][];
    private int first;
    private int end;
    private int size;

    StreamId lastId = StreamId.ZERO;
    StreamId maxDeletedId = StreamId.ZERO;
    long entriesAdded;
    final Map<Bytes, WorkingGroup> groups = new LinkedHashMap<>();
    private final Bytes producers;

    WorkingStream() {
        producers = Bytes.EMPTY;
    }

    WorkingStream(StreamValue value) {
        for (StreamEntry entry : value.entries()) {
            append(entry.id(), entry.fields().toArray(Bytes[]::new));
        }
        lastId = value.lastId();
        maxDeletedId = value.maxDeletedId();
        entriesAdded = value.entriesAdded();
        producers = value.producers();
        value.groups().forEach((name, group) -> groups.put(name, new WorkingGroup(group)));
    }

    int size() {
        return size;
    }

    /** Adds an entry, whose id must be behind {@link #lastId}. */
    void add(StreamId id, Bytes[] fields) {
        append(id, fields);
        lastId = id;
        entriesAdded++;
    }

    private void append(StreamId id, Bytes[] fields) {
        reserve();
        shareNames(fields);
        milliseconds[end] = id.milliseconds();
        sequences[end] = id.sequence();
        contents[end] = fields;
        end++;
        size++;
    }

    private void shareNames(Bytes[] fields) {
        Bytes[] before = end > first ? contents[end - 1] : null;
        if (before != null && before.length == fields.length) {
            for (int i = 0; i < fields.length; i += 2) {
                if (fields[i].equals(before[i])) {
                    fields[i] = before[i];
                }
            }
        }
    }

    private void reserve() {
        if (end < contents.length) {
            return;
        }
        if (2 * size > contents.length) {
            int larger = contents.length + contents.length / 2;
            milliseconds = Arrays.copyOf(milliseconds, larger);
            sequences = Arrays.copyOf(sequences, larger);
            contents = Arrays.copyOf(contents, larger);
        } else {
            closeGaps();
        }
    }

    private void closeGaps() {
        int to = 0;
        for (int from = first; from < end; from++) {
            if (contents[from] != null) {
                milliseconds[to] = milliseconds[from];
                sequences[to] = sequences[from];
                contents[to++] = contents[from];
            }
        }
        Arrays.fill(contents, to, end, null);
        first = 0;
        end = to;
    }

    private StreamId id(int index) {
        return new StreamId(milliseconds[index], sequences[index]);
    }

    /** Where the entry lies, or -1. */
    private int find(StreamId id) {
        int low = first;
        int high = end - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = id(middle).compareTo(id);
            if (order == 0) {
                return contents[middle] == null ? -1 : middle;
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return -1;
    }

    boolean contains(StreamId id) {
        return find(id) >= 0;
    }

    /** The largest id among the entries; {@link StreamId#ZERO} where there are none. */
    StreamId largest() {
        for (int i = end - 1; i >= first; i--) {
            if (contents[i] != null) {
                return id(i);
            }
        }
        return StreamId.ZERO;
    }

    /** As XDEL does it. */
    boolean delete(StreamId id) {
        int index = find(id);
        if (index < 0) {
            return false;
        }
        drop(index);
        maxDeletedId = id.compareTo(maxDeletedId) > 0 ? id : maxDeletedId;
        return true;
    }

    private void drop(int index) {
        contents[index] = null;
        size--;
        while (first < end && contents[first] == null) {
            first++;
        }
    }

    /**
     * Deletes from the lowest id on as long as {@code wanted} holds of the next, but keeps those of which {@code may}
     * does not hold.
     *
     * @return whether one was kept
     */
    boolean trim(Predicate<StreamId> wanted, Predicate<StreamId> may) {
        boolean kept = false;
        for (int i = first; i < end; i++) {
            if (contents[i] != null) {
                StreamId id = id(i);
                if (!wanted.test(id)) {
                    break;
                }
                if (may.test(id)) {
                    drop(i);
                } else {
                    kept = true;
                }
            }
        }
        return kept;
    }

    /** Whether a group has yet to read the entry or to acknowledge it. */
    boolean isReferenced(StreamId id) {
        return groups.values().stream()
                .anyMatch(group -> group.lastDelivered.compareTo(id) < 0 || group.pending.containsKey(id));
    }

    /** Takes the entry from all who have yet to acknowledge it. */
    void dereference(StreamId id) {
        groups.values().forEach(group -> group.pending.remove(id));
    }

    @Override
    public Value freeze() {
        List<StreamEntry> entries = new ArrayList<>(size);
        for (int i = first; i < end; i++) {
            Bytes[] content = contents[i];
            if (content != null) {
                entries.add(new StreamEntry(id(i), List.of(content)));
            }
        }
        Map<Bytes, StreamValue.Group> frozen = new HashMap<>();
        groups.forEach((name, group) -> frozen.put(name, group.freeze()));
        return new StreamValue(entries, lastId, maxDeletedId, entriesAdded, frozen, producers);
    }

    /** An empty stream stays. */
    @Override
    public boolean isEmpty() {
        return false;
    }
}
