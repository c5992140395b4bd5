package dev.rethread.command;

import dev.rethread.command.Canaries.Form;
import redis.clients.jedis.Jedis;

/** The Muut-shaped forum: its own credentials, unknown fields of its items, histories of edits. */
final class MuutPlot extends CanaryPlot {
    private static final String TIME = String.valueOf(LATE);

    MuutPlot(Canaries canaries) {
        super(canaries);
    }

    @Override
    String profile() {
        return "muut";
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
        passwordChanged(ground, "user:" + user);
        fields(evidence, "thread:" + thread, "an unknown field of a thread");
        fields(evidence, "reply:" + reply, "an unknown field of a reply");
        evidence.hset("user:" + user, "bio", innocent("The token 9f86d081884c7d659a2feaa0c55ad015 is a commit's"));
        for (Form form : Form.values()) {
            reply(evidence, thread, user, form);
        }
        Form.unmistakable()
                .forEach(form -> evidence.rpush("reply:" + reply + ":edits", canary(form, "the edits of a reply")));
    }

    private void reply(Jedis server, String thread, String user, Form form) {
        String id = String.valueOf(server.incr("next:reply"));
        String time = String.valueOf(LATE + Long.parseLong(id));
        String body = "[\"I lost this: " + published(form, "a reply") + "\"]";
        server.hset("reply:" + id, map("id", id, "thread", thread, "body", body, "user", user, "time", time));
        fields(server, "reply:" + id, "an unknown field of a new reply");
        server.rpush("reply:" + id + ":edits", json(form, "JSON in the edits of a new reply"));
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
