package dev.rethread.command;

import dev.rethread.command.Canaries.Form;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Jedis;

/** NodeBB: its own credentials, wildcard fields and collections, the administrators' log, histories of posts. */
final class NodeBbPlot extends CanaryPlot {
    private static final String TIME = String.valueOf(LATE);

    NodeBbPlot(Canaries canaries) {
        super(canaries);
    }

    @Override
    String profile() {
        return "nodebb";
    }

    @Override
    void sow(Jedis server) {
        server.hset("global", map("nextUid", "2", "nextPid", "1", "nextTid", "1", "nextCid", "1", "nextEid", "1"));
        server.hset("user:1", map("uid", "1", "username", "ann", "userslug", "ann", "joindate", "1390000000000"));
        server.hset("user:2", map("uid", "2", "username", "bob", "userslug", "bob", "joindate", "1390000000001"));
        server.zadd("username:uid", Map.of("ann", 1.0, "bob", 2.0));
        server.hset("category:1", map("cid", "1", "parentCid", "0", "name", "Talk", "handle", "talk"));
        server.hset("topic:1", map("tid", "1", "cid", "1", "uid", "1", "title", "Hello", "timestamp", "1390000000002"));
        server.hset("topic:1", "mainPid", "1");
        server.hset("post:1", map("pid", "1", "tid", "1", "uid", "1", "content", "Hi", "timestamp", "1390000000002"));
        server.hset("group:Club", map("name", "Club", "createtime", "1390000000003"));
    }

    @Override
    void plant(Ground ground) {
        credentials(ground.base(), "the base");
        credentials(ground.evidence(), "the evidence");
        credentials(ground.live(), "live");
        String user = common(ground, "user:(\\d+)");
        String post = common(ground, "post:(\\d+)");
        String topic = ground.evidence().hget("post:" + post, "tid");
        fields(ground.evidence(), "user:" + user + ":settings", "settings");
        fields(ground.evidence(), "user:" + user, "an unknown field of a user");
        passwordChanged(ground, "user:" + user);
        fields(ground.evidence(), "group:" + common(ground, "group:([^:]+)"), "a group");
        fields(ground.evidence(), "category:" + common(ground, "category:(\\d+)"), "a category");
        fields(ground.evidence(), "diff:" + post + "." + TIME, "a version of a post");
        fields(ground.evidence(), "uid:" + user + ":moderation:note:" + TIME, "a moderator's note");
        Form.unmistakable().forEach(form -> keysAndMembers(ground.evidence(), form, user, topic));
        for (Form form : Form.values()) {
            post(ground.evidence(), topic, user, form);
        }
        newItems(ground.evidence(), user);
        innocents(ground.evidence(), user, topic);
        changedSince(ground, user);
        bothAdded(ground, post);
    }

    private void keysAndMembers(Jedis server, Form form, String user, String topic) {
        server.hset("uid:" + user + ":ban:" + canary(form, "the name of a ban"), "reason", "no");
        server.zadd("uid:" + user + ":uploads", LATE, canary(form, "an upload's name"));
        server.zadd("topic:" + topic + ":thumbs", 1, canary(form, "a thumbnail's name"));
        server.zadd("uid:" + user + ":followed_tags", LATE, canary(form, "a followed tag"));
        server.zadd("tag:" + canary(form, "a tag") + ":topics", LATE, topic);
        server.set("sess:" + canary(form, "the name of a session's key"), "{}");
    }

    private void post(Jedis server, String topic, String user, Form form) {
        String pid = String.valueOf(server.hincrBy("global", "nextPid", 1));
        String time = String.valueOf(LATE + Long.parseLong(pid));
        String content = "I lost this: " + published(form, "a post");
        server.hset("post:" + pid, map("pid", pid, "tid", topic, "uid", user, "content", content, "timestamp", time));
        fields(server, "post:" + pid, "an unknown field of a new post");
        plain(server, "post:" + pid, "ip", "a new post's address");
        server.rpush("post:" + pid + ":diffs", json(form, "JSON in a list of versions"));
        server.zadd("posts:pid", Double.parseDouble(time), pid);
        server.zadd("tid:" + topic + ":posts", Double.parseDouble(time), pid);
    }

    private void newItems(Jedis server, String user) {
        server.hset("group:Canaries", map("name", "Canaries", "createtime", TIME));
        fields(server, "group:Canaries", "a new group");
        server.hset("upload:205e460b479e2e5b48aec07710c08d50", map("uid", user));
        fields(server, "upload:205e460b479e2e5b48aec07710c08d50", "an upload's record");
        event(server, user);
        String room = String.valueOf(server.hincrBy("global", "nextChatRoomId", 1));
        server.hset("chat:room:" + room, map("roomId", room, "owner", user, "timestamp", TIME));
        fields(server, "chat:room:" + room, "a chat's room");
    }

