package dev.rethread.json;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.StreamId;
import dev.rethread.keyspace.StreamValue;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Streams as JSON: what {@code XINFO STREAM FULL} says, in its words where it has some.
 *
 * <pre>
 * {"entries":[{"id":"1-1","fields":["f","v"]}],"last_id":"1-1","max_deleted_id":"0-0","entries_added":1,
 *  "groups":{"g":{"last_delivered_id":"1-1","entries_read":1,
 *                 "pending":[{"id":"1-1","consumer":"c","delivered_ms":1398281040000,"deliveries":1}],
 *                 "consumers":{"c":{"seen_ms":1398281040000,"active_ms":-1}}}},
 *  "producers":"base64:..."}
 * </pre>
 *
 * {@code consumer} is null where an entry was given back; {@code producers} is left away where there are none.
 */
final class JsonStreams {
    private final JsonBuffer json;

    private JsonStreams(JsonBuffer json) {
        this.json = json;
    }

    static void write(StreamValue stream, JsonBuffer json) {
        new JsonStreams(json).stream(stream);
    }

    private void stream(StreamValue stream) {
        ascii("{\"entries\":");
        char before = '[';
        for (StreamValue.StreamEntry entry : stream.entries()) {
            json.raw(before);
            entry(entry);
            before = ',';
        }
        json.close('[', before);
        id(",\"last_id\":", stream.lastId());
        id(",\"max_deleted_id\":", stream.maxDeletedId());
        number(",\"entries_added\":", stream.entriesAdded());
        ascii(",\"groups\":");
        groups(new TreeMap<>(stream.groups()));
        if (!stream.producers().isEmpty()) {
            ascii(",\"producers\":");
            json.string(stream.producers());
        }
        json.raw('}');
    }

    private void entry(StreamValue.StreamEntry entry) {
        id("{\"id\":", entry.id());
        ascii(",\"fields\":");
        char before = '[';
        for (Bytes part : entry.fields()) {
            json.raw(before);
            json.string(part);
            before = ',';
        }
        json.close('[', before);
        json.raw('}');
    }

    private void groups(SortedMap<Bytes, StreamValue.Group> groups) {
        char before = '{';
        for (Map.Entry<Bytes, StreamValue.Group> named : groups.entrySet()) {
            json.raw(before);
            json.string(named.getKey());
            StreamValue.Group group = named.getValue();
            id(":{\"last_delivered_id\":", group.lastDelivered());
            number(",\"entries_read\":", group.entriesRead());
            ascii(",\"pending\":");
            pending(new TreeMap<>(group.pending()));
            ascii(",\"consumers\":");
            consumers(new TreeMap<>(group.consumers()));
            json.raw('}');
            before = ',';
        }
        json.close('{', before);
    }

    private void pending(SortedMap<StreamId, StreamValue.Pending> pending) {
        char before = '[';
        for (Map.Entry<StreamId, StreamValue.Pending> one : pending.entrySet()) {
            json.raw(before);
            id("{\"id\":", one.getKey());
            ascii(",\"consumer\":");
            Bytes consumer = one.getValue().consumer();
            if (consumer == null) {
                ascii("null");
            } else {
                json.string(consumer);
            }
            number(",\"delivered_ms\":", one.getValue().deliveredAt());
            number(",\"deliveries\":", one.getValue().deliveries());
            json.raw('}');
            before = ',';
        }
        json.close('[', before);
    }

    private void consumers(SortedMap<Bytes, StreamValue.Consumer> consumers) {
        char before = '{';
        for (Map.Entry<Bytes, StreamValue.Consumer> named : consumers.entrySet()) {
            json.raw(before);
            json.string(named.getKey());
            number(":{\"seen_ms\":", named.getValue().seenAt());
            number(",\"active_ms\":", named.getValue().activeAt());
            json.raw('}');
            before = ',';
        }
        json.close('{', before);
    }

    private void id(String before, StreamId id) {
        ascii(before);
        ascii("\"" + id + "\"");
    }

    private void number(String before, long value) {
        ascii(before);
        json.number(value);
    }

    private void ascii(String text) {
        json.raw(text.getBytes(StandardCharsets.US_ASCII));
    }
}
