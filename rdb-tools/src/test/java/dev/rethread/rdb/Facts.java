package dev.rethread.rdb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.HashValue;
import dev.rethread.keyspace.Value.ListValue;
import dev.rethread.keyspace.Value.OpaqueValue;
import dev.rethread.keyspace.Value.SetValue;
import dev.rethread.keyspace.Value.SortedSetValue;
import dev.rethread.keyspace.Value.StringValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A keyspace in the words of the corpus: {@code db/KEY} to type, expiry and value, every byte string in hex, the long
 * ones by length and SHA-256. Modules without their value, streams as {@link StreamFacts}.
 */
final class Facts {
    private static final int LONGEST = 1024;
    private static final int LARGEST_HASH = 5000;
    private static final String OPAQUE = "(opaque)";
    private static final Set<String> TYPES = Set.of("string", "list", "set", "zset", "hash", "stream");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HexFormat HEX = HexFormat.of();

    private Facts() {}

    record Fact(String type, Object expireAt, Object value) {}

    /** What the server answered, from a truth file, less the keys that the index says are not in this file. */
    static Map<String, Fact> ofServer(Path truth, JsonNode without) {
        Map<String, Fact> facts = new TreeMap<>();
        for (JsonNode line : lines(truth)) {
            if (!line.get("db").isNull()) {
                facts.put(line.get("db").asInt() + "/" + line.get("key").asText(), ofServer(line));
            }
        }
        without.forEach(
                key -> facts.remove(key.get(0).asInt() + "/" + key.get(1).asText()));
        return facts;
    }

    /** The sources of the function libraries that the server had. */
    static Set<String> functions(Path truth) {
        Set<String> codes = new TreeSet<>();
        for (JsonNode line : lines(truth)) {
            if (line.get("type").asText().equals("function")) {
                codes.add(line.get("value").asText());
            }
        }
        return codes;
    }

    static List<JsonNode> lines(Path truth) {
        try {
            List<JsonNode> lines = new ArrayList<>();
            for (String line : Files.readAllLines(truth)) {
                lines.add(JSON.readTree(line));
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Fact ofServer(JsonNode line) {
        String type = line.get("type").asText();
        Object expiry = line.path("expire_ms").asLong(Entry.NEVER);
        return new Fact(TYPES.contains(type) ? type : "module", expiry, value(type, line.get("value")));
    }

    private static Object value(String type, JsonNode value) {
        return switch (type) {
            case "string" -> value.asText();
            case "list" -> texts(value);
            case "set" -> new TreeSet<>(texts(value));
            case "zset" -> scores(value);
            case "hash" -> value.isObject() ? value.get("sha256").asText() : fields(value);
            case "stream" -> StreamFacts.ofServer(value);
            default -> OPAQUE;
        };
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static Map<String, Double> scores(JsonNode pairs) {
        Map<String, Double> scores = new TreeMap<>();
        pairs.forEach(pair -> scores.put(pair.get(0).asText(), score(pair.get(1).asText())));
        return scores;
    }

    private static double score(String text) {
        return Double.parseDouble(text.replace("inf", "Infinity"));
    }

    private static Map<String, String> fields(JsonNode pairs) {
        Map<String, String> fields = new TreeMap<>();
        pairs.forEach(pair -> fields.put(
                pair.get(0).asText(), field(pair.get(1).asText(), pair.path(2).asLong(0))));
        return fields;
    }

    private static String field(String value, long expiry) {
        return expiry == 0 ? value : value + " until " + expiry;
    }

    /** What was read. */
    static Map<String, Fact> of(Snapshot snapshot) {
        Map<String, Fact> facts = new TreeMap<>();
        for (Key key : snapshot.keys()) {
            Entry entry = snapshot.get(key);
            if (entry != null) {
                facts.put(name(key), of(entry));
            }
        }
        return facts;
    }

    /** What was read, less what the server was not asked about streams, or what its version does not tell. */
    static Map<String, Fact> asFarAsKnown(Map<String, Fact> read, Map<String, Fact> known) {
        Map<String, Fact> facts = new TreeMap<>(read);
        facts.replaceAll((key, fact) -> {
            Fact other = known.get(key);
            return other != null && other.value() instanceof StreamFacts told && fact.value() instanceof StreamFacts all
                    ? new Fact(fact.type(), fact.expireAt(), all.asFarAs(told))
                    : fact;
        });
        return facts;
    }

    /** Streams without their value, for sources that do not give it. */
    static Map<String, Fact> withoutStreams(Map<String, Fact> read) {
        Map<String, Fact> facts = new TreeMap<>(read);
        facts.replaceAll((key, fact) ->
                fact.value() instanceof StreamFacts ? new Fact(fact.type(), fact.expireAt(), OPAQUE) : fact);
        return facts;
    }

    static String name(Key key) {
        return key.database() + "/" + text(key.name());
    }

    static Fact of(Entry entry) {
        return new Fact(entry.value().type().word(), entry.expireAt(), value(entry.value()));
    }

    private static Object value(Value value) {
        if (value instanceof StringValue string) {
            return text(string.bytes());
        } else if (value instanceof ListValue list) {
            return list.elements().stream().map(Facts::text).toList();
        } else if (value instanceof SetValue set) {
            Set<String> members = new TreeSet<>();
            set.members().forEach(member -> members.add(text(member)));
            return members;
        } else if (value instanceof SortedSetValue sorted) {
            Map<String, Double> scores = new TreeMap<>();
            sorted.scores().forEach((member, score) -> scores.put(text(member), score));
            return scores;
        } else if (value instanceof HashValue hash) {
            return hash(hash);
        }
        if (value instanceof StreamValue stream) {
            return StreamFacts.of(stream);
        }
        return value instanceof OpaqueValue ? OPAQUE : value;
    }

    private static Object hash(HashValue hash) {
        Map<String, String> fields = new TreeMap<>();
        hash.fields()
                .forEach((field, value) -> fields.put(
                        text(field), field(text(value), hash.fieldExpiries().getOrDefault(field, 0L))));
        return fields.size() > LARGEST_HASH ? sha256(compact(fields)) : fields;
    }

    private static byte[] compact(Map<String, String> fields) {
        StringBuilder json = new StringBuilder();
        fields.forEach((field, value) -> json.append(json.isEmpty() ? "[" : ",")
                .append("[\"")
                .append(field)
                .append("\",\"")
                .append(value)
                .append("\"]"));
        return json.append("]").toString().getBytes(StandardCharsets.UTF_8);
    }

    static String text(Bytes bytes) {
        return bytes.length() > LONGEST
                ? "~" + bytes.length() + ":" + sha256(bytes.toArray())
                : HEX.formatHex(bytes.toArray());
    }

    private static String sha256(byte[] content) {
        try {
            return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
