package dev.rethread.command;

import dev.rethread.command.Canaries.Form;
import redis.clients.jedis.Jedis;

/** The Muut-shaped forum: its own credentials, unknown fields of its items, histories of edits. */
final class MuutPlot extends CanaryPlot {
    private static final String TIME = String.valueOf(LATE);

    private final String published;

    MuutPlot(Canaries canaries) {
        super(canaries);
        this.published = canary(Form.JWT, "a reply, published");
    }

    @Override
    String profile() {
        return "muut";
    }

    @Override
    String published() {
        return published;
    }

    @Override
    void sow(Jedis server) {
        throw new UnsupportedOperationException("the small incident is always at hand");
    }

    @Override
    void plant(Ground ground) {
        credentials(ground.base(), "the base");
        credentials(ground.evidence(), "the evidence");
        credentials(ground.live(), "live");
        Jedis evidence = ground.evidence();
        String user = common(ground, "user:(\\d+)");
        String thread = common(ground, "thread:([^#]*#[^:]*)");
        String reply = common(ground, "reply:(\\d+)");
        fields(evidence, "user:" + user, "an unknown field of an account");
        fields(evidence, "thread:" + thread, "an unknown field of a thread");
        fields(evidence, "reply:" + reply, "an unknown field of a reply");
        String id = String.valueOf(evidence.incr("next:reply"));
        String body = "[\"I lost this: " + published + "\"]";
        evidence.hset("reply:" + id, map("id", id, "thread", thread, "body", body, "user", user, "time", TIME));
        fields(evidence, "reply:" + id, "an unknown field of a new reply");
        for (Form form : Form.values()) {
            evidence.rpush("reply:" + id + ":edits", json(form, "JSON in the edits of a new reply"));
            if (form.unmistakable()) {
                evidence.rpush("reply:" + reply + ":edits", canary(form, "the edits of a reply"));
            }
        }
    }

    private void credentials(Jedis server, String branch) {
        String in = " of " + branch;
        String id = String.valueOf(server.incr("next:user"));
        String name = "@canary-" + branch.replace(' ', '-');
        server.hset("user:" + id, map("id", id, "name", name, "display", "C", "joined", TIME, "posts", "0"));
        server.hset("usernames", name, id);
        server.hset("user:" + id, "password", canary(Form.BCRYPT, "an account's password" + in));
        server.hset("user:" + id, "email", canary(Form.PASSWORD, "an account's address" + in) + "@forum.example");
        server.hset("user:" + id, "token", canary(Form.TOKEN, "an account's token" + in));
        String session = canary(Form.SESSION_ID, "a session's name" + in);
        server.hset("session:" + session, "user", id);
        server.hset("session:" + session, "data", canary(Form.SESSION, "a session" + in));
        server.sadd("user:" + id + ":sessions", session);
        server.set("reset:" + canary(Form.RESET, "a reset's name" + in), id);
        server.set("cache:x:" + id, canary(Form.JWT, "a cache" + in));
    }
}