    private void innocents(Jedis server, String user, String topic) {
        String tid = String.valueOf(server.hincrBy("global", "nextTid", 1));
        String title = innocent("How to reset a password, and why the token 9f86d081 expires");
        String cid = server.hget("topic:" + topic, "cid");
        server.hset("topic:" + tid, map("tid", tid, "cid", cid, "uid", user, "title", title, "timestamp", TIME));
        server.hset("topic:" + tid, "slug", tid + "/" + innocent("how-to-reset-a-password-and-why-the-token-9f86d081"));
        server.hset("topic:" + tid, "tags", innocent("password-reset,two-factor-auth-2014"));
        server.zadd("topics:tid", LATE, tid);
        server.hset(
                "user:" + user, "cover:url", innocent("/assets/uploads/profile/uid-1/1-profilecover-1398999999.png"));
        server.hset("user:" + user, "icon:bgColor", innocent("#1e9ffa"));
        server.hset("user:" + user + ":settings", "homePageRoute", innocent("topic/12/the-secret-of-good-passwords"));
        server.hset(
                "group:Canaries", "cover:thumb:url", innocent("/assets/uploads/files/1398999-7d793037a0760186.jpeg"));
        String upload = innocent("files/1398999999999-205e460b-479e-4e5b-88ae-c07710c08d50.png");
        server.zadd("uid:" + user + ":uploads", LATE, upload);
    }

    private void event(Jedis server, String user) {
        String eid = String.valueOf(server.hincrBy("global", "nextEid", 1));
        server.hset("event:" + eid, map("eid", eid, "type", "email-confirmation-sent", "uid", user, "timestamp", TIME));
        server.hset("event:" + eid, "confirm_code", canary(Form.CONFIRM, "an event's code"));
        server.hset("event:" + eid, "text", canary(Form.RESET_LINK, "an event's mail"));
        plain(server, "event:" + eid, "subject", "an event's subject");
        fields(server, "event:" + eid, "an event's payload");
        server.zadd("events:time", LATE, eid);
        String topicEvent = String.valueOf(server.hincrBy("global", "nextTopicEventId", 1));
        server.hset("topicEvent:" + topicEvent, map("id", topicEvent, "type", "pin", "uid", user));
        fields(server, "topicEvent:" + topicEvent, "a line in a topic");
    }

    /** A list to which both branches added. */
    private void bothAdded(Ground ground, String post) {
        String list = "post:" + post + ":diffs";
        ground.all().forEach(server -> server.rpush(list, "1390000000005"));
        ground.evidence().rpush(list, TIME);
        ground.live().rpush(list, json(Form.TOKEN, "a list of versions of live"));
    }

    /** What the gap replaced or took away stands in live still: a plan must not expect it. */
    private void changedSince(Ground ground, String user) {
        String settings = "user:" + user + ":settings";
        String group = "group:" + common(ground, "group:([^:]+)");
        for (Jedis server : List.of(ground.base(), ground.live())) {
            server.hset("group:Doomed", map("name", "Doomed", "createtime", "1390000000009"));
        }
        for (Form form : Form.values()) {
            for (String key : List.of(settings, group)) {
                ground.evidence().hset(key, "old_" + named(form), "1");
                old(ground, key, "old_", form);
                old(ground, key, "gone_", form);
            }
            old(ground, "group:Doomed", "", form);
            old(ground, "uid:" + user + ":ban:1390000000010", "", form);
        }
    }

    private void old(Ground ground, String key, String prefix, Form form) {
        String secret = canary(form, prefix + "field of the base and live in " + key.replaceAll("[0-9]+", "N"));
        ground.base().hset(key, prefix + named(form), secret);
        ground.live().hset(key, prefix + named(form), secret);
    }

    private void credentials(Jedis server, String branch) {
        String in = " of " + branch;
        String uid = String.valueOf(server.hincrBy("global", "nextUid", 1));
        String name = "canary-" + branch.replace(' ', '-');
        server.hset("user:" + uid, map("uid", uid, "username", name, "userslug", name, "joindate", TIME));
        server.hset("user:" + uid, "password", canary(Form.BCRYPT, "an account's password" + in));
        server.hset("user:" + uid, "rss_token", canary(Form.TOKEN, "an account's token" + in));
        server.hset("user:" + uid, "email", canary(Form.PASSWORD, "an account's address" + in) + "@forum.example");
        server.zadd("username:uid", Double.parseDouble(uid), name);
        String session = canary(Form.SESSION_ID, "a session's name" + in);
        server.set("sess:" + session, canary(Form.SESSION, "a session" + in));
        server.zadd("uid:" + uid + ":sessions", LATE, session);
        server.hset("reset:" + canary(Form.RESET, "a reset's name" + in), "uid", uid);
        server.zadd("reset:issueDate", LATE, canary(Form.RESET, "the list of resets" + in));
        server.hset("confirm:" + canary(Form.CONFIRM, "a confirmation's name" + in), "uid", uid);
        server.hset("token:" + canary(Form.TOKEN, "an API token's name" + in), "uid", uid);
        server.zadd("tokens:createtime", LATE, canary(Form.TOKEN, "the list of API tokens" + in));
        server.set("invitation:token:" + canary(Form.INVITE, "an invitation's name" + in), "x");
        server.set("2factor:uid:" + uid + ":key", canary(Form.SEED, "a seed" + in));
        server.hset("2factor:uid:key", uid, canary(Form.SEED, "the hash of seeds" + in));
        server.hset("config", "email:smtpTransport:pass", canary(Form.PASSWORD, "the configuration" + in));
        server.hset("settings:sso", "secret", canary(Form.AUTH, "a plugin's settings" + in));
        server.hset("registration:queue:name:x", "hashedPassword", canary(Form.BCRYPT, "who waits for approval" + in));
        server.hset("notifications:x", "path", canary(Form.RESET_LINK, "a notification" + in));
    }
}
