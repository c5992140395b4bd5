package dev.rethread.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.model.World.Thing;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The oracle itself: it must be content with what is right, and with nothing else. */
final class OracleTest {
    private static final int SEEDS = 60;

    /** A recovery as it should be, before something happens to it. */
    private record Case(Incident incident, Expectation expected, Keyspace before, Keyspace after) {
        static Case of(long seed) {
            Incident incident = Incident.of(seed, Incident.Form.WHOLE);
            Expectation expected = Expectation.of(incident.base(), incident.known(), incident.live());
            Keyspace before = Incident.keys(incident.live(), "live");
            return new Case(incident, expected, before, Incident.keys(expected.world(), "live"));
        }

        List<Thing> restored(String kind) {
            return expected.world().all(kind).stream()
                    .filter(thing -> !incident.live().has(thing.name()))
                    .toList();
        }

        List<String> findings() {
            return Oracle.judge(incident, before, after);
        }
    }

    @Test
    void aForumIsReadBackAsItWasWritten() {
        for (long seed = 0; seed < SEEDS; seed++) {
            World world = Incident.of(seed, Incident.Form.WHOLE).gap();
            Keyspace keys = Rendering.of(world);
            World read = Reading.of(keys);
            assertThat(read.statements()).as("seed %d", seed).isEqualTo(world.statements());
            assertThat(keys.differences(Rendering.of(read))).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void theRightRecoveryIsFoundRight() {
        for (long seed = 0; seed < SEEDS; seed++) {
            assertThat(Case.of(seed).findings()).as("seed %d", seed).isEmpty();
        }
    }

    /** What is whole in a damaged dump, and no more: less is too little, but what was damaged may come too. */
    @Test
    void ofDamagedDumpsWhatIsWholeMustComeAndNothingElseMay() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Incident incident = Incident.of(seed, Incident.Form.PARTIAL);
            Keyspace before = Incident.keys(incident.live(), "live");
            World whole = Expectation.of(incident.base(), incident.whole(), incident.live())
                    .world();
            assertThat(Oracle.judge(incident, before, Incident.keys(whole, "live")))
                    .as("seed %d", seed)
                    .isEmpty();
            World more = whole.copy();
            more.all("topic").forEach(topic -> topic.facts().put("title", "never said"));
            assertThat(Oracle.judge(incident, before, Incident.keys(more, "live")))
                    .as("seed %d", seed)
                    .isNotEmpty();
            boolean nothing = whole.statements()
                    .keySet()
                    .equals(incident.live().statements().keySet());
            assertThat(Oracle.judge(incident, before, before).isEmpty())
                    .as("seed %d", seed)
                    .isEqualTo(nothing);
        }
    }

    @Test
    void everythingOfTheGapHasAnOutcome() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Map<String, Set<String>> outcomes = Case.of(seed).expected().outcomes(true);
            assertThat(outcomes).as("seed %d", seed).doesNotContainValue(Set.of());
        }
    }

    /** Makes something wrong; false where there is nothing of that kind. */
    private static final Map<String, BiPredicate<Case, Keyspace>> MISTAKES = mistakes();

    private static Map<String, BiPredicate<Case, Keyspace>> mistakes() {
        Map<String, BiPredicate<Case, Keyspace>> all = new TreeMap<>();
        all.put("a lost post stays away", (made, keys) -> first(made, "post", id -> keys.remove("post:" + id)));
        all.put(
                "a post under another author",
                (made, keys) -> first(
                        made,
                        "post",
                        id -> keys.hash("post:" + id).merge("uid", "1", (one, other) -> one.equals("1") ? "2" : "1")));
        all.put(
                "a topic in another space",
                (made, keys) ->
                        first(made, "topic", id -> keys.hash("topic:" + id).put("space", "nowhere")));
        all.put(
                "a post at another time",
                (made, keys) ->
                        first(made, "post", id -> keys.hash("post:" + id).put("timestamp", "1700000000000")));
        all.put(
                "another text",
                (made, keys) ->
                        first(made, "post", id -> keys.hash("post:" + id).put("text", "never said")));
        all.put(
                "a post missing in its topic",
                (made, keys) -> first(
                        made,
                        "post",
                        id -> keys.zset("topic:" + keys.hash("post:" + id).get("tid") + ":posts")
                                .remove(id)));
        all.put(
                "a post counted twice",
                (made, keys) -> first(
                        made,
                        "post",
                        id -> keys.hash("stats").merge("posts", "", (one, other) -> "" + (Integer.parseInt(one) + 1))));
        all.put(
                "the wrong last post",
                (made, keys) -> first(
                        made,
                        "post",
                        id -> keys.hash("topic:" + keys.hash("post:" + id).get("tid"))
                                .put("teaser", "0")));
        all.put(
                "a vote nobody gave",
                (made, keys) ->
                        first(made, "post", id -> keys.set("pid:" + id + ":up").add("77")));
        all.put(
                "a comment of nobody",
                (made, keys) -> first(
                        made,
                        "comment",
                        id -> keys.hash("comments:hello")
                                .put(
                                        "99",
                                        "{\"body\":\"x\",\"user_id\":\"1\",\"ctime\":1600000500,\"parent_id\":-1,\"up\":[]}")));
        all.put(
                "a counter behind",
                (made, keys) -> first(made, "post", id -> keys.hash("global").put("nextPost", "1")));
        all.put("a credential", (made, keys) -> keys.hash("user:1").put("password", "$2b$12$lost") != null);
        all.put("a credential's key", (made, keys) -> {
            keys.put("reset:lost5ecret", "1");
            return true;
        });
        all.put("a key no profile knows", (made, keys) -> {
            keys.put("junk:lost", "lost");
            return true;
        });
        all.put(
                "live overwritten",
                (made, keys) -> keys.hash("space:"
                                        + made.incident()
                                                .live()
                                                .all("space")
                                                .get(0)
                                                .id())
                                .put("title", "mine")
                        != null);
        return all;
    }

    private static boolean first(Case made, String kind, Consumer<String> mistake) {
        List<Thing> restored = made.restored(kind);
        if (!restored.isEmpty()) {
            mistake.accept(restored.get(0).id());
        }
        return !restored.isEmpty();
    }

    @Test
    void everyMistakeIsFound() {
        MISTAKES.forEach((name, mistake) -> {
            long made = LongStream.range(0, 20)
                    .filter(seed -> {
                        Case right = Case.of(seed);
                        boolean wrong = mistake.test(right, right.after());
                        right.after().dropEmpty();
                        if (wrong) {
                            assertThat(right.findings())
                                    .as("%s, seed %d", name, seed)
                                    .isNotEmpty();
                        }
                        return wrong;
                    })
                    .count();
            assertThat(made).as(name).isPositive();
        });
    }
}
