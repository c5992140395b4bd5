package dev.rethread.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rethread.command.Canaries.Form;
import java.util.Iterator;
import java.util.List;
import redis.clients.jedis.Jedis;

/** Lamer News: its own credentials, and comments that are JSON in the fields of one hash a story. */
final class LamerNewsPlot extends CanaryPlot {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SECONDS = 1_500_000_000L;

    LamerNewsPlot(Canaries canaries) {
        super(canaries);
    }

    @Override
    String profile() {
        return "lamernews";
    }

    @Override
    void sow(Jedis server) {
        server.set("users.count", "1");
        server.set("news.count", "1");
        server.hset("user:1", map("id", "1", "username", "ann", "ctime", "1390000000", "karma", "1"));
        server.set("username.to.id:ann", "1");
        server.hset(
                "news:1", map("id", "1", "title", "Hello", "user_id", "1", "ctime", "1390000001", "url", "text://x"));
        server.hset("thread:comment:1", "nextid", "2");
        server.hset("thread:comment:1", "1", comment("Hi").toString());
        server.hset("thread:comment:1", "2", comment("Ho").toString());
        server.zadd("news.cron", 1390000001, "1");
    }

    private static ObjectNode comment(String body) {
        return JSON.createObjectNode()
                .put("body", body)
                .put("user_id", "1")
                .put("parent_id", -1)
                .put("ctime", 1390000002)
                .put("score", 0);
    }

    @Override
    void plant(Ground ground) {
        credentials(ground.base(), "the base");
        credentials(ground.evidence(), "the evidence");
        credentials(ground.live(), "live");
        String news = common(ground, "thread:comment:(\\d+)");
        String user = common(ground, "user:(\\d+)");
        fields(ground.evidence(), "news:" + news, "an unknown field of a story");
        fields(ground.evidence(), "user:" + user, "an unknown field of an account");
        passwordChanged(ground, "user:" + user);
        plain(ground.evidence(), "user:" + user, "flags", "an account's flags");
        String key = "thread:comment:" + news;
        comments(ground.evidence(), key, user);
        edited(ground, key);
        Form.unmistakable()
                .forEach(form ->
                        ground.evidence().set("username.to.id:" + canary(form, "the name of a known key"), user));
        innocents(ground.evidence(), user);
    }

    private void innocents(Jedis server, String user) {
        String id = String.valueOf(server.incr("news.count"));
        server.hset("news:" + id, map("id", id, "user_id", user, "ctime", String.valueOf(SECONDS)));
        server.hset("news:" + id, "title", innocent("Reset your password: a token is not a secret"));
        server.hset("news:" + id, "url", innocent("https://example.org/reset/how-to-reset-a-redis-password-2014"));
        server.zadd("news.cron", SECONDS, id);
        server.zadd("user.posted:" + user, SECONDS, id);
        server.hset("user:" + user, "about", innocent("I hash with 9f86d081884c7d659a2feaa0c55ad015"));
    }

    /** New comments, each with something that the software does not write. */
    private void comments(Jedis server, String key, String user) {
        long time = SECONDS;
        for (Form form : Form.values()) {
            ObjectNode comment = comment("I lost this: " + published(form, "a comment"));
            comment.put("user_id", user).put("ctime", time++);
            comment.put(form.telling(), canary(form, "an unknown field of a new comment"));
            comment.putObject("extra").put(form.telling(), canary(form, "an object in a new comment"));
            comment.put("note", json(form, "JSON in JSON of a new comment"));
            if (Form.unmistakable().contains(form)) {
                comment.put(canary(form, "the name of a field of a new comment"), 1);
            }
            server.hset(key, String.valueOf(server.hincrBy(key, "nextid", 1)), comment.toString());
        }
    }

    /** A comment edited in the gap, which has a canary in all branches, and one that has one in the gap alone. */
    private void edited(Ground ground, String key) {
        Iterator<String> known = ground.base().hkeys(key).stream()
                .filter(field -> !field.equals("nextid") && ground.live().hexists(key, field))
                .sorted()
                .iterator();
        String everywhere = known.next();
        String kept = canary(Form.PASSWORD, "a comment of all branches");
        ground.all().forEach(server -> change(ground.base(), server, key, everywhere, "password", kept));
        change(ground.evidence(), ground.evidence(), key, everywhere, "body", "edited in the gap");
        String inTheGap = known.next();
        change(ground.base(), ground.evidence(), key, inTheGap, "body", "edited in the gap, too");
        String secret = canary(Form.AUTH, "a comment, in the gap alone");
        change(ground.evidence(), ground.evidence(), key, inTheGap, "secret", secret);
        String doomed = parsed(ground.base().hget(key, inTheGap))
                .put("password", canary(Form.PASSWORD, "a comment that is gone"))
                .toString();
        List.of(ground.base(), ground.live()).forEach(server -> server.hset(key, "9999", doomed));
    }

    private static void change(Jedis from, Jedis to, String key, String comment, String name, String value) {
        to.hset(key, comment, parsed(from.hget(key, comment)).put(name, value).toString());
    }

    private static ObjectNode parsed(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void credentials(Jedis server, String branch) {
        String in = " of " + branch;
        String id = String.valueOf(server.incr("users.count"));
        String name = "canary-" + branch.replace(' ', '-');
        server.hset("user:" + id, map("id", id, "username", name, "ctime", String.valueOf(SECONDS), "karma", "1"));
        server.hset("user:" + id, "salt", canary(Form.DIGEST, "an account's salt" + in));
        server.hset("user:" + id, "password", canary(Form.DIGEST, "an account's password" + in));
        server.hset("user:" + id, "apisecret", canary(Form.AUTH, "an account's secret" + in));
        String token = canary(Form.AUTH, "a login" + in);
        server.hset("user:" + id, "auth", token);
        server.set("auth:" + token, id);
        server.set("username.to.id:" + name, id);
    }
}
