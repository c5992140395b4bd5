package dev.rethread.diff;

import dev.rethread.delta.Element;
import dev.rethread.delta.ElementChange;
import dev.rethread.delta.KeyChange;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.StreamId;
import dev.rethread.keyspace.StreamValue;
import org.jspecify.annotations.Nullable;

/**
 * What servers before 7.0 do not keep of a stream's past: how many entries were ever added, the largest id ever
 * deleted, how many entries a group has read. Their streams have these as a newer server fills them in, which says
 * nothing against a server that has counted.
 */
final class StreamHistory {
    private static final String UNKNOWN = "-1";

    private StreamHistory() {}

    /** Whether {@code change} is only that one side does not know. */
    static boolean unsaid(KeyChange key, ElementChange change) {
        Bytes before = change.before();
        Bytes after = change.after();
        if (before == null || after == null) {
            return false;
        } else if (change.element() instanceof Element.Group) {
            String[] one = before.utf8().split(" ", 2);
            String[] other = after.utf8().split(" ", 2);
            boolean unknown = one[1].equals(UNKNOWN) || other[1].equals(UNKNOWN);
            return one[0].equals(other[0]) && (unknown || uncounted(key));
        }
        return change.element() instanceof Element.Property property && past(property) && uncounted(key);
    }

    private static boolean past(Element.Property property) {
        String name = property.name().utf8();
        return name.equals("max-deleted-id") || name.equals("entries-added");
    }

    private static boolean uncounted(KeyChange key) {
        return uncounted(key.before()) || uncounted(key.after());
    }

    private static boolean uncounted(@Nullable Entry entry) {
        return entry != null
                && entry.value() instanceof StreamValue stream
                && stream.maxDeletedId().equals(StreamId.ZERO)
                && stream.entriesAdded() == stream.entries().size();
    }
}
