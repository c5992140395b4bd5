package dev.rethread.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rethread.keyspace.ArrayValue;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Span;
import dev.rethread.keyspace.StreamId;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.Type;
import dev.rethread.keyspace.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The way back from a line of JSON, for the tests: whoever reads the lines can do the same. */
final class FromJson {
    private FromJson() {}

    static Entry entry(JsonNode line) {
        Key key = new Key(line.get("db").asInt(), bytes(line.get("key")));
        return new Entry(key, value(line), line.path("expire_ms").asLong(Entry.NEVER), new Span(0, 0));
    }

    private static Value value(JsonNode line) {
        JsonNode value = line.get("value");
        if (value.has("rdb_type")) {
            Type type = Type.valueOf(line.get("type").asText().toUpperCase(Locale.ROOT));
            return new Value.OpaqueValue(type, value.get("rdb_type").asInt(), bytes(value.get("raw")));
        }
        return switch (line.get("type").asText()) {
            case "string" -> new Value.StringValue(bytes(value));
            case "list" -> new Value.ListValue(list(value));
            case "set" -> new Value.SetValue(new LinkedHashSet<>(list(value)));
            case "zset" -> new Value.SortedSetValue(map(value, FromJson::score));
            case "hash" ->
                new Value.HashValue(map(value, FromJson::bytes), map(line.path("field_expire_ms"), JsonNode::asLong));
            case "stream" -> stream(value);
            case "array" -> array(value);
            default -> throw new IllegalArgumentException(line.toString());
        };
    }

    private static Bytes bytes(JsonNode text) {
        return JsonLines.bytes(text.textValue());
    }

    private static List<Bytes> list(JsonNode array) {
        List<Bytes> list = new ArrayList<>();
        array.forEach(element -> list.add(bytes(element)));
        return list;
    }

    private static <T> Map<Bytes, T> map(JsonNode object, Function<JsonNode, T> value) {
        Map<Bytes, T> map = new LinkedHashMap<>();
        object.properties()
                .forEach(member -> map.put(JsonLines.bytes(member.getKey()), value.apply(member.getValue())));
        return map;
    }

    private static double score(JsonNode score) {
        if (score.isTextual()) {
            return score.textValue().equals("inf") ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        }
        return score.asDouble();
    }

    private static ArrayValue array(JsonNode value) {
        SortedMap<Long, Bytes> elements = new TreeMap<>(Long::compareUnsigned);
        value.get("elements")
                .properties()
                .forEach(element -> elements.put(Long.parseUnsignedLong(element.getKey()), bytes(element.getValue())));
        JsonNode insertIndex = value.get("insert_index");
        return new ArrayValue(
                elements, insertIndex == null ? ArrayValue.NONE : Long.parseUnsignedLong(insertIndex.textValue()));
    }

    private static StreamId id(JsonNode text) {
        String[] parts = text.textValue().split("-", 2);
        return new StreamId(Long.parseUnsignedLong(parts[0]), Long.parseUnsignedLong(parts[1]));
    }

    private static StreamValue stream(JsonNode value) {
        List<StreamValue.StreamEntry> entries = new ArrayList<>();
        value.get("entries")
                .forEach(entry ->
                        entries.add(new StreamValue.StreamEntry(id(entry.get("id")), list(entry.get("fields")))));
        Bytes producers = value.has("producers") ? bytes(value.get("producers")) : Bytes.EMPTY;
        return new StreamValue(
                entries,
                id(value.get("last_id")),
                id(value.get("max_deleted_id")),
                value.get("entries_added").asLong(),
                map(value.get("groups"), FromJson::group),
                producers);
    }

    private static StreamValue.Group group(JsonNode group) {
        Map<StreamId, StreamValue.Pending> pending = new HashMap<>();
        for (JsonNode one : group.get("pending")) {
            Bytes consumer = one.get("consumer").isNull() ? null : bytes(one.get("consumer"));
            pending.put(
                    id(one.get("id")),
                    new StreamValue.Pending(
                            consumer,
                            one.get("delivered_ms").asLong(),
                            one.get("deliveries").asLong()));
        }
        Map<Bytes, StreamValue.Consumer> consumers = map(
                group.get("consumers"),
                consumer -> new StreamValue.Consumer(
                        consumer.get("seen_ms").asLong(),
                        consumer.get("active_ms").asLong()));
        return new StreamValue.Group(
                id(group.get("last_delivered_id")), group.get("entries_read").asLong(), pending, consumers);
    }
}
