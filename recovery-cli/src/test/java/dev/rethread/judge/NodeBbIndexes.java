package dev.rethread.judge;

import static dev.rethread.judge.NodeBbKind.CATEGORY;
import static dev.rethread.judge.NodeBbKind.EVENT;
import static dev.rethread.judge.NodeBbKind.FLAG;
import static dev.rethread.judge.NodeBbKind.MESSAGE;
import static dev.rethread.judge.NodeBbKind.POST;
import static dev.rethread.judge.NodeBbKind.ROOM;
import static dev.rethread.judge.NodeBbKind.TOPIC;
import static dev.rethread.judge.NodeBbKind.USER;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rethread.judge.NodeBbVerdict.Flaw;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Computes every index and count of a forum from its objects, and says where its own differ. The software's own data differ
 * in some places too (a moved topic is not counted over to its new category): those are in live before, and no more of
 * them may come.
 */
final class NodeBbIndexes {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Held to the objects member by member. */
    private static final Pattern INDEX = Pattern.compile(
            "posts:pid|posts:votes|tid:\\d+:(posts|posts:votes|posters)|uid:\\d+:(posts|topics)|cid:\\d+:pids"
                    + "|cid:\\d+:uid:\\d+:(pids|pids:votes|tids)|pid:\\d+:replies|upload:[0-9a-f]+:pids"
                    + "|topics:(tid|recent|posts|views|votes|scheduled)"
                    + "|cid:\\d+:tids(:(lastposttime|create|pinned|posts|views|votes))?"
                    + "|tag:.*:topics|cid:\\d+:tag:.*:topics|cid:\\d+:tags|tags:topic:count"
                    + "|username:uid|userslug:uid|username:sorted|fullname:sorted"
                    + "|users:(joindate|postcount|reputation|flags|banned|banned:expire)"
                    + "|categories:(cid|name)|categoryhandle:cid|cid:\\d+:children"
                    + "|groups:(createtime|visible:.*)"
                    + "|messages:mid|chat:rooms|chat:room:\\d+:mids"
                    + "|flags:.*|events:time.*",
            Pattern.DOTALL);
    /** Held to nothing by themselves: lists whose members a test looks up elsewhere, and the numbers given out. */
    private static final Pattern BESIDE = Pattern.compile("global|groupslug:groupname|topic:\\d+:events");

    private static final double ANY = -1e300;

    /** One member: what it must have, and whether it must be there at all. */
    private record Must(double score, boolean required) {}

    /** What is and what must be; null for nothing. */
    private record Deviation(@Nullable Double is, @Nullable Double must) {
        boolean like(@Nullable Deviation other) {
            if (other == null || (is == null) != (other.is == null) || (must == null) != (other.must == null)) {
                return false;
            }
            return is == null
                    || must == null
                    || other.is == null
                    || other.must == null
                    || is - must == other.is - other.must;
        }
    }

    private final NodeBbSite site;
    private final Map<String, Map<String, Must>> must = new TreeMap<>();
    private final Map<String, Map<String, Double>> is = new TreeMap<>();

    private NodeBbIndexes(NodeBbSite site) {
        this.site = site;
    }

    static boolean owns(String key) {
        return INDEX.matcher(key).matches() || BESIDE.matcher(key).matches();
    }

    /**
     * Flaws for what deviates after a recovery, did not before, and does not in what the software itself wrote. A post
     * that was purged in the gap is back with its entries, also where its topic is deleted again.
     */
    static void check(NodeBbSite truth, NodeBbSite before, NodeBbSite after, NodeBbVerdict verdict) {
        Map<String, Deviation> written = new NodeBbIndexes(truth).deviations();
        Map<String, Deviation> known = new NodeBbIndexes(before).deviations();
        Map<String, Deviation> now = new NodeBbIndexes(after).deviations();
        now.forEach((place, deviation) -> {
            boolean real = deviation.like(known.get(place)) || deviation.like(written.get(place));
            boolean purged = place.matches("cid:\\d+:pids \\d+")
                    && before.has(POST, place.substring(place.indexOf(' ') + 1))
                    && !truth.has(POST, place.substring(place.indexOf(' ') + 1));
            if (!real && !purged && !movedUncounted(before, after, place, deviation)) {
                verdict.flaw(Flaw.INDEX, place + " is " + text(deviation.is()) + ", must be " + text(deviation.must()));
            }
        });
    }

