package dev.rethread.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rethread.incident.ExitCode;
import dev.rethread.judge.NodeBbSite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an incident decides, on a real NodeBB. Its answer key says: topic 32 was typed again by its author as 34, with a
 * preface; topic 41 was typed again, word for word, as 31 by somebody else.
 */
class NodeBbPoliciesTest {
    private static final String TYPED_AGAIN = "Feature time topic always";

    @TempDir
    private Path folder;

    @Test
    void whatItsAuthorTypedAgainIsToldAndStandsBesideTheLostOne() throws IOException {
        try (NodeBbIncident incident = NodeBbIncident.start(NodeBbIncident.small(), folder, "full.rdb")) {
            JsonNode gap = json(incident.rethread("gap", "--format", "json"));

            assertThat(mapping(gap, "topic", "32").path("how").asText()).isEqualTo("fresh");
            assertThat(mapping(gap, "topic", "32").path("evidence").asText())
                    .endsWith("; typed again by hand as topic 34");
            assertThat(mapping(gap, "post", "166").path("evidence").asText())
                    .endsWith("; typed again by hand elsewhere as post 174");
            assertThat(mapping(gap, "topic", "41").path("evidence").asText())
                    .contains("typed again by another hand as topic 31");
            incident.recover();
            assertThat(topics(incident.site(), TYPED_AGAIN)).hasSize(2);
        }
    }

    @Test
    void whatItsAuthorTypedAgainTakesTheAnswersOfTheLostOne() throws IOException {
        List<String> merge = List.of("--reposts", "merge");
        try (NodeBbIncident incident = NodeBbIncident.start(NodeBbIncident.small(), folder, merge, "full.rdb")) {
            JsonNode gap = json(incident.rethread("gap", "--format", "json"));
            assertThat(mapping(gap, "topic", "32").path("live").asText()).isEqualTo("34");
            assertThat(mapping(gap, "post", "166").path("live").asText()).isEqualTo("174");
            assertThat(mapping(gap, "topic", "41").path("live").asText()).isEqualTo("41");
            Map<String, String> typed = hash(incident.before(), "post:174");

            incident.recover();

            NodeBbSite after = incident.site();
            assertThat(topics(after, TYPED_AGAIN)).containsExactly("topic:34");
            assertThat(hash(after, "post:174")).containsAllEntriesOf(copied(typed));
            Set<String> answers = new TreeSet<>();
            posts(incident.lost(), "32").values().forEach(post -> answers.add(said(post, "content")));
            answers.remove(said(hash(incident.lost(), "post:166"), "content"));
            Map<String, Map<String, String>> back = posts(after, "34");
            assertThat(back.values().stream().map(post -> said(post, "content")))
                    .containsAll(answers);
            assertThat(hash(after, "topic:34"))
                    .containsEntry("postcount", "" + back.size())
                    .containsEntry("mainPid", "174");
            assertThat(list(after, "tid:34:posts")).hasSize(back.size() - 1);
            incident.done("stage");
            assertThat(incident.done("plan").out()).contains("Nothing to write");
        }
    }

    @Test
    void whoIsNotThereIsAGuestOfTheirName() throws IOException {
        List<String> placeholder = List.of("--absent", "placeholder");
        try (NodeBbIncident incident = NodeBbIncident.start(NodeBbIncident.small(), folder, placeholder, "full.rdb")) {
            incident.recover();

            NodeBbSite after = incident.site();
            Set<String> awaited = new HashSet<>();
            ids(incident.facts().at("/entities/user/ids/lost"))
                    .forEach(uid -> awaited.add(said(hash(incident.lost(), "user:" + uid), "username")));
            awaited.removeAll(names(incident.before()));
            assertThat(awaited)
                    .hasSize(incident.facts().path("lostUsersNotReRegistered").asInt());
            int guests = 0;
            for (String pid : ids(incident.facts().at("/entities/post/ids/lost"))) {
                Map<String, String> post = hash(incident.lost(), "post:" + pid);
                Map<String, String> topic = hash(incident.lost(), "topic:" + said(post, "tid"));
                String name = said(hash(incident.lost(), "user:" + said(post, "uid")), "username");
                if (awaited.contains(name) && !said(topic, "cid").equals("6")) {
                    guests++;
                    guest(after, name, post);
                }
            }
            assertThat(guests).isGreaterThan(5);
            JsonNode waiting =
                    json(incident.rethread("gap", "--format", "json")).path("waiting");
            waiting.forEach(cause -> assertThat(cause.toString()).doesNotContain("\"post\""));
            incident.done("stage");
            assertThat(incident.done("plan").out()).contains("Nothing to write");
        }
    }

