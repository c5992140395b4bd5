package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.StreamId;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.StreamValue.Consumer;
import dev.rethread.keyspace.StreamValue.Group;
import dev.rethread.keyspace.StreamValue.Pending;
import dev.rethread.keyspace.StreamValue.StreamEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;

/** A stream as XRANGE and XINFO STREAM FULL tell it; what an older server does not tell is -1 or zero. */
final class ServerStream {
    private ServerStream() {}

    static StreamValue of(Jedis jedis, byte[] name) {
        List<StreamEntry> entries = new ArrayList<>();
        for (Object answer : list(jedis.sendCommand(Protocol.Command.XRANGE, name, bytes("-"), bytes("+")))) {
            List<?> entry = list(answer);
            entries.add(new StreamEntry(
                    id(entry.get(0)),
                    list(entry.get(1)).stream().map(ServerStream::text).toList()));
        }
        Map<String, Object> info = map(jedis.sendCommand(
                Protocol.Command.XINFO, bytes("STREAM"), name, bytes("FULL"), bytes("COUNT"), bytes("0")));
        Map<Bytes, Group> groups = new HashMap<>();
        for (Object answer : list(info.get("groups"))) {
            Map<String, Object> group = map(answer);
            groups.put(text(group.get("name")), group(group));
        }
        return new StreamValue(
                entries,
                id(info.get("last-generated-id")),
                info.containsKey("max-deleted-entry-id") ? id(info.get("max-deleted-entry-id")) : StreamId.ZERO,
                info.get("entries-added") instanceof Long added ? added : -1,
                groups,
                Bytes.EMPTY);
    }

    private static Group group(Map<String, Object> group) {
        Map<StreamId, Pending> pending = new HashMap<>();
        for (Object answer : list(group.containsKey("pending") ? group.get("pending") : group.get("pel"))) {
            List<?> delivery = list(answer);
            pending.put(
                    id(delivery.get(0)),
                    new Pending(text(delivery.get(1)), number(delivery.get(2)), number(delivery.get(3))));
        }
        Map<Bytes, Consumer> consumers = new HashMap<>();
        for (Object answer : list(group.get("consumers"))) {
            consumers.put(text(map(answer).get("name")), new Consumer(0, -1));
        }
        long read = group.get("entries-read") instanceof Long known ? known : -1;
        return new Group(id(group.get("last-delivered-id")), read, pending, consumers);
    }

    private static byte[] bytes(String text) {
        return Bytes.of(text).toArray();
    }

    private static List<?> list(@Nullable Object answer) {
        return (List<?>) Objects.requireNonNull(answer);
    }

    private static Bytes text(@Nullable Object answer) {
        return Bytes.copyOf((byte[]) Objects.requireNonNull(answer));
    }

    private static long number(Object answer) {
        return (Long) answer;
    }

    private static StreamId id(@Nullable Object answer) {
        return StreamIds.parse(text(answer));
    }

    private static Map<String, Object> map(Object answer) {
        Map<String, Object> map = new HashMap<>();
        List<?> flat = list(answer);
        for (int i = 0; i < flat.size(); i += 2) {
            map.put(text(flat.get(i)).utf8(), flat.get(i + 1));
        }
        return map;
    }
}