    /** How many places deviate, by the kind of place. */
    static Map<String, Integer> summary(NodeBbSite site) {
        Map<String, Integer> kinds = new TreeMap<>();
        new NodeBbIndexes(site)
                .deviations()
                .keySet()
                .forEach(place -> kinds.merge(place.replaceAll(" .*", "").replaceAll("\\d+", "N"), 1, Integer::sum));
        return kinds;
    }

    private static String text(@Nullable Double score) {
        return score == null ? "nothing" : score == ANY ? "there" : String.valueOf(score.longValue());
    }

    /** The software does not count a moved topic over to its new category: then only what came in is counted. */
    private static boolean movedUncounted(NodeBbSite before, NodeBbSite after, String place, Deviation deviation) {
        String[] words = place.split(" ", -1);
        boolean posts = words[0].equals("#category.post_count");
        if (!posts && !words[0].equals("#category.topic_count")) {
            return false;
        }
        NodeBbKind kind = posts ? POST : TOPIC;
        long came = after.objects(kind).entrySet().stream()
                .filter(object -> !before.has(kind, object.getKey()))
                .filter(object -> words[1].equals(
                        posts
                                ? category(after, object.getValue())
                                : object.getValue().get("cid")))
                .count();
        double was = number(before.field(CATEGORY, words[1], posts ? "post_count" : "topic_count"));
        return deviation.is() != null && deviation.is() == was + came;
    }

    private Map<String, Deviation> deviations() {
        posts();
        topics();
        votes();
        users();
        categories();
        groups();
        chats();
        flags();
        events();
        site.sorted().forEach((key, scores) -> {
            if (INDEX.matcher(key).matches()) {
                is.put(key, scores);
            }
        });
        Map<String, Deviation> found = new TreeMap<>();
        must.forEach((key, members) -> members.forEach((member, wanted) -> {
            Double held = is.getOrDefault(key, Map.of()).get(member);
            boolean right = held == null ? !wanted.required() : wanted.score() == ANY || held == wanted.score();
            if (!right) {
                found.put(key + " " + member, new Deviation(held, wanted.score()));
            }
        }));
        is.forEach((key, members) -> members.forEach((member, held) -> {
            if (!must.getOrDefault(key, Map.of()).containsKey(member)) {
                found.put(key + " " + member, new Deviation(held, null));
            }
        }));
        return found;
    }

    private void must(String key, String member, double score) {
        must.computeIfAbsent(key, any -> new HashMap<>()).put(member, new Must(score, true));
    }

    private void may(String key, String member, double score) {
        must.computeIfAbsent(key, any -> new HashMap<>()).put(member, new Must(score, false));
    }

    private void add(String key, String member, double more) {
        must.computeIfAbsent(key, any -> new HashMap<>())
                .merge(member, new Must(more, true), (old, one) -> new Must(old.score() + one.score(), true));
    }

    /** A count in a field: {@code what} of the object {@code id}. */
    private void count(NodeBbKind kind, String id, String field, double wanted) {
        String what = "#" + kind.word() + "." + field;
        must(what, id, wanted);
        is.computeIfAbsent(what, any -> new HashMap<>()).put(id, number(site.field(kind, id, field)));
    }

    private static double number(@Nullable String text) {
        return text == null || text.isEmpty() ? 0 : Double.parseDouble(text);
    }

    private static String category(NodeBbSite site, Map<String, String> post) {
        return site.field(TOPIC, post.getOrDefault("tid", ""), "cid");
    }

    private static double votes(Map<String, String> object) {
        return number(object.get("upvotes")) - number(object.get("downvotes"));
    }

    private static boolean deleted(@Nullable Map<String, String> object) {
        return object != null && "1".equals(object.get("deleted"));
    }

    private void posts() {
        Map<String, Double> answers = new HashMap<>();
        site.objects(POST).forEach((pid, post) -> {
            post(pid, post);
            answers.merge(post.getOrDefault("toPid", ""), 1.0, Double::sum);
        });
        site.objects(POST).keySet().forEach(pid -> {
            count(POST, pid, "replies", answers.getOrDefault(pid, 0.0));
            count(POST, pid, "upvotes", site.members("pid:" + pid + ":upvote").size());
            count(
                    POST,
                    pid,
                    "downvotes",
                    site.members("pid:" + pid + ":downvote").size());
            count(
                    POST,
                    pid,
                    "bookmarks",
                    site.members("pid:" + pid + ":users_bookmarked").size());
        });
        count("postCount", site.objects(POST).size());
    }

