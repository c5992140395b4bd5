package dev.rethread.aof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.HashValue;
import dev.rethread.keyspace.Value.ListValue;
import dev.rethread.keyspace.Value.SetValue;
import dev.rethread.keyspace.Value.SortedSetValue;
import dev.rethread.keyspace.Value.StringValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a server answered for the keys of a corpus file, and our values written in the same way. */
final class Truth {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HexFormat HEX = HexFormat.of();
    private static final int LONGEST = 1024;

    private Truth() {}

    static Map<Key, JsonNode> read(Path file) throws IOException {
        Map<Key, JsonNode> lines = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode node = JSON.readTree(line);
            String name = node.get("key").asText();
            if (!name.startsWith("~")) {
                lines.put(new Key(node.get("db").asInt(), Bytes.wrap(HEX.parseHex(name))), node);
            }
        }
        return lines;
    }

    /** The truth's value without order where there is none. */
    static Object expected(JsonNode line) {
        JsonNode value = line.get("value");
        return switch (line.get("type").asText()) {
            case "string" -> value.asText();
            case "set" -> sorted(value);
            case "hash" -> pairs(value);
            case "zset" -> scores(value);
            default -> texts(value);
        };
    }

    private static Object sorted(JsonNode value) {
        return new TreeSet<>(texts(value));
    }

    private static java.util.List<String> texts(JsonNode value) {
        java.util.List<String> texts = new java.util.ArrayList<>();
        value.forEach(node -> texts.add(node.asText()));
        return texts;
    }

    private static Object pairs(JsonNode value) {
        Map<String, String> pairs = new TreeMap<>();
        value.forEach(node -> pairs.put(
                node.get(0).asText(),
                node.get(1).asText() + (node.size() > 2 ? "@" + node.get(2).asText() : "")));
        return pairs;
    }

    private static Object scores(JsonNode value) {
        Map<String, Double> scores = new TreeMap<>();
        value.forEach(node -> scores.put(
                node.get(0).asText(),
                Numbers.score(Bytes.of(node.get(1).asText())).orElseThrow() + 0.0));
        return scores;
    }

    /** Redis 3.2 and before make every merged HyperLogLog dense, so that form is compared where the truth has it. */
    static Object found(Value value, Object expected) {
        if (value instanceof StringValue string) {
            boolean dense =
                    expected.toString().startsWith("~12304:") && string.bytes().length() < 12304;
            return hex(dense ? dense(string.bytes()) : string.bytes());
        }
        if (value instanceof ListValue list) {
            return list.elements().stream().map(Truth::hex).toList();
        }
        if (value instanceof SetValue set) {
            TreeSet<String> members = new TreeSet<>();
            set.members().forEach(member -> members.add(hex(member)));
            return members;
        }
        if (value instanceof SortedSetValue sortedSet) {
            Map<String, Double> scores = new TreeMap<>();
            sortedSet.scores().forEach((member, score) -> scores.put(hex(member), score + 0.0));
            return scores;
        }
        Map<String, String> pairs = new TreeMap<>();
        HashValue hash = (HashValue) value;
        hash.fields()
                .forEach((field, content) -> pairs.put(
                        hex(field),
                        hex(content)
                                + (hash.fieldExpiries().containsKey(field)
                                        ? "@" + hash.fieldExpiries().get(field)
                                        : "")));
        return pairs;
    }

    private static Bytes dense(Bytes string) {
        HyperLogLog counting = HyperLogLog.of(string);
        counting.makeDense();
        return counting.bytes();
    }

    private static String hex(Bytes bytes) {
        byte[] content = bytes.unsafeArray();
        return content.length <= LONGEST ? HEX.formatHex(content) : "~" + content.length + ":" + sha256(content);
    }

    private static String sha256(byte[] content) {
        try {
            return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