    private static void guest(NodeBbSite after, String name, Map<String, String> post) {
        List<Map.Entry<String, Map<String, String>>> back = after.hashes().entrySet().stream()
                .filter(hash -> hash.getKey().matches("post:\\d+")
                        && said(post, "timestamp").equals(hash.getValue().get("timestamp")))
                .toList();
        assertThat(back).as(post.toString()).hasSize(1);
        Map<String, String> guest = back.get(0).getValue();
        assertThat(guest).containsEntry("uid", "0").containsEntry("handle", name);
        assertThat(guest).doesNotContainKey("editor");
        String pid = said(guest, "pid");
        boolean first =
                said(hash(after, "topic:" + said(guest, "tid")), "mainPid").equals(pid);
        assertThat(first || list(after, "tid:" + said(guest, "tid") + ":posts").containsKey(pid))
                .as(guest.toString())
                .isTrue();
    }

    private static Set<String> names(NodeBbSite site) {
        Set<String> names = new HashSet<>();
        site.hashes().forEach((key, fields) -> {
            if (key.matches("user:\\d+")) {
                names.add(said(fields, "username"));
            }
        });
        return names;
    }

    private static Map<String, String> hash(NodeBbSite site, String key) {
        return site.hashes().getOrDefault(key, Map.of());
    }

    private static Map<String, Double> list(NodeBbSite site, String key) {
        return site.sorted().getOrDefault(key, Map.of());
    }

    private static String said(Map<String, String> fields, String name) {
        return String.valueOf(fields.get(name));
    }

    /** Without what is counted. */
    private static Map<String, String> copied(Map<String, String> post) {
        Map<String, String> copied = new TreeMap<>(post);
        copied.keySet().removeAll(Set.of("upvotes", "downvotes", "bookmarks", "replies"));
        return copied;
    }

    private static Set<String> topics(NodeBbSite site, String title) {
        Set<String> topics = new TreeSet<>();
        site.hashes().forEach((key, fields) -> {
            if (key.matches("topic:\\d+") && title.equals(fields.get("title"))) {
                topics.add(key);
            }
        });
        return topics;
    }

    private static Map<String, Map<String, String>> posts(NodeBbSite site, String tid) {
        Map<String, Map<String, String>> posts = new TreeMap<>();
        site.hashes().forEach((key, fields) -> {
            if (key.matches("post:\\d+") && tid.equals(fields.get("tid"))) {
                posts.put(key, fields);
            }
        });
        return posts;
    }

    private static JsonNode mapping(JsonNode gap, String domain, String lost) {
        for (JsonNode id : gap.path("ids")) {
            if (id.path("domain").asText().equals(domain)
                    && id.path("lost").asText().equals(lost)) {
                return id;
            }
        }
        throw new AssertionError("no mapping of " + domain + " " + lost);
    }

    private static List<String> ids(JsonNode numbers) {
        List<String> ids = new ArrayList<>();
        numbers.forEach(id -> ids.add(id.asText()));
        return ids;
    }

    private static JsonNode json(Shell.Result result) throws IOException {
        assertThat(result.is(ExitCode.FOUND) || result.is(ExitCode.DONE))
                .as(result.toString())
                .isTrue();
        return new ObjectMapper().readTree(result.out());
    }
}
