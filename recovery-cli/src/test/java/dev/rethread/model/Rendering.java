package dev.rethread.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rethread.model.World.Thing;
import dev.rethread.model.World.Tie;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** The forum software: a world as it keeps it in Redis, with every index and count. */
final class Rendering {
    private static final long FIRST_SECOND = 1_600_000_000L;
    private static final int SECOND = 1000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final World world;
    private final Keyspace keys = new Keyspace();

    private Rendering(World world) {
        this.world = world;
    }

    static Keyspace of(World world) {
        Rendering rendering = new Rendering(world);
        rendering.all();
        return rendering.keys;
    }

    /** A moment in the forum's milliseconds. */
    static long millis(long moment) {
        return (FIRST_SECOND + moment) * SECOND;
    }

    /** The moment of the forum's milliseconds. */
    static long moment(String millis) {
        return Long.parseLong(millis) / SECOND - FIRST_SECOND;
    }

    private void all() {
        counters();
        world.all("user").forEach(this::user);
        world.all("space").forEach(this::space);
        world.all("topic").forEach(this::topic);
        world.all("post").forEach(this::post);
        world.all("page").forEach(this::page);
        world.all("comment").forEach(this::comment);
        world.ties().forEach(this::tie);
        keys.dropEmpty();
    }

    private void counters() {
        world.counters().forEach((name, last) -> {
            switch (name) {
                case "user" -> keys.put("next:user", last.toString());
                case "topic" -> keys.hash("global").put("nextTopic", last.toString());
                case "post" -> keys.hash("global").put("nextPost", last.toString());
                default -> {
                    String page = world.id(name.substring("comment/".length()));
                    keys.hash("comments:" + page).put("next", last.toString());
                }
            }
        });
    }

    private void user(Thing user) {
        SortedMap<String, String> hash = keys.hash("user:" + user.id());
        hash.put("uid", user.id());
        hash.put("name", user.get("name"));
        hash.put("joined", time(user, "time"));
        copy(user, hash, "bio", "password");
        for (String count : List.of("posts", "reputation", "followers", "following")) {
            hash.put(count, "0");
        }
        for (String setting : List.of("theme", "lang")) {
            if (user.has(setting)) {
                keys.hash("user:" + user.id() + ":settings").put(setting, user.get(setting));
            }
        }
        String lower = user.get("name").toLowerCase(Locale.ROOT);
        keys.zset("name:uid").put(lower, Double.valueOf(user.id()));
        keys.put("name.to.uid:" + lower, user.id());
        index("users:joined", user.id(), user);
        keys.zset("users:reputation").put(user.id(), 0.0);
        count(keys.hash("stats"), "users", 1);
    }

    private void space(Thing space) {
        SortedMap<String, String> hash = keys.hash("space:" + space.id());
        hash.put("name", space.id());
        hash.put("title", space.get("title"));
        hash.put("owner", world.id(space.get("owner")));
        hash.put("created", time(space, "time"));
        hash.put("topics", "0");
        hash.put("posts", "0");
        keys.set("spaces").add(space.id());
    }

    private void topic(Thing topic) {
        String key = "topic:" + topic.id();
        SortedMap<String, String> hash = keys.hash(key);
        hash.put("tid", topic.id());
        reference(topic, "space", hash, "space");
        reference(topic, "author", hash, "uid");
        hash.put("title", topic.get("title"));
        hash.put("slug", topic.id() + "/" + topic.get("title").replace(' ', '-'));
        hash.put("timestamp", time(topic, "time"));
        reference(topic, "main", hash, "mainPid");
        copy(topic, hash, "hidden", "deleted", "views");
        reference(topic, "deleter", hash, "deleter");
        hash.put("posts", "0");
        hash.put("lastpost", time(topic, "time"));
        index("topics:tid", topic.id(), topic);
        index("user:" + world.id(topic.get("author")) + ":topics", topic.id(), topic);
        if (!topic.has("hidden")) {
            index("topics:recent", topic.id(), topic);
        }
        inSpace(topic);
        count(keys.hash("stats"), "topics", 1);
    }

    /** Topics come oldest first: the last one is the newest. */
    private void inSpace(Thing topic) {
        String space = "space:" + world.id(topic.get("space"));
        keys.hash(space).put("newest", topic.id());
        if (!topic.has("deleted")) {
            count(keys.hash(space), "topics", 1);
            index(space + ":topics", topic.id(), topic);
        }
    }

    private void post(Thing post) {
        SortedMap<String, String> hash = keys.hash("post:" + post.id());
        hash.put("pid", post.id());
        reference(post, "topic", hash, "tid");
        reference(post, "author", hash, "uid");
        hash.put("timestamp", time(post, "time"));
        hash.put("text", Links.rendered(post.get("text"), world));
        if (post.has("edited")) {
            hash.put("edited", time(post, "edited"));
        }
        reference(post, "reply", hash, "replyTo");
        copy(post, hash, "deleted");
        reference(post, "deleter", hash, "deleter");
        hash.put("upvotes", "0");
        hash.put("downvotes", "0");
        if (post.has("diffs")) {
            keys.list("post:" + post.id() + ":diffs")
                    .addAll(List.of(post.get("diffs").split("\\|")));
        }
        index("posts:pid", post.id(), post);
        keys.zset("posts:votes").put(post.id(), 0.0);
        inTopic(post);
        String author = "user:" + world.id(post.get("author"));
        index(author + ":posts", post.id(), post);
        count(keys.hash(author), "posts", 1);
        keys.hash(author).put("lastpost", time(post, "time"));
        count(keys.hash("stats"), "posts", 1);
    }

