package dev.rethread.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rethread.model.World.Thing;
import dev.rethread.model.World.Tie;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A keyspace read back into a world: objects and ties alone, no index and no count. The inverse of {@link Rendering}. */
final class Reading {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Keyspace keys;
    private final World world = new World();
    private final Map<String, String> names = new HashMap<>();

    private Reading(Keyspace keys) {
        this.keys = keys.copy();
    }

    /** @throws RuntimeException if an object lacks what makes it one */
    static World of(Keyspace keys) {
        Reading reading = new Reading(keys);
        reading.all();
        return reading.world;
    }

    private void all() {
        each("user:(\\d+)", (key, id) -> name("user", id, account(keys.hash(key).getOrDefault("name", "?"))));
        each("space:([^:]+)", (key, id) -> name("space", id, id));
        for (String kind : new String[] {"topic", "post", "page"}) {
            each(kind + ":([^:]+)", (key, id) -> name(kind, id, moment(keys.hash(key), "timestamp")));
        }
        each(
                "comments:(.+)",
                (key, page) -> fields(key, (id, json) -> name("comment", page + "/" + id, "" + born(json))));
        each("user:(\\d+)", this::user);
        each("space:([^:]+)", this::space);
        each("topic:(\\d+)", this::topic);
        each("post:(\\d+)", this::post);
        each("page:([^:]+)", this::page);
        each("comments:(.+)", (key, page) -> fields(key, (id, json) -> comment(page, id, json)));
        ties();
        counters();
    }

    /** An account is called by its first name for ever. */
    private static String account(String name) {
        int renamed = name.indexOf('~');
        return (renamed < 0 ? name : name.substring(0, renamed)).toLowerCase(Locale.ROOT);
    }

    private void each(String form, BiConsumer<String, String> visitor) {
        Pattern pattern = Pattern.compile(form);
        for (String key : keys.keys()) {
            Matcher matcher = pattern.matcher(key);
            if (matcher.matches()) {
                visitor.accept(key, matcher.group(1));
            }
        }
    }