    private void count(String field, double wanted) {
        must("#global." + field, "", wanted);
        is.computeIfAbsent("#global." + field, any -> new HashMap<>())
                .put("", number(site.hashes().getOrDefault("global", Map.of()).get(field)));
    }

    private void post(String pid, Map<String, String> post) {
        String tid = post.getOrDefault("tid", "");
        String uid = post.getOrDefault("uid", "");
        String cid = category(site, post);
        double time = number(post.get("timestamp"));
        must("posts:pid", pid, time);
        must("uid:" + uid + ":posts", pid, time);
        add("tid:" + tid + ":posters", uid, 1);
        must("cid:" + cid + ":uid:" + uid + ":pids", pid, time);
        if (!pid.equals(site.field(TOPIC, tid, "mainPid"))) {
            must("tid:" + tid + ":posts", pid, time);
            must("tid:" + tid + ":posts:votes", pid, votes(post));
        }
        if (!deleted(post) && !deleted(site.object(TOPIC, tid))) {
            must("cid:" + cid + ":pids", pid, time);
        }
        if (votes(post) != 0) {
            must("cid:" + cid + ":uid:" + uid + ":pids:votes", pid, votes(post));
        } else {
            may("cid:" + cid + ":uid:" + uid + ":pids:votes", pid, 0);
        }
        if (post.containsKey("upvotes") && number(post.get("upvotes")) + number(post.get("downvotes")) > 0) {
            must("posts:votes", pid, votes(post));
        } else {
            may("posts:votes", pid, 0);
        }
        if (site.has(POST, post.getOrDefault("toPid", ""))) {
            must("pid:" + post.get("toPid") + ":replies", pid, time);
        }
        uploads(post.getOrDefault("uploads", "[]"))
                .forEach(path -> must("upload:" + md5(path.asText()) + ":pids", pid, ANY));
    }

