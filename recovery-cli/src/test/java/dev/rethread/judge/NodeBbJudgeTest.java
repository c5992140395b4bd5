package dev.rethread.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rethread.judge.NodeBbVerdict.Flaw;
import dev.rethread.rdb.RdbSnapshot;
import dev.rethread.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The judge knows a right recovery when it sees one, and every way of being wrong. What the real software wrote after the
 * incident serves as the lost branch: live without it, but with its accounts and categories, is what must be recovered.
 */
class NodeBbJudgeTest {
    private static final Path ROOT = Path.of("..", "..", "shared", "data", "nodebb-incident-s")
            .toAbsolutePath()
            .normalize();
    private static NodeBbSite base;
    private static NodeBbSite lost;
    private static NodeBbSite live;

    @BeforeAll
    static void read() {
        assumeTrue(Files.isDirectory(ROOT), "the real incident does not lie beside this clone");
        base = site("stale.rdb");
        lost = site("full.rdb");
        live = site("live.rdb");
    }

    private static NodeBbSite site(String file) {
        try (SourceFile source = SourceFile.open(ROOT.resolve(file))) {
            return NodeBbSite.of(RdbSnapshot.read(source));
        }
    }

    @Test
    void whereNothingWasLostNothingIsWrong() {
        NodeBbVerdict verdict = NodeBbJudge.judge(base, base, live, live);
        assertThat(verdict.right()).as(verdict.toString()).isTrue();
        assertThat(verdict.restored()).isEmpty();
    }

    @Test
    void ofAnUnrecoveredForumTheJudgeMissesTheGapAlone() throws IOException {
        NodeBbVerdict verdict = NodeBbJudge.judge(base, lost, live, live);

        assertThat(verdict.flaws())
                .as(verdict.toString())
                .containsOnlyKeys(Flaw.WRONG, Flaw.MISSING, Flaw.RELATION, Flaw.MARK);
        JsonNode facts =
                new ObjectMapper().readTree(ROOT.resolve("answers/facts.json").toFile());
        JsonNode entities = facts.path("entities");
        assertThat(all(verdict, "post")).isEqualTo(entities.at("/post/lost").asInt());
        assertThat(all(verdict, "topic")).isEqualTo(entities.at("/topic/lost").asInt());
        assertThat(all(verdict, "message"))
                .isEqualTo(entities.at("/message/lost").asInt());
        assertThat(all(verdict, "room")).isEqualTo(entities.at("/chatroom/lost").asInt());
        assertThat(all(verdict, "flag")).isEqualTo(entities.at("/flag/lost").asInt());
        assertThat(all(verdict, "event")).isEqualTo(entities.at("/event/lost").asInt());
        assertThat(all(verdict, "topic event"))
                .isEqualTo(entities.at("/topicEvent/lost").asInt());
        assertThat(verdict.waiting())
                .containsEntry("user", facts.path("lostUsersNotReRegistered").asInt())
                .containsEntry("category", 1);
        assertThat(verdict.restored())
                .containsEntry("user made again", facts.path("reRegistered").size())
                .containsEntry("category made again", 1);
    }

    private static long all(NodeBbVerdict verdict, String kind) {
        long missing = verdict.flaws().get(Flaw.MISSING).stream()
                .filter(line -> line.matches(kind + " \\d.*"))
                .count();
        return missing + verdict.waiting().getOrDefault(kind, 0);
    }

    @Test
    void aRightRecoveryIsRight() {
        NodeBbVerdict verdict = judged(after -> {});
        assertThat(verdict.right()).as(verdict.toString()).isTrue();
        assertThat(verdict.restored())
                .containsEntry("post", 26)
                .containsEntry("topic", 6)
                .containsEntry("message", 5)
                .containsEntry("flag", 1)
                .containsEntry("room", 1)
                .containsEntry("user made again", 7);
    }

    @Test
    void aPostInTheWrongHandsIsFound() {
        assertThat(judged(after -> post(after).put("uid", "1")).flaws(Flaw.MISSING))
                .isEqualTo(1);
        assertThat(judged(after -> post(after).put("uid", "1")).flaws(Flaw.INVENTED))
                .isEqualTo(1);
    }