    private void fields(String key, BiConsumer<String, JsonNode> visitor) {
        keys.hash(key).forEach((field, value) -> {
            if (!field.equals("next")) {
                visitor.accept(field, json(value));
            }
        });
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON: " + text, e);
        }
    }

    private static long born(JsonNode json) {
        return Rendering.moment(json.path("ctime").asLong() + "000");
    }

    private void name(String kind, String id, String rest) {
        String name = kind + " " + rest;
        if (names.containsValue(name)) {
            throw new IllegalStateException(name + " is there twice, the second time as " + id);
        }
        names.put(kind + "/" + id, name);
    }

    /** The name of what has this id; {@code post ?7} if nothing has. */
    private String named(String kind, String id) {
        return names.getOrDefault(kind + "/" + id, kind + " ?" + id);
    }

    private static String moment(Map<String, String> hash, String field) {
        String millis = hash.get(field);
        if (millis == null) {
            throw new IllegalStateException("no " + field + " in " + hash);
        }
        return String.valueOf(Rendering.moment(millis));
    }

    private Thing thing(String kind, String id, String field, Map<String, String> hash) {
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("time", moment(hash, field));
        return new Thing(named(kind, id), kind.equals("comment") ? id.substring(id.indexOf('/') + 1) : id, facts);
    }

    private void user(String key, String id) {
        SortedMap<String, String> hash = keys.hash(key);
        Thing user = thing("user", id, "joined", hash);
        copy(user, hash, "name", "bio", "password");
        copy(user, keys.hash(key + ":settings"), "theme", "lang");
        world.put(user);
    }

    private void space(String key, String id) {
        SortedMap<String, String> hash = keys.hash(key);
        Thing space = thing("space", id, "created", hash);
        copy(space, hash, "title");
        reference(space, "owner", "user", hash, "owner");
        world.put(space);
    }

    private void topic(String key, String id) {
        SortedMap<String, String> hash = keys.hash(key);
        Thing topic = thing("topic", id, "timestamp", hash);
        reference(topic, "space", "space", hash, "space");
        reference(topic, "author", "user", hash, "uid");
        reference(topic, "main", "post", hash, "mainPid");
        reference(topic, "deleter", "user", hash, "deleter");
        copy(topic, hash, "title", "hidden", "deleted", "views");
        world.put(topic);
    }

    private void post(String key, String id) {
        SortedMap<String, String> hash = keys.hash(key);
        Thing post = thing("post", id, "timestamp", hash);
        reference(post, "topic", "topic", hash, "tid");
        reference(post, "author", "user", hash, "uid");
        reference(post, "reply", "post", hash, "replyTo");
        reference(post, "deleter", "user", hash, "deleter");
        copy(post, hash, "deleted");
        text(post, hash);
        if (keys.get(key + ":diffs") != null) {
            post.facts().put("diffs", String.join("|", keys.list(key + ":diffs")));
        }
        world.put(post);
    }

    private void page(String key, String id) {
        SortedMap<String, String> hash = keys.hash(key);
        Thing page = thing("page", id, "timestamp", hash);
        reference(page, "space", "space", hash, "space");
        reference(page, "author", "user", hash, "uid");
        copy(page, hash, "title");
        text(page, hash);
        world.put(page);
    }

    private void text(Thing thing, Map<String, String> hash) {
        thing.facts().put("text", linked(hash.getOrDefault("text", "")));
        if (hash.containsKey("edited")) {
            thing.facts().put("edited", moment(hash, "edited"));
        }
    }

    private String linked(String text) {
        return Links.read(text, place -> {
            int slash = place.indexOf('/');
            return named(place.substring(0, slash), place.substring(slash + 1));
        });
    }

    private void comment(String page, String id, JsonNode json) {
        Thing comment = new Thing(named("comment", page + "/" + id), id, new TreeMap<>());
        Map<String, String> facts = comment.facts();
        facts.put("time", String.valueOf(born(json)));
        facts.put("page", named("page", page));
        facts.put("author", named("user", json.path("user_id").asText()));
        facts.put("body", linked(json.path("body").asText()));
        if (json.path("parent_id").asLong() > 0) {
            facts.put(
                    "parent",
                    named("comment", page + "/" + json.path("parent_id").asText()));
        }
        TreeSet<String> up = new TreeSet<>();
        json.path("up").forEach(user -> up.add(named("user", user.asText())));
        facts.put("up", String.join(",", up));
        if (json.has("del")) {
            facts.put("del", json.path("del").asText());
        }
        world.put(comment);
    }

    private void ties() {
        each("user:(\\d+):(?:up|down|marks|read)", (key, user) -> {
            String way = key.substring(key.lastIndexOf(':') + 1);
            String kind = way.equals("marks") ? "mark" : way;
            String to = way.equals("up") || way.equals("down") ? "post" : "topic";
            keys.zset(key).forEach((id, score) -> tie(kind, named(to, id), named("user", user), score));
        });
        each(
                "following:(\\d+)",
                (key, user) -> keys.zset(key)
                        .forEach((id, score) -> tie("follow", named("user", id), named("user", user), score)));
    }

    private void tie(String kind, String to, String user, double score) {
        world.ties().put(new Tie(kind, to, user), Rendering.moment(String.valueOf((long) score)));
    }

    private void counters() {
        if (keys.get("next:user") != null) {
            world.counters().put("user", Long.valueOf(keys.text("next:user")));
        }
        Map<String, String> fields = Map.of("nextTopic", "topic", "nextPost", "post");
        keys.hash("global").forEach((field, last) -> {
            String counter = fields.get(field);
            if (counter != null) {
                world.counters().put(counter, Long.valueOf(last));
            }
        });
        each("comments:(.+)", (key, page) -> {
            String last = keys.hash(key).get("next");
            if (last != null) {
                world.counters().put("comment/" + named("page", page), Long.valueOf(last));
            }
        });
    }

    private static void copy(Thing thing, Map<String, String> hash, String... fields) {
        for (String field : fields) {
            String value = hash.get(field);
            if (value != null) {
                thing.facts().put(field, value);
            }
        }
    }

    private void reference(Thing thing, String fact, String kind, Map<String, String> hash, String field) {
        String id = hash.get(field);
        if (id != null) {
            thing.facts().put(fact, named(kind, id));
        }
    }
}
