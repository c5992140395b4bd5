package dev.rethread.delta;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.StreamValue.Group;
import dev.rethread.keyspace.StreamValue.Pending;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** A stream flattened: its entries, what it counts, and its groups part by part. */
final class StreamElements {
    private StreamElements() {}

    static void flatten(StreamValue stream, SortedMap<Element, Bytes> into) {
        stream.entries().forEach(entry -> into.put(new Element.Entry(entry.id()), ListEncoding.encode(entry.fields())));
        property("last-id", Bytes.of(stream.lastId().toString()), into);
        property("max-deleted-id", Bytes.of(stream.maxDeletedId().toString()), into);
        property("entries-added", Bytes.of(Long.toUnsignedString(stream.entriesAdded())), into);
        if (!stream.producers().isEmpty()) {
            property("producers", stream.producers(), into);
        }
        stream.groups().forEach((name, group) -> flatten(name, group, into));
    }

    private static void property(String name, Bytes value, SortedMap<Element, Bytes> into) {
        into.put(new Element.Property(Bytes.of(name)), value);
    }

    private static void flatten(Bytes name, Group group, SortedMap<Element, Bytes> into) {
        into.put(new Element.Group(name), Bytes.of(group.lastDelivered() + " " + group.entriesRead()));
        group.consumers()
                .forEach((consumer, times) -> into.put(
                        new Element.Consumer(name, consumer), Bytes.of(times.seenAt() + " " + times.activeAt())));
        group.pending().forEach((id, pending) -> into.put(new Element.Pending(name, id), encode(pending)));
    }

    private static Bytes encode(Pending pending) {
        List<Bytes> parts = new ArrayList<>();
        parts.add(Bytes.of(pending.deliveredAt()));
        parts.add(Bytes.of(Long.toUnsignedString(pending.deliveries())));
        if (pending.consumer() != null) {
            parts.add(pending.consumer());
        }
        return ListEncoding.encode(parts);
    }
}