    @Test
    void aPostInAnotherTopicIsFound() {
        found(Flaw.WRONG, after -> post(after).put("tid", "2"));
    }

    @Test
    void anotherTextIsFound() {
        found(Flaw.WRONG, after -> post(after).put("content", "something else"));
        found(Flaw.LIVE_CHANGED, after -> after.hashes().get("post:3").put("content", "something else"));
    }

    @Test
    void aLostPostThatIsMissingIsFound() {
        found(Flaw.MISSING, after -> after.hashes().remove("post:" + RESTORED));
    }

    @Test
    void aPostWrittenTwiceIsFound() {
        found(Flaw.DUPLICATE, after -> {
            Map<String, String> twin = new TreeMap<>(post(after));
            twin.put("pid", "184999");
            after.hashes().put("post:184999", twin);
        });
    }

    @Test
    void aPostThatNobodyWroteIsFound() {
        found(
                Flaw.INVENTED,
                after -> after.hashes()
                        .put(
                                "post:999",
                                new TreeMap<>(Map.of("pid", "999", "tid", "2", "uid", "1", "timestamp", "5"))));
    }

    @Test
    void whatMustWaitIsFoundWhenItIsThere() {
        NodeBbSite after = live.copy();
        Map<String, String> early = lost.objects(NodeBbKind.POST).entrySet().stream()
                .filter(post -> post.getValue().get("uid").equals("37"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
        after.hashes().put("post:500", new TreeMap<>(early));
        after.hashes().put("user:500", new TreeMap<>(lost.hashes().get("user:37")));
        after.hashes().get("post:500").put("uid", "500");
        assertThat(NodeBbJudge.judge(base, lost, live, after).flaws(Flaw.EARLY)).isEqualTo(2);
    }

    @Test
    void anAnswerToNothingIsFound() {
        found(Flaw.BROKEN, after -> after.hashes().get("topic:36").put("mainPid", "88888"));
    }

    @Test
    void aVoteTooFewOrTooManyIsFound() {
        Set<String> votes = new LinkedHashSet<>(live.members("pid:157:upvote"));
        votes.addAll(List.of("1", "2", "3"));
        found(Flaw.RELATION, after -> after.sets().put("pid:157:upvote", votes));
        found(Flaw.RELATION, after -> after.sets().keySet().removeIf(key -> key.matches("pid:\\d+:upvote")));
        found(Flaw.RELATION, after -> after.sorted().keySet().removeIf(key -> key.matches("uid:\\d+:bookmarks")));
    }

    @Test
    void anIndexOrCountThatIsOffByOneIsFound() {
        found(Flaw.INDEX, after -> after.hashes().get("topic:36").put("postcount", "77"));
        found(Flaw.INDEX, after -> after.hashes().get("user:5").put("reputation", "77"));
        found(Flaw.INDEX, after -> after.sorted().get("posts:pid").remove(RESTORED));
        found(Flaw.INDEX, after -> after.sorted().get("topics:recent").put("36", 1.0));
        found(Flaw.INDEX, after -> after.sorted().get("cid:2:pids").put("77777", 1.0));
        found(Flaw.INDEX, after -> after.hashes().get("global").put("nextPid", "3"));
    }

    @Test
    void aReadMarkThatWentBackIsFound() {
        found(Flaw.MARK, after -> after.sorted().get("uid:10:tids_read").put("13", 1.0));
    }

    @Test
    void aCredentialOfTheGapIsFound() {
        String password = lost.field(NodeBbKind.USER, "25", "password");
        NodeBbSite after = live.copy();
        after.hashes().get("user:25").put("password", password);
        NodeBbVerdict verdict = NodeBbJudge.judge(base, lost, live, after);
        assertThat(verdict.flaws(Flaw.SECRET)).isPositive();
        assertThat(verdict.toString()).doesNotContain(password);
    }

    @Test
    void aPermissionThatNobodyGaveIsFound() {
        found(
                Flaw.SECRET,
                after -> after.sorted().get("group:administrators:members").put("5", 1.0));
    }

    @Test
    void aKeyThatIsNobodysIsFound() {
        found(Flaw.INVENTED, after -> after.strings().put("rethread:marker", "1"));
        found(Flaw.LIVE_CHANGED, after -> after.hashes().get("config").put("title", "Another"));
    }

    /** A post that live wrote after the incident, in a topic that base has. */
    private static final String RESTORED = "184";

    private static Map<String, String> post(NodeBbSite after) {
        return Objects.requireNonNull(after.hashes().get("post:" + RESTORED));
    }

    private static void found(Flaw flaw, Consumer<NodeBbSite> change) {
        NodeBbVerdict verdict = judged(change);
        assertThat(verdict.flaws(flaw)).as(verdict.toString()).isPositive();
    }

    private static NodeBbVerdict judged(Consumer<NodeBbSite> change) {
        NodeBbSite before = beforeRecovery();
        NodeBbSite after = afterRecovery(before);
        change.accept(after);
        return NodeBbJudge.judge(base, live, before, after);
    }

    /** Base with whoever registered since, with the groups that this put them in, and without what was purged since. */
    private static NodeBbSite beforeRecovery() {
        NodeBbSite before = base.copy();
        List<String> purged = base.objects(NodeBbKind.POST).keySet().stream()
                .filter(pid -> !live.has(NodeBbKind.POST, pid))
                .toList();
        purged.forEach(pid -> purge(before, pid));
        live.keys().stream().filter(NodeBbJudgeTest::made).forEach(key -> copy(live, before, key));
        live.scores("groups:createtime")
                .forEach((group, time) ->
                        before.sorted().get("groups:createtime").put(group, time));
        return before;
    }

    private static void purge(NodeBbSite before, String pid) {
        String cid = before.field(NodeBbKind.TOPIC, before.field(NodeBbKind.POST, pid, "tid"), "cid");
        before.hashes().remove("post:" + pid);
        before.sets().keySet().removeIf(key -> key.startsWith("pid:" + pid + ":"));
        before.hashes()
                .get("category:" + cid)
                .merge("post_count", "-1", (old, less) -> String.valueOf(Integer.parseInt(old) - 1));
    }

    /** Accounts and categories that people made again, and what the software makes with them. */
    private static boolean made(String key) {
        boolean account = key.matches("user:\\d+") || key.matches("category:\\d+");
        return (account && !base.hashes().containsKey(key))
                || key.matches("group:(cid:.*|(registered|verified|unverified)-users(:members)?)");
    }

    /** What the software wrote, in the keys that a recovery writes; the others as they were. */
    private static NodeBbSite afterRecovery(NodeBbSite before) {
        NodeBbSite after = live.copy();
        for (String key : live.keys()) {
            if (!recovered(key)) {
                after.hashes().remove(key);
                after.sorted().remove(key);
                after.sets().remove(key);
                after.strings().remove(key);
            }
        }
        for (String key : before.keys()) {
            if (!recovered(key)) {
                copy(before, after, key);
            }
        }
        after.objects(NodeBbKind.USER)
                .forEach((uid, user) -> NodeBbKind.USER.secret().forEach(field -> {
                    String held = before.field(NodeBbKind.USER, uid, field);
                    if (held.isEmpty()) {
                        user.remove(field);
                    } else {
                        user.put(field, held);
                    }
                }));
        after.objects(NodeBbKind.EVENT).forEach((eid, event) -> {
            if (!before.has(NodeBbKind.EVENT, eid)) {
                event.keySet().removeAll(NodeBbKind.EVENT.secret());
            }
        });
        return after;
    }

    private static boolean recovered(String key) {
        return NodeBbIndexes.owns(key) || NodeBbParts.owns(key) || NodeBbRelations.owns(key);
    }

    private static void copy(NodeBbSite from, NodeBbSite to, String key) {
        if (from.hashes().containsKey(key)) {
            to.hashes().put(key, new TreeMap<>(from.hashes().get(key)));
        } else if (from.sorted().containsKey(key)) {
            to.sorted().put(key, new LinkedHashMap<>(from.scores(key)));
        } else if (from.sets().containsKey(key)) {
            to.sets().put(key, new LinkedHashSet<>(from.members(key)));
        } else if (from.strings().containsKey(key)) {
            to.strings().put(key, from.strings().get(key));
        }
    }
}