    /** Posts come oldest first: the last one is the newest. */
    private void inTopic(Thing post) {
        Thing topic = world.at(post.get("topic"));
        String key = "topic:" + topic.id();
        index(key + ":posts", post.id(), post);
        count(keys.hash(key), "posts", 1);
        keys.hash(key).put("teaser", post.id());
        long last = Math.max(post.time(), topic.time());
        keys.hash(key).put("lastpost", String.valueOf(millis(last)));
        if (!topic.has("hidden")) {
            keys.zset("topics:recent").put(topic.id(), (double) millis(last));
        }
        count(keys.hash("space:" + world.id(topic.get("space"))), "posts", 1);
    }

    private void page(Thing page) {
        SortedMap<String, String> hash = keys.hash("page:" + page.id());
        hash.put("slug", page.id());
        reference(page, "space", hash, "space");
        reference(page, "author", hash, "uid");
        hash.put("title", page.get("title"));
        hash.put("text", Links.rendered(page.get("text"), world));
        hash.put("timestamp", time(page, "time"));
        if (page.has("edited")) {
            hash.put("edited", time(page, "edited"));
        }
        index("pages", page.id(), page);
    }

    private void comment(Thing comment) {
        String page = world.id(comment.get("page"));
        String author = world.id(comment.get("author"));
        ObjectNode json = JSON.createObjectNode();
        json.put("body", Links.rendered(comment.get("body"), world));
        json.put("user_id", author);
        json.put("parent_id", comment.has("parent") ? Long.parseLong(world.id(comment.get("parent"))) : -1L);
        json.put("ctime", seconds(comment));
        ArrayNode up = json.putArray("up");
        names(comment.get("up")).stream()
                .map(name -> Long.parseLong(world.id(name)))
                .sorted(Comparator.naturalOrder())
                .forEach(up::add);
        if (comment.has("del")) {
            json.put("del", 1);
        }
        keys.hash("comments:" + page).put(comment.id(), json.toString());
        keys.zset("user:" + author + ":comments").put(page + "-" + comment.id(), (double) seconds(comment));
    }

    /** The names in a list of them. */
    static Set<String> names(String list) {
        return list.isEmpty() ? Set.of() : new java.util.TreeSet<>(List.of(list.split(",")));
    }

    private void tie(Tie tie, Long value) {
        String to = world.id(tie.to());
        String user = world.id(tie.user());
        double time = millis(value);
        switch (tie.kind()) {
            case "up" -> vote(to, user, time, "up", 1);
            case "down" -> vote(to, user, time, "down", -1);
            case "mark" -> {
                keys.zset("user:" + user + ":marks").put(to, time);
                keys.set("topic:" + to + ":marks").add(user);
            }
            case "follow" -> {
                keys.zset("following:" + user).put(to, time);
                keys.zset("followers:" + to).put(user, time);
                count(keys.hash("user:" + user), "following", 1);
                count(keys.hash("user:" + to), "followers", 1);
            }
            case "read" -> keys.zset("user:" + user + ":read").put(to, time);
            default -> throw new IllegalStateException(tie.kind());
        }
    }

    private void vote(String post, String user, double time, String way, int weight) {
        keys.set("pid:" + post + ":" + way).add(user);
        keys.zset("user:" + user + ":" + way).put(post, time);
        count(keys.hash("post:" + post), way + "votes", 1);
        keys.zset("posts:votes").merge(post, (double) weight, Double::sum);
        String author = keys.hash("post:" + post).getOrDefault("uid", "");
        count(keys.hash("user:" + author), "reputation", weight);
        keys.zset("users:reputation").merge(author, (double) weight, Double::sum);
    }

    private void index(String key, String member, Thing thing) {
        keys.zset(key).put(member, (double) millis(thing.time()));
    }

    private static long seconds(Thing thing) {
        return millis(thing.time()) / SECOND;
    }

    private static String time(Thing thing, String fact) {
        return String.valueOf(millis(Long.parseLong(thing.get(fact))));
    }

    private static void copy(Thing thing, Map<String, String> hash, String... facts) {
        for (String fact : facts) {
            if (thing.has(fact)) {
                hash.put(fact, thing.get(fact));
            }
        }
    }

    private void reference(Thing thing, String fact, Map<String, String> hash, String field) {
        if (thing.has(fact)) {
            hash.put(field, world.id(thing.get(fact)));
        }
    }

    private static void count(Map<String, String> hash, String field, int amount) {
        hash.put(field, String.valueOf(Integer.parseInt(hash.getOrDefault(field, "0")) + amount));
    }
}