    private static JsonNode uploads(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The newest post of a topic that is not deleted. */
    private record Last(double time, String pid) {}

    private void topics() {
        Map<String, Last> last = new HashMap<>();
        Map<String, Double> posts = new HashMap<>();
        site.objects(POST).forEach((pid, post) -> {
            String tid = post.getOrDefault("tid", "");
            posts.merge(tid, 1.0, Double::sum);
            if (!deleted(post)) {
                Last one = new Last(number(post.get("timestamp")), pid);
                last.merge(tid, one, (old, other) -> newer(old, other) ? old : other);
            }
        });
        site.objects(TOPIC).forEach((tid, topic) -> {
            topic(tid, topic);
            count(TOPIC, tid, "postcount", posts.getOrDefault(tid, 0.0));
            count(
                    TOPIC,
                    tid,
                    "postercount",
                    site.scores("tid:" + tid + ":posters").size());
            count(
                    TOPIC,
                    tid,
                    "followercount",
                    site.members("tid:" + tid + ":followers").size());
            Last newest = last.get(tid);
            if (newest != null) {
                last(tid, topic, newest);
            }
        });
        count("topicCount", site.objects(TOPIC).size());
    }

    private static boolean newer(Last one, Last other) {
        return one.time() > other.time() || (one.time() == other.time() && number(one.pid()) > number(other.pid()));
    }

    private void last(String tid, Map<String, String> topic, Last newest) {
        count(TOPIC, tid, "lastposttime", newest.time());
        boolean alone = newest.pid().equals(topic.get("mainPid")) && topic.get("teaserPid") == null;
        if (!alone) {
            count(TOPIC, tid, "teaserPid", number(newest.pid()));
        }
    }

    private void topic(String tid, Map<String, String> topic) {
        String cid = topic.getOrDefault("cid", "");
        String uid = topic.getOrDefault("uid", "");
        double time = number(topic.get("timestamp"));
        double last = number(topic.get("lastposttime"));
        boolean pinned = "1".equals(topic.get("pinned"));
        boolean scheduled = site.scores("topics:scheduled").containsKey(tid);
        must("topics:tid", tid, time);
        must("uid:" + uid + ":topics", tid, time);
        must("cid:" + cid + ":uid:" + uid + ":tids", tid, time);
        must("cid:" + cid + ":tids:lastposttime", tid, last);
        must("topics:posts", tid, number(topic.get("postcount")));
        must("topics:views", tid, number(topic.get("viewcount")));
        must("topics:votes", tid, votes(topic));
        if (scheduled) {
            may("cid:" + cid + ":tids:create", tid, time);
            may("topics:scheduled", tid, time);
        } else {
            must("cid:" + cid + ":tids:create", tid, time);
        }
        if (deleted(topic)) {
            may("topics:recent", tid, last);
        } else {
            must("topics:recent", tid, last);
        }
        if (pinned) {
            must("cid:" + cid + ":tids:pinned", tid, ANY);
        } else {
            must("cid:" + cid + ":tids", tid, last);
            must("cid:" + cid + ":tids:posts", tid, number(topic.get("postcount")));
            must("cid:" + cid + ":tids:views", tid, number(topic.get("viewcount")));
            must("cid:" + cid + ":tids:votes", tid, votes(topic));
        }
        for (String tag : topic.getOrDefault("tags", "").split(",", -1)) {
            if (!tag.isEmpty()) {
                must("tag:" + tag + ":topics", tid, time);
                must("cid:" + cid + ":tag:" + tag + ":topics", tid, time);
                add("tags:topic:count", tag, 1);
                add("cid:" + cid + ":tags", tag, 1);
            }
        }
    }

    private void votes() {
        site.objects(TOPIC).forEach((tid, topic) -> {
            String main = topic.getOrDefault("mainPid", "");
            if (site.has(POST, main)) {
                count(
                        TOPIC,
                        tid,
                        "upvotes",
                        site.members("pid:" + main + ":upvote").size());
                count(
                        TOPIC,
                        tid,
                        "downvotes",
                        site.members("pid:" + main + ":downvote").size());
            }
        });
    }

    private void users() {
        Map<String, Double> posts = new HashMap<>();
        Map<String, Double> topics = new HashMap<>();
        Map<String, Double> reputation = new HashMap<>();
        Map<String, Double> last = new HashMap<>();
        site.objects(POST).forEach((pid, post) -> {
            String uid = post.getOrDefault("uid", "");
            posts.merge(uid, 1.0, Double::sum);
            reputation.merge(uid, votes(post), Double::sum);
            last.merge(uid, number(post.get("timestamp")), Math::max);
        });
        site.objects(TOPIC).values().forEach(topic -> topics.merge(topic.getOrDefault("uid", ""), 1.0, Double::sum));
        site.objects(USER).forEach((uid, user) -> {
            count(USER, uid, "postcount", posts.getOrDefault(uid, 0.0));
            count(USER, uid, "topiccount", topics.getOrDefault(uid, 0.0));
            count(USER, uid, "reputation", reputation.getOrDefault(uid, 0.0));
            count(USER, uid, "lastposttime", last.getOrDefault(uid, 0.0));
            count(USER, uid, "followerCount", site.scores("followers:" + uid).size());
            count(USER, uid, "followingCount", site.scores("following:" + uid).size());
            count(
                    USER,
                    uid,
                    "blocksCount",
                    site.scores("uid:" + uid + ":blocked_uids").size());
            user(uid, user);
        });
        count("userCount", site.objects(USER).size());
    }

    private void user(String uid, Map<String, String> user) {
        String name = user.getOrDefault("username", "");
        String full = user.getOrDefault("fullname", "");
        must("username:uid", name, number(uid));
        must("userslug:uid", user.getOrDefault("userslug", ""), number(uid));
        must("username:sorted", name.toLowerCase(Locale.ROOT) + ":" + uid, 0);
        must("users:joindate", uid, number(user.get("joindate")));
        must("users:reputation", uid, number(user.get("reputation")));
        if (number(user.get("postcount")) > 0) {
            must("users:postcount", uid, number(user.get("postcount")));
        } else {
            may("users:postcount", uid, 0);
        }
        if (!full.isEmpty()) {
            must("fullname:sorted", full.toLowerCase(Locale.ROOT) + ":" + uid, 0);
        }
        if (user.get("flags") != null) {
            must("users:flags", uid, number(user.get("flags")));
        }
        if ("1".equals(user.get("banned"))) {
            must("users:banned", uid, ANY);
        }
        if (number(user.get("banned:expire")) > 0) {
            must("users:banned:expire", uid, number(user.get("banned:expire")));
        }
    }

    private void categories() {
        Map<String, Double> posts = new HashMap<>();
        Map<String, Double> topics = new HashMap<>();
        site.objects(POST).values().forEach(post -> posts.merge(category(site, post), 1.0, Double::sum));
        site.objects(TOPIC).values().forEach(topic -> topics.merge(topic.getOrDefault("cid", ""), 1.0, Double::sum));
        site.objects(CATEGORY).forEach((cid, category) -> {
            count(CATEGORY, cid, "post_count", posts.getOrDefault(cid, 0.0));
            count(CATEGORY, cid, "topic_count", topics.getOrDefault(cid, 0.0));
            double order = number(category.get("order"));
            must("categories:cid", cid, order);
            must("categories:name", category.getOrDefault("name", "").toLowerCase(Locale.ROOT) + ":" + cid, 0);
            must("categoryhandle:cid", category.getOrDefault("handle", ""), number(cid));
            must("cid:" + category.get("parentCid") + ":children", cid, order);
        });
    }

    private void groups() {
        NodeBbSite.matching(site.hashes(), "group:(.*)", (key, group) -> {
            String name = key.group(1);
            double members = site.scores("group:" + name + ":members").size();
            must("#group.memberCount", name, members);
            is.computeIfAbsent("#group.memberCount", any -> new HashMap<>())
                    .put(name, number(group.get("memberCount")));
            must("groups:createtime", name, number(group.get("createtime")));
            if ("0".equals(group.get("hidden"))) {
                must("groups:visible:createtime", name, number(group.get("createtime")));
                must("groups:visible:memberCount", name, members);
                must("groups:visible:name", name.toLowerCase(Locale.ROOT) + ":" + name, 0);
                String slug = group.getOrDefault("slug", "");
                must("#group.slug", name, 1);
                boolean found = name.equals(site.hashes()
                        .getOrDefault("groupslug:groupname", Map.of())
                        .get(slug));
                is.computeIfAbsent("#group.slug", any -> new HashMap<>()).put(name, found ? 1.0 : 0.0);
            }
        });
    }

    private void chats() {
        Map<String, Double> messages = new HashMap<>();
        site.objects(MESSAGE).forEach((mid, message) -> {
            String room = message.getOrDefault("roomId", "");
            messages.merge(room, 1.0, Double::sum);
            must("messages:mid", mid, number(message.get("timestamp")));
            must("chat:room:" + room + ":mids", mid, number(message.get("timestamp")));
        });
        site.objects(ROOM).forEach((room, fields) -> {
            must("chat:rooms", room, number(fields.get("timestamp")));
            count(ROOM, room, "messageCount", messages.getOrDefault(room, 0.0));
            count(
                    ROOM,
                    room,
                    "userCount",
                    site.scores("chat:room:" + room + ":uids").size());
        });
        count("messageCount", site.objects(MESSAGE).size());
    }

    private void flags() {
        Map<String, Double> flagged = new HashMap<>();
        site.objects(FLAG).forEach((id, flag) -> {
            String type = flag.getOrDefault("type", "");
            String target = flag.getOrDefault("targetId", "");
            double time = number(flag.get("datetime"));
            must("flags:datetime", id, time);
            must("flags:byType:" + type, id, time);
            must("flags:byState:" + flag.get("state"), id, ANY);
            must("flags:byTargetUid:" + flag.get("targetUid"), id, time);
            add("flags:byTarget", type + ":" + target, 1);
            if (type.equals("post")) {
                must("flags:byPid:" + target, id, time);
                flagged.merge(flag.getOrDefault("targetUid", ""), 1.0, Double::sum);
            }
            if (flag.get("assignee") != null) {
                must("flags:byAssignee:" + flag.get("assignee"), id, ANY);
            }
            site.sorted().keySet().stream()
                    .filter(key -> key.startsWith("flags:byCid:"))
                    .forEach(key -> may(key, id, time));
            site.scores("flag:" + id + ":reports").keySet().forEach(report -> {
                String reporter = report.substring(0, report.indexOf(';'));
                must("flags:byReporter:" + reporter, id, ANY);
                must("flags:hash", type + ":" + target + ":" + reporter, number(id));
            });
        });
        site.objects(USER).keySet().forEach(uid -> count(USER, uid, "flags", flagged.getOrDefault(uid, 0.0)));
    }

    private void events() {
        site.objects(EVENT).forEach((id, event) -> {
            double time = number(event.get("timestamp"));
            must("events:time", id, time);
            must("events:time:" + event.get("type"), id, time);
            String uid = Objects.requireNonNullElse(event.get("uid"), "0");
            if (!uid.equals("0")) {
                must("events:time:uid:" + uid, id, time);
            }
        });
    }
}
