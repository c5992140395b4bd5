package dev.rethread.rdb;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.StreamId;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.StreamValue.Group;
import dev.rethread.keyspace.StreamValue.StreamEntry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Decodes a stream (the layout: {@link StreamSkipper}). What the first format does not say is filled in as
 * {@code rdbLoadObject} of a newer server does: as many entries added as there are, nothing deleted, the groups' read
 * counters where they can be known.
 *
 * <p>As strict as a server with {@code sanitize-dump-payload}, and stricter on the stream's length and the order of its
 * ids, which a server trusts.
 */
final class StreamDecoder {
    private StreamDecoder() {}

    static StreamValue decode(RdbInput in, RdbType type) {
        List<StreamEntry> entries = entries(in);
        long length = in.number();
        if (length != entries.size()) {
            throw new MalformedException("a stream of " + entries.size() + " entries says that its length is "
                    + Long.toUnsignedString(length));
        }
        StreamId last = id(in);
        StreamId maxDeleted = StreamId.ZERO;
        long added = length;
        if (type.streamFormat() >= 2) {
            id(in);
            maxDeleted = id(in);
            added = in.number();
        }
        Map<Bytes, Group> groups = new StreamGroups(in, type, entries, last).decode();
        Bytes producers = type.streamFormat() >= 4 ? StreamProducers.decode(in) : Bytes.EMPTY;
        return new StreamValue(entries, last, maxDeleted, added, groups, producers);
    }

    private static List<StreamEntry> entries(RdbInput in) {
        List<StreamEntry> entries = new ArrayList<>();
        Cursors cursors = new Cursors();
        for (long left = in.length(); left > 0; left--) {
            StreamListpack.decode(nodeKey(in.string()), cursors.listpack(in), entries);
        }
        return entries;
    }

    private static StreamId nodeKey(Bytes key) {
        if (key.length() != StreamSkipper.ID) {
            throw new MalformedException("a stream's node has a key of " + key.length() + " bytes, should be 16");
        }
        ByteBuffer id = ByteBuffer.wrap(key.unsafeArray());
        return new StreamId(id.getLong(), id.getLong());
    }

    /** An id as two numbers. */
    private static StreamId id(RdbInput in) {
        return new StreamId(in.number(), in.number());
    }
}
