package dev.rethread.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.keyspace.Value;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a Lamer News site holds, read from its keys by what the software's own source says of them.
 *
 * @param strings key to value
 * @param hashes key to fields
 * @param sorted key to members and scores
 * @param foreign keys of other types, which the software never writes
 */
public record LamerNewsSite(
        Map<String, String> strings,
        Map<String, Map<String, String>> hashes,
        Map<String, Map<String, Double>> sorted,
        List<String> foreign) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STORY = "news:";
    private static final String ACCOUNT = "user:";
    private static final String THREAD = "thread:comment:";
    private static final String NEXT = "nextid";

    static LamerNewsSite empty() {
        return new LamerNewsSite(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new ArrayList<>());
    }

    public static LamerNewsSite of(Snapshot snapshot) {
        LamerNewsSite site = empty();
        for (Key key : snapshot.keys()) {
            Entry entry = snapshot.get(key);
            if (entry != null && key.database() == 0) {
                site.add(key.name().utf8(), entry.value());
            }
        }
        return site;
    }

    private void add(String key, Value value) {
        if (value instanceof Value.StringValue string) {
            strings.put(key, string.bytes().utf8());
        } else if (value instanceof Value.HashValue hash) {
            hashes.put(key, text(hash.fields()));
        } else if (value instanceof Value.SortedSetValue set) {
            Map<String, Double> scores = new LinkedHashMap<>();
            set.scores().forEach((member, score) -> scores.put(member.utf8(), score));
            sorted.put(key, scores);
        } else {
            foreign.add(key);
        }
    }

    private static Map<String, String> text(Map<Bytes, Bytes> fields) {
        Map<String, String> text = new LinkedHashMap<>();
        fields.forEach((field, value) -> text.put(field.utf8(), value.utf8()));
        return text;
    }

    /** Ids of the stories, to their fields. */
    Map<String, Map<String, String>> stories() {
        return numbered(STORY);
    }

    /** Ids of the accounts, to their fields. */
    public Map<String, Map<String, String>> accounts() {
        return numbered(ACCOUNT);
    }

    private Map<String, Map<String, String>> numbered(String prefix) {
        Map<String, Map<String, String>> found = new LinkedHashMap<>();
        hashes.forEach((key, fields) -> {
            if (key.matches(prefix + "\\d+")) {
                found.put(key.substring(prefix.length()), fields);
            }
        });
        return found;
    }

    @Nullable
    Map<String, String> story(String id) {
        return hashes.get(STORY + id);
    }

    public Map<String, String> account(String id) {
        return hashes.getOrDefault(ACCOUNT + id, Map.of());
    }

    /** Lower-cased name to id. */
    public Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        accounts().forEach((id, fields) -> names.put(name(fields), id));
        return names;
    }

    static String name(Map<String, String> account) {
        return account.getOrDefault("username", "").toLowerCase(Locale.ROOT);
    }

    /** Ids of a story's comments, to their fields as JSON text: a number and a string of the same digits differ. */
    Map<String, Map<String, String>> comments(String story) {
        Map<String, Map<String, String>> comments = new LinkedHashMap<>();
        hashes.getOrDefault(THREAD + story, Map.of()).forEach((id, json) -> {
            if (!id.equals(NEXT)) {
                comments.put(id, object(json));
            }
        });
        return comments;
    }

    private static Map<String, String> object(String json) {
        try {
            Map<String, String> fields = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> field : JSON.readTree(json).properties()) {
                fields.put(field.getKey(), field.getValue().toString());
            }
            return fields;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last id that a story's comments were given. */
    long lastComment(String story) {
        return Long.parseLong(hashes.getOrDefault(THREAD + story, Map.of()).getOrDefault(NEXT, "0"));
    }

    /** The stories that have comments. */
    List<String> threads() {
        return hashes.keySet().stream()
                .filter(key -> key.startsWith(THREAD))
                .map(key -> key.substring(THREAD.length()))
                .toList();
    }

    Map<String, Double> scores(String key) {
        return sorted.getOrDefault(key, Map.of());
    }

    /** An id without the quotes that one kept as a JSON string has. */
    static String id(String json) {
        return json.replace("\"", "");
    }

    /** The members of a JSON array of whole numbers, as text. */
    static List<String> ids(@Nullable String json) {
        if (json == null || json.equals("[]")) {
            return List.of();
        }
        return List.of(json.substring(1, json.length() - 1).split(","));
    }
}
