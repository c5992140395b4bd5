package dev.rethread.rdb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.StreamValue.Group;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** A stream in the words of the corpus: a path in {@code XINFO STREAM FULL} to what stands there. */
record StreamFacts(Map<String, String> facts) {
    private static final List<String> COUNTS = List.of(
            "length",
            "last_generated_id",
            "max_deleted_entry_id",
            "entries_added",
            "idmp_duration",
            "idmp_maxsize",
            "pids_tracked",
            "iids_tracked",
            "iids_added",
            "iids_duplicates");

    static StreamFacts of(StreamValue stream) {
        Map<String, String> facts = new TreeMap<>();
        facts.put("length", "" + stream.entries().size());
        facts.put("last_generated_id", stream.lastId().toString());
        facts.put("max_deleted_entry_id", stream.maxDeletedId().toString());
        facts.put("entries_added", "" + stream.entriesAdded());
        facts.put("groups", "" + stream.groups().size());
        producers(stream.producers(), facts);
        stream.entries().forEach(entry -> facts.put("entry " + entry.id(), fields(entry.fields())));
        stream.groups().forEach((name, group) -> of("group " + Facts.text(name), group, facts));
        return new StreamFacts(facts);
    }

    private static String fields(List<Bytes> fields) {
        StringJoiner joined = new StringJoiner(" ");
        fields.forEach(field -> joined.add(Facts.text(field)));
        return joined.toString();
    }

    /** Their form: {@link StreamProducers}. */
    private static void producers(Bytes producers, Map<String, String> facts) {
        byte[] none = RdbBytes.bare().hex("4064 4064 00 00 00").bytes();
        byte[] content = producers.isEmpty() ? none : producers.toArray();
        RdbInput in = new RdbInput(Window.of(content, 0, content.length), new HashTemplates());
        facts.put("idmp_duration", "" + in.number());
        facts.put("idmp_maxsize", "" + in.number());
        long names = in.number();
        long ids = 0;
        for (long name = 0; name < names; name++) {
            in.skipString();
            long more = in.number();
            for (long id = 0; id < more; id++) {
                in.skipString();
                in.number();
                in.number();
            }
            ids += more;
        }
        facts.put("pids_tracked", "" + names);
        facts.put("iids_tracked", "" + ids);
        facts.put("iids_added", "" + in.number());
        facts.put("iids_duplicates", "" + in.number());
    }

    private static void of(String path, Group group, Map<String, String> facts) {
        facts.put(path + " last_delivered_id", group.lastDelivered().toString());
        facts.put(path + " entries_read", group.entriesRead() == -1 ? "null" : "" + group.entriesRead());
        facts.put(path + " pel_count", "" + group.pending().size());
        facts.put(path + " consumers", "" + group.consumers().size());
        group.pending().forEach((id, pending) -> {
            Bytes consumer = pending.consumer();
            facts.put(path + " pending " + id, consumer == null ? "" : Facts.text(consumer));
            facts.put(path + " pending " + id + " time", "" + pending.deliveredAt());
            facts.put(path + " pending " + id + " count", "" + pending.deliveries());
        });
        group.consumers().forEach((name, consumer) -> {
            facts.put(path + " consumer " + Facts.text(name) + " seen_time", "" + consumer.seenAt());
            facts.put(path + " consumer " + Facts.text(name) + " active_time", "" + consumer.activeAt());
        });
    }

    static StreamFacts ofServer(JsonNode value) {
        Map<String, String> facts = new TreeMap<>();
        JsonNode info = value.get("info");
        COUNTS.forEach(known -> put(known, info.path(known), facts));
        facts.put("groups", "" + info.get("groups").size());
        value.get("entries").forEach(entry -> facts.put("entry " + entry.get(0).asText(), fields(entry.get(1))));
        info.get("groups")
                .forEach(group -> ofServer("group " + group.get("name").asText(), group, facts));
        return new StreamFacts(facts);
    }

    private static String fields(JsonNode fields) {
        StringJoiner joined = new StringJoiner(" ");
        fields.forEach(field -> joined.add(field.asText()));
        return joined.toString();
    }

    private static void ofServer(String path, JsonNode group, Map<String, String> facts) {
        for (String known : List.of("last_delivered_id", "pel_count")) {
            put(path + " " + known, group.path(known), facts);
        }
        if (group.has("entries_read")) {
            facts.put(path + " entries_read", group.get("entries_read").asText());
        }
        facts.put(path + " consumers", "" + group.get("consumers").size());
        for (JsonNode pending : group.get("pending")) {
            String at = path + " pending " + pending.get(0).asText();
            put(at, pending.get(1), facts);
            put(at + " time", pending.get(2), facts);
            put(at + " count", pending.get(3), facts);
        }
        for (JsonNode consumer : group.get("consumers")) {
            for (String known : List.of("seen_time", "active_time")) {
                put(path + " consumer " + consumer.get("name").asText() + " " + known, consumer.path(known), facts);
            }
        }
    }

    /** What is missing or null the server does not tell. */
    private static void put(String path, JsonNode value, Map<String, String> facts) {
        if (!value.isMissingNode() && !value.isNull()) {
            facts.put(path, value.asText());
        }
    }

    /** These facts, as far as the other ones speak of them; entries, pending entries and consumers all count. */
    StreamFacts asFarAs(StreamFacts known) {
        Map<String, String> shared = new TreeMap<>(facts);
        shared.keySet().retainAll(known.facts.keySet());
        return new StreamFacts(shared);
    }
}
