package dev.rethread.aof;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.StreamId;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.StreamValue.Group;
import dev.rethread.keyspace.StreamValue.Pending;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A stream in the words of the truth, line by line; where the truth does not know a number, a star stands for it. */
final class TruthStream {
    private static final HexFormat HEX = HexFormat.of();

    private TruthStream() {}

    static List<String> expected(JsonNode value) {
        List<String> lines = new ArrayList<>();
        value.get("entries").forEach(entry -> lines.add(entry.get(0).asText() + " " + texts(entry.get(1))));
        JsonNode info = value.get("info");
        lines.add("last " + text(info.get("last_generated_id")));
        lines.add("deleted " + text(info.get("max_deleted_entry_id")));
        lines.add("added " + text(info.get("entries_added")));
        Map<String, String> groups = new TreeMap<>();
        info.get("groups").forEach(group -> groups.put(group.get("name").asText(), group(group)));
        groups.forEach((name, group) -> lines.add(name + " " + group));
        return lines;
    }

    private static String group(JsonNode group) {
        Map<String, String> pending = new TreeMap<>();
        group.get("pending")
                .forEach(each -> pending.put(
                        each.get(0).asText(),
                        each.get(1).asText() + "@" + text(each.get(2)) + "x" + text(each.get(3))));
        TreeSet<String> consumers = new TreeSet<>();
        group.get("consumers").forEach(each -> consumers.add(each.get("name").asText()));
        return text(group.get("last_delivered_id")) + " read " + text(group.get("entries_read")) + " " + pending + " "
                + consumers;
    }

    static List<String> found(StreamValue stream, JsonNode value) {
        List<String> lines = new ArrayList<>();
        stream.entries()
                .forEach(entry -> lines.add(entry.id() + " "
                        + entry.fields().stream().map(TruthStream::hex).toList()));
        JsonNode info = value.get("info");
        lines.add("last " + like(info.get("last_generated_id"), stream.lastId()));
        lines.add("deleted " + like(info.get("max_deleted_entry_id"), stream.maxDeletedId()));
        lines.add("added " + like(info.get("entries_added"), stream.entriesAdded()));
        Map<String, JsonNode> known = new TreeMap<>();
        info.get("groups").forEach(group -> known.put(group.get("name").asText(), group));
        Map<String, String> groups = new TreeMap<>();
        stream.groups().forEach((name, group) -> groups.put(hex(name), group(group, known.get(hex(name)))));
        groups.forEach((name, group) -> lines.add(name + " " + group));
        return lines;
    }

    private static String group(Group group, @Nullable JsonNode known) {
        Map<String, JsonNode> answered = new TreeMap<>();
        if (known != null) {
            known.get("pending").forEach(each -> answered.put(each.get(0).asText(), each));
        }
        Map<String, String> pending = new TreeMap<>();
        group.pending().forEach((id, each) -> pending.put(id.toString(), pending(each, answered.get(id.toString()))));
        TreeSet<String> consumers = new TreeSet<>();
        group.consumers().keySet().forEach(name -> consumers.add(hex(name)));
        Object read = like(known == null ? null : known.get("entries_read"), group.entriesRead());
        return group.lastDelivered() + " read " + read + " " + pending + " " + consumers;
    }

    private static String pending(Pending pending, @Nullable JsonNode answered) {
        Bytes consumer = pending.consumer();
        return (consumer == null ? "" : hex(consumer)) + "@"
                + like(answered == null ? null : answered.get(2), pending.deliveredAt()) + "x"
                + like(answered == null ? null : answered.get(3), pending.deliveries());
    }

    private static Object like(@Nullable JsonNode known, Object found) {
        return known == null || known.isNull() ? "*" : found;
    }

    private static String text(@Nullable JsonNode node) {
        return node == null || node.isNull()
                ? "*"
                : StreamIds.find(Bytes.of(node.asText())) == null ? node.asText() : id(node);
    }

    /** Ids are written in full, numbers as they are. */
    private static String id(JsonNode node) {
        StreamId id = StreamIds.parse(Bytes.of(node.asText()));
        return node.isTextual() ? id.toString() : node.asText();
    }

    private static List<String> texts(JsonNode value) {
        List<String> texts = new ArrayList<>();
        value.forEach(node -> texts.add(node.asText()));
        return texts;
    }

    private static String hex(Bytes bytes) {
        return HEX.formatHex(bytes.unsafeArray());
    }
}
