package dev.rethread.infer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.keyspace.Key;
import dev.rethread.profile.Counter;
import dev.rethread.profile.FieldKind;
import dev.rethread.profile.FieldRule;
import dev.rethread.profile.ItemRule;
import dev.rethread.profile.KeyRole;
import dev.rethread.profile.KeyRoles;
import dev.rethread.profile.Pattern;
import dev.rethread.profile.Profile;
import dev.rethread.profile.Profiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is proposed for a cookery that no software keeps so. */
class MadeUpKeyspaceTest {
    private static final int COOKS = 30;
    private static final int RECIPES = 120;
    private static final String WORDS = "boil the water then add salt butter and a little patience until it is done";

    private final Keyspace cookery = new Keyspace();
    private final Proposal proposal = cookery().proposal();
    private final Profile profile = Profiles.parse("cookery", proposal.yaml());

    private Keyspace cookery() {
        SplittableRandom random = new SplittableRandom(7);
        List<Object> all = new ArrayList<>();
        for (int cook = 1; cook <= COOKS; cook++) {
            cookery.hash(
                    "cook/" + cook,
                    "no",
                    cook,
                    "nick",
                    "chef" + cook * 7,
                    "since",
                    1_380_000_000L + cook * 977L,
                    "hashed",
                    "$2b$12$" + letters(random, 53),
                    "mail",
                    "chef" + cook + "@kitchen.example",
                    "apitoken",
                    letters(random, 40));
            cookery.expiring("login:" + letters(random, 40), cook);
        }
        for (int recipe = 1; recipe <= RECIPES; recipe++) {
            int cook = 1 + random.nextInt(COOKS);
            long time = 1_390_000_000L + recipe * 3_601L;
            List<Integer> fans = IntStream.rangeClosed(1, COOKS)
                    .filter(c -> random.nextInt(6) == 0)
                    .boxed()
                    .toList();
            cookery.hash(
                    "recipe/" + recipe,
                    "no",
                    recipe,
                    "cook",
                    cook,
                    "title",
                    words(random, 4),
                    "steps",
                    words(random, 20),
                    "created",
                    time,
                    "fans",
                    fans.size());
            if (!fans.isEmpty()) {
                cookery.set("recipe/" + recipe + "/fans", fans);
            }
            all.addAll(List.of(recipe, time));
        }
        cookery.zset("recipes:bydate", all.toArray());
        return cookery.string("seq:cook", COOKS).string("seq:recipe", RECIPES);
    }

    private static String letters(SplittableRandom random, int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append("abcdefghijklmnopqrstuvwxyz0123456789".charAt(random.nextInt(36)));
        }
        return text.toString();
    }

    private static String words(SplittableRandom random, int number) {
        List<String> words = List.of(WORDS.split(" "));
        return String.join(
                " ",
                IntStream.range(0, number)
                        .mapToObj(i -> words.get(random.nextInt(words.size())))
                        .toList());
    }

    private FieldRule rule(String item, String field) {
        return Objects.requireNonNull(profile.item(item).fields().get(field));
    }

    private FieldKind kind(String item, String field) {
        return rule(item, field).kind();
    }

    @Test
    void kindsAreFoundWithTheirTimesAuthorsAndCounters() {
        assertThat(profile.items()).containsOnlyKeys("cook", "recipe");
        ItemRule recipe = profile.item("recipe");
        assertThat(recipe.time()).isEqualTo("created");
        assertThat(recipe.author()).isEqualTo("cook");
        assertThat(rule("recipe", "cook").domain()).isEqualTo("cook");
        assertThat(rule("recipe", "created").unit()).isEqualTo(1000);
        assertThat(kind("recipe", "steps")).isEqualTo(FieldKind.TEXT);
        assertThat(kind("recipe", "fans")).isEqualTo(FieldKind.COUNT);
        assertThat(profile.item("cook").identity()).containsExactly("nick");
        assertThat(profile.domain("recipe").counter()).isEqualTo(new Counter(new Pattern("seq:recipe"), null));
        assertThat(profile.domain("cook").counter()).isEqualTo(new Counter(new Pattern("seq:cook"), null));
    }

    @Test
    void everyCredentialIsKeptOut() {
        assertThat(List.of("hashed", "mail", "apitoken"))
                .allSatisfy(field -> assertThat(kind("cook", field)).isEqualTo(FieldKind.SECRET));
        KeyRoles roles = new KeyRoles(profile);
        List<Key> logins = cookery.snapshot().keys().stream()
                .filter(key -> key.name().utf8().startsWith("login:"))
                .toList();
        assertThat(logins)
                .hasSize(COOKS)
                .allSatisfy(login -> assertThat(roles.of(login)).isInstanceOf(KeyRole.Secret.class));
    }

    @Test
    void everyLineHasAConfidenceAndNoValue() {
        assertThat(proposal.yaml().lines().filter(line -> line.matches(" {6}\\S+: .*")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).containsPattern("  # [01]\\.\\d\\d: \\S"));
        assertThat(proposal.yaml()).doesNotContain("$2b$", "@kitchen", "chef7", "patience");
    }

    @Test
    void aCountThatACollectionAgreesWithIsCountedByIt() {
        assertThat(proposal.yaml())
                .contains(
                        "\"recipe/{recipe}/fans\": {set: \"{cook}\", relation: fans, derive: [{hash: \"recipe/{recipe}\","
                                + " field: fans, add: 1}]}");
        assertThat(proposal.claimed()).isEqualTo(proposal.keys());
    }

    @Test
    void severalDumpsAreReadAsOne() {
        Keyspace newer = new Keyspace()
                .string("seq:recipe", RECIPES + 9)
                .hash(
                        "recipe/" + (RECIPES + 9),
                        "no",
                        RECIPES + 9,
                        "cook",
                        1,
                        "title",
                        "late",
                        "created",
                        1_400_000_000);
        Proposal both = new Inference(List.of(newer.snapshot(), cookery.snapshot()), null, () -> {}).propose("both");

        assertThat(both.kinds())
                .anySatisfy(kind -> assertThat(kind)
                        .extracting(Proposal.Kind::name, Proposal.Kind::items)
                        .containsExactly("recipe", RECIPES + 1L));
        assertThat(both.yaml()).contains("recipe: {ids: counter, counter: \"seq:recipe\"}");
    }
}
