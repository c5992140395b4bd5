package dev.rethread.judge;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Does to a site's keys what the software does when people use it. */
public final class LamerNewsWriter {
    private final LamerNewsSite site;

    public LamerNewsWriter(LamerNewsSite site) {
        this.site = site;
    }

    /** Goes on from a copy of what this one has written. */
    LamerNewsWriter copy() {
        LamerNewsSite copy = LamerNewsSite.empty();
        copy.strings().putAll(site.strings());
        site.hashes().forEach((key, fields) -> copy.hashes().put(key, new LinkedHashMap<>(fields)));
        site.sorted().forEach((key, scores) -> copy.sorted().put(key, new TreeMap<>(scores)));
        return new LamerNewsWriter(copy);
    }

    public LamerNewsSite site() {
        return site;
    }

    public String user(String name) {
        String id = next("users.count");
        String secret =
                "%08x".formatted((name + site.strings().size()).hashCode()).repeat(5);
        Map<String, String> user = hash("user:" + id);
        user.putAll(Map.of("id", id, "username", name, "ctime", "50", "about", "", "email", "", "flags", ""));
        user.putAll(Map.of("karma", "1", "karma_incr_time", "50", "salt", secret, "password", secret, "auth", secret));
        user.put("apisecret", secret);
        site.strings().put("username.to.id:" + name.toLowerCase(Locale.ROOT), id);
        site.strings().put("auth:" + secret, id);
        return id;
    }

    String story(String user, int time, String title) {
        String id = next("news.count");
        Map<String, String> story = hash("news:" + id);
        story.putAll(Map.of("id", id, "title", title, "url", "text://" + title, "user_id", user));
        story.putAll(Map.of("ctime", "" + time, "score", "0", "rank", "0", "up", "0", "down", "0", "comments", "0"));
        zadd("user.posted:" + user, id, time);
        zadd("news.cron", id, time);
        zadd("news.top", id, 0);
        vote(user, id, time);
        return id;
    }

    void vote(String user, String story, int time) {
        zadd("news.up:" + story, user, time);
        zadd("user.saved:" + user, story, time);
        add("news:" + story, "up", 1);
        add("news:" + story, "score", 1);
    }

    void against(String user, String story, int time) {
        zadd("news.down:" + story, user, time);
        add("news:" + story, "down", 1);
        add("news:" + story, "score", -1);
    }

    void deleteStory(String story) {
        hash("news:" + story).put("del", "1");
        site.sorted().get("news.cron").remove(story);
        site.sorted().get("news.top").remove(story);
    }

    /** A comment that its own author and {@code fans} have voted for. */
    String comment(String user, String story, String parent, int time, String body, String... fans) {
        String key = "thread:comment:" + story;
        add(key, "nextid", 1);
        String id = hash(key).get("nextid");
        String up = user + (fans.length == 0 ? "" : "," + String.join(",", fans));
        hash(key)
                .put(
                        id,
                        ("{\"score\":0,\"body\":\"%s\",\"parent_id\":%s,\"user_id\":\"%s\",\"ctime\":%d,"
                                        + "\"up\":[%s]}")
                                .formatted(body, parent, user, time, up));
        zadd("user.comments:" + user, story + "-" + id, time);
        add("news:" + story, "comments", 1);
        if (!parent.equals("-1")) {
            String author = LamerNewsSite.id(site.comments(story).get(parent).get("user_id"));
            add("user:" + author, "replies", 1);
        }
        return id;
    }

    /** Changes text inside a comment's JSON. */
    void edit(String story, String comment, String from, String to) {
        hash("thread:comment:" + story).computeIfPresent(comment, (id, json) -> json.replace(from, to));
    }

    void deleteComment(String story, String comment) {
        edit(story, comment, "}", ",\"del\":1}");
        add("news:" + story, "comments", -1);
    }

    void set(String key, String field, String value) {
        hash(key).put(field, value);
    }

    private String next(String counter) {
        return site.strings().merge(counter, "1", (was, one) -> Long.toString(Long.parseLong(was) + 1));
    }

    Map<String, String> hash(String key) {
        return site.hashes().computeIfAbsent(key, any -> new LinkedHashMap<>());
    }

    void zadd(String key, String member, double score) {
        site.sorted().computeIfAbsent(key, any -> new TreeMap<>()).put(member, score);
    }

    void add(String key, String field, int by) {
        hash(key).merge(field, "" + by, (was, more) -> Long.toString(Long.parseLong(was) + by));
    }
}
