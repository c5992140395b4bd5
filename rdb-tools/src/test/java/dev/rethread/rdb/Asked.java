package dev.rethread.rdb;

import static java.util.Objects.requireNonNull;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.StreamId;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.StreamValue.Consumer;
import dev.rethread.keyspace.StreamValue.Group;
import dev.rethread.keyspace.StreamValue.Pending;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;

/** What a server answers of a stream, and what it should answer, in the same words. */
final class Asked {
    private Asked() {}

    static Object of(Jedis jedis, String... words) {
        return of(
                jedis,
                Bytes.of(words[0]),
                List.of(words).subList(1, words.length).stream().map(Bytes::of).toArray(Bytes[]::new));
    }

    static Object of(Jedis jedis, Bytes command, Bytes... arguments) {
        byte[][] raw = new byte[arguments.length][];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = arguments[i].toArray();
        }
        return jedis.sendCommand(command::toArray, raw);
    }

    static String text(Jedis jedis, String... words) {
        return text(of(jedis, words));
    }

    private static String text(@Nullable Object answer) {
        if (answer instanceof List<?> list) {
            return list.stream().map(Asked::text).toList().toString();
        }
        return answer instanceof byte[] raw ? new String(raw, StandardCharsets.ISO_8859_1) : String.valueOf(answer);
    }

    private static List<?> list(@Nullable Object answer) {
        return (List<?>) requireNonNull(answer);
    }

    /** Names and values in turn. */
    private static Map<String, Object> map(Object answer) {
        Map<String, Object> map = new TreeMap<>();
        List<?> flat = list(answer);
        for (int i = 0; i < flat.size(); i += 2) {
            map.put(text(flat.get(i)), flat.get(i + 1) == null ? "null" : flat.get(i + 1));
        }
        return map;
    }

    /** XINFO STREAM FULL, in lines. */
    static List<String> stream(Jedis jedis, String name) {
        Map<String, Object> info = map(of(jedis, "XINFO", "STREAM", name, "FULL", "COUNT", "0"));
        List<String> lines = new ArrayList<>();
        lines.add("last " + text(info.get("last-generated-id")) + " length " + text(info.get("length")));
        if (info.containsKey("entries-added")) {
            lines.add(
                    "deleted " + text(info.get("max-deleted-entry-id")) + " added " + text(info.get("entries-added")));
        }
        for (Object entry : list(info.get("entries"))) {
            List<String> parts =
                    list(list(entry).get(1)).stream().map(Asked::text).toList();
            lines.add(text(list(entry).get(0)) + " " + parts);
        }
        list(info.get("groups")).forEach(group -> group(map(group), lines));
        return lines;
    }

    private static void group(Map<String, Object> group, List<String> lines) {
        lines.add("group " + text(group.get("name")) + " last " + text(group.get("last-delivered-id")));
        if (group.containsKey("entries-read")) {
            lines.add("read " + text(group.get("entries-read")));
        }
        for (Object pending : list(group.get(group.containsKey("pel") ? "pel" : "pending"))) {
            lines.add("pending " + list(pending).stream().map(Asked::text).toList());
        }
        for (Object each : list(group.get("consumers"))) {
            Map<String, Object> consumer = map(each);
            String active = consumer.containsKey("active-time") ? " active " + text(consumer.get("active-time")) : "";
            lines.add("consumer " + text(consumer.get("name")) + " seen " + text(consumer.get("seen-time")) + active
                    + " has " + text(consumer.get("pel-count")));
        }
    }

    static List<String> expected(StreamValue stream, RdbTarget target) {
        boolean second = target.knows(RdbType.STREAM_LISTPACKS_2.code());
        List<String> lines = new ArrayList<>();
        lines.add("last " + stream.lastId() + " length " + stream.entries().size());
        if (second) {
            lines.add("deleted " + stream.maxDeletedId() + " added " + stream.entriesAdded());
        }
        stream.entries()
                .forEach(entry -> lines.add(entry.id() + " "
                        + entry.fields().stream()
                                .map(part -> text(part.toArray()))
                                .toList()));
        new TreeMap<>(stream.groups()).forEach((name, group) -> {
            lines.add("group " + name + " last " + group.lastDelivered());
            if (second) {
                lines.add("read " + (group.entriesRead() == -1 ? "null" : "" + group.entriesRead()));
            }
            new TreeMap<>(group.pending()).forEach((id, pending) -> lines.add(pending(id, pending)));
            new TreeMap<>(group.consumers())
                    .forEach((consumer, times) -> lines.add(consumer(group, consumer, times, target)));
        });
        return lines;
    }

    private static String pending(StreamId id, Pending pending) {
        return "pending "
                + List.of(
                        id.toString(), "" + pending.consumer(), "" + pending.deliveredAt(), "" + pending.deliveries());
    }

    private static String consumer(Group group, Bytes name, Consumer times, RdbTarget target) {
        boolean third = target.knows(RdbType.STREAM_LISTPACKS_3.code());
        long pending = group.pending().values().stream()
                .filter(one -> name.equals(one.consumer()))
                .count();
        return "consumer " + name + " seen " + times.seenAt() + (third ? " active " + times.activeAt() : "") + " has "
                + pending;
    }
}
