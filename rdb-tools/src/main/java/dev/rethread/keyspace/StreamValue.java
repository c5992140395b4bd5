package dev.rethread.keyspace;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stream. What older formats do not say is filled in as a server does that loads them, so that the same stream read
 * from files of different versions is equal.
 *
 * @param entries in the order of their ids
 * @param lastId the largest id ever added
 * @param maxDeletedId the largest id ever deleted, {@link StreamId#ZERO} where none was
 * @param entriesAdded how many entries were ever added
 * @param groups the consumer groups by name
 * @param producers what Redis 8.6 and later keep of idempotent producers, as the file has it; empty where it has none
 */
public record StreamValue(
        List<StreamEntry> entries,
        StreamId lastId,
        StreamId maxDeletedId,
        long entriesAdded,
        Map<Bytes, Group> groups,
        Bytes producers)
        implements Value {
    public StreamValue {
        entries = List.copyOf(entries);
        groups = Map.copyOf(groups);
    }

    /** One entry: field, value, field, value and so on; a field may stand in it twice. */
    public record StreamEntry(StreamId id, List<Bytes> fields) {
        public StreamEntry {
            fields = List.copyOf(fields);
        }
    }

    /**
     * A consumer group.
     *
     * @param lastDelivered the last id handed to one of its consumers
     * @param entriesRead its logical read counter, -1 where it is not known
     * @param pending entries handed out and not acknowledged
     * @param consumers by name
     */
    public record Group(
            StreamId lastDelivered, long entriesRead, Map<StreamId, Pending> pending, Map<Bytes, Consumer> consumers) {
        public Group {
            pending = Map.copyOf(pending);
            consumers = Map.copyOf(consumers);
        }
    }

    /**
     * An entry handed out and not acknowledged.
     *
     * @param consumer who has it; null where it was given back (Redis 8.8)
     * @param deliveredAt Unix milliseconds of the last delivery
     * @param deliveries how often it was delivered
     */
    public record Pending(@Nullable Bytes consumer, long deliveredAt, long deliveries) {}

    /**
     * A consumer.
     *
     * @param seenAt Unix milliseconds of its last attempt
     * @param activeAt Unix milliseconds of its last success, -1 where there was none
     */
    public record Consumer(long seenAt, long activeAt) {}

    @Override
    public Type type() {
        return Type.STREAM;
    }

    @Override
    public void elements(ValueSink sink) {
        sink.whole(this);
    }
}
