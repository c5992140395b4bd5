package dev.rethread.judge;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.keyspace.Value;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a NodeBB forum holds: the keys of its database, as text.
 *
 * @param strings key to value
 * @param hashes key to fields
 * @param sorted key to members and scores
 * @param sets key to members
 * @param lists key to elements
 */
public record NodeBbSite(
        Map<String, String> strings,
        Map<String, Map<String, String>> hashes,
        Map<String, Map<String, Double>> sorted,
        Map<String, Set<String>> sets,
        Map<String, List<String>> lists) {
    private static final int SHORTEST_SECRET = 16;

    public static NodeBbSite of(Snapshot snapshot) {
        NodeBbSite site =
                new NodeBbSite(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
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
            Map<String, String> fields = new TreeMap<>();
            hash.fields().forEach((field, held) -> fields.put(field.utf8(), held.utf8()));
            hashes.put(key, fields);
        } else if (value instanceof Value.SortedSetValue set) {
            Map<String, Double> scores = new LinkedHashMap<>();
            set.scores().forEach((member, score) -> scores.put(member.utf8(), score));
            sorted.put(key, scores);
        } else if (value instanceof Value.SetValue set) {
            Set<String> members = new LinkedHashSet<>();
            set.members().forEach(member -> members.add(member.utf8()));
            sets.put(key, members);
        } else if (value instanceof Value.ListValue list) {
            lists.put(key, list.elements().stream().map(Bytes::utf8).toList());
        } else {
            throw new IllegalArgumentException("NodeBB keeps nothing like " + key);
        }
    }

    NodeBbSite copy() {
        NodeBbSite copy = new NodeBbSite(
                new TreeMap<>(strings), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(lists));
        hashes.forEach((key, fields) -> copy.hashes.put(key, new TreeMap<>(fields)));
        sorted.forEach((key, scores) -> copy.sorted.put(key, new LinkedHashMap<>(scores)));
        sets.forEach((key, members) -> copy.sets.put(key, new LinkedHashSet<>(members)));
        return copy;
    }

    Set<String> keys() {
        Set<String> keys = new TreeSet<>(strings.keySet());
        keys.addAll(hashes.keySet());
        keys.addAll(sorted.keySet());
        keys.addAll(sets.keySet());
        keys.addAll(lists.keySet());
        return keys;
    }

    /** The whole of a key, to be compared; null where there is none. */
    @Nullable
    Object whole(String key) {
        Object hash = hashes.get(key);
        Object zset = sorted.get(key);
        Object set = sets.get(key);
        Object list = lists.get(key);
        return hash != null ? hash : zset != null ? zset : set != null ? set : list != null ? list : strings.get(key);
    }

    /** Ids of the objects of a kind, to their fields. */
    Map<String, Map<String, String>> objects(NodeBbKind kind) {
        Map<String, Map<String, String>> objects = new LinkedHashMap<>();
        matching(hashes, kind.prefix + "(\\d+)", (matcher, fields) -> objects.put(matcher.group(1), fields));
        return objects;
    }

    /** Calls for the keys of one form. */
    static <T> void matching(Map<String, T> keys, String form, BiConsumer<Matcher, T> each) {
        Pattern pattern = Pattern.compile(form, Pattern.DOTALL);
        keys.forEach((key, value) -> {
            Matcher matcher = pattern.matcher(key);
            if (matcher.matches()) {
                each.accept(matcher, value);
            }
        });
    }

    @Nullable
    Map<String, String> object(NodeBbKind kind, String id) {
        return hashes.get(kind.prefix + id);
    }

    boolean has(NodeBbKind kind, String id) {
        return hashes.containsKey(kind.prefix + id);
    }

    /** A field of an object; empty where there is none. */
    String field(NodeBbKind kind, String id, String field) {
        return hashes.getOrDefault(kind.prefix + id, Map.of()).getOrDefault(field, "");
    }

    Map<String, Double> scores(String key) {
        return sorted.getOrDefault(key, Map.of());
    }

    Set<String> members(String key) {
        return sets.getOrDefault(key, Set.of());
    }

    /** Topic events, to the topic in whose list they are and their time there. */
    Map<String, Map.Entry<String, Double>> topicEvents() {
        Map<String, Map.Entry<String, Double>> found = new LinkedHashMap<>();
        matching(
                sorted,
                "topic:(\\d+):events",
                (matcher, events) ->
                        events.forEach((event, time) -> found.put(event, Map.entry(matcher.group(1), time))));
        return found;
    }

    /** Every credential in it: hashes of passwords, tokens, codes and names of sessions. */
    public Set<String> credentials() {
        Set<String> found = new TreeSet<>();
        objects(NodeBbKind.USER)
                .values()
                .forEach(user ->
                        List.of("password", "rss_token").forEach(field -> found.add(user.getOrDefault(field, ""))));
        objects(NodeBbKind.EVENT).values().forEach(event -> found.add(event.getOrDefault("confirm_code", "")));
        matching(strings(), "sess:(.*)", (key, value) -> found.add(key.group(1)));
        matching(strings(), "confirm:byUid:.*", (key, value) -> found.add(value));
        matching(strings(), "invitation:uid:.*", (key, value) -> found.add(value));
        matching(
                hashes(),
                "(?:confirm|token|invitation:token):([0-9a-f-]{36})",
                (key, value) -> found.add(key.group(1)));
        matching(
                sorted(),
                "uid:\\d+:sessions|tokens:.*|reset:issueDate",
                (key, scores) -> found.addAll(scores.keySet()));
        found.addAll(hashes().getOrDefault("reset:uid", Map.of()).keySet());
        found.removeIf(secret -> secret.length() < SHORTEST_SECRET);
        return found;
    }
}
