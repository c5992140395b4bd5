package dev.rethread.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rethread.item.Template;
import dev.rethread.keyspace.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names are recognised as a regular expression would, but faster. */
final class PatternTest {
    private static final String[] PIECES = {"a", "b", ":", "1", "ab", "{name}", "{post}", "{other:post}", "*", ":"};

    private static Pattern typed(String text) {
        return new Pattern(text).typed("post"::equals);
    }

    @ParameterizedTest
    @CsvSource({
        "thread:{thread}:likes, thread:/a#b:likes, thread=/a#b",
        "user:{post}, user:5, post=5",
        "following:{followed:user}, following:7, followed=7",
        "*:{post}, A:strange:name:12, post=12",
        "{news}-{comment}, 3-14, news=3 comment=14",
        "{a}{b}, xyz, a=x b=yz",
        "group:{name}:members, group:a:members:members, name=a:members",
        "exact, exact, ''",
        "cache:*, cache:, ''",
    })
    void valuesAreTakenOut(String pattern, String name, String expected) {
        StringBuilder found = new StringBuilder();
        typed(pattern)
                .match(Bytes.of(name))
                .orElseThrow()
                .forEach((key, value) ->
                        found.append(' ').append(key).append('=').append(value.utf8()));
        assertThat(found.toString().strip()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "user:{post}, user:5:flags",
        "user:{post}, user:",
        "user:{post}, user",
        "{a}:{a2}, a:",
        "aba*aba, aba",
        "aba*aba, ababa",
        "exact, exactly"
    })
    void otherFormsDoNotFit(String pattern, String name) {
        assertThat(typed(pattern).match(Bytes.of(name))).isEmpty();
    }

    @Test
    void anAliasHasItsDomain() {
        Pattern pattern = new Pattern("{user}:{followed:user}:*");
        assertThat(pattern.placeholders()).containsExactly("user", "followed");
        assertThat(pattern.domainOf("followed")).isEqualTo("user");
        assertThat(pattern.domainOf("user")).isEqualTo("user");
    }

    @Test
    void onlyPlaceholdersAreRewritten() {
        Pattern pattern = typed("x*:{post}/*");
        assertThat(pattern.rewrite(Bytes.of("xyz:12/a-title"), name -> Template.literal("99"))
                        .lost())
                .isEqualTo(Bytes.of("xyz:99/a-title"));
        assertThatThrownBy(() -> pattern.rewrite(Bytes.of("secret"), name -> Template.literal("99")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void everyPatternFindsWhatARegularExpressionFinds() {
        Random random = new Random(4);
        int found = 0;
        for (int run = 0; run < 200_000; run++) {
            Pattern pattern = typed(pattern(random));
            Bytes name = Bytes.of(name(random));
            Optional<Map<String, Bytes>> values = pattern.match(name);
            assertThat(values).as("%s in %s", pattern, name).isEqualTo(byExpression(pattern.toString(), name));
            found += values.isPresent() ? 1 : 0;
        }
        assertThat(found).isGreaterThan(10_000);
    }

    @Test
    void theIndexFindsTheMostSpecificOfAll() {
        Random random = new Random(5);
        int found = 0;
        for (int run = 0; run < 500; run++) {
            List<PatternIndex.Rule<Integer>> rules = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                rules.add(new PatternIndex.Rule<>(typed(pattern(random)), i));
            }
            PatternIndex<Integer> index = new PatternIndex<>(rules);
            rules.sort(Comparator.comparingInt(
                            (PatternIndex.Rule<Integer> rule) -> -rule.pattern().specificity())
                    .thenComparing(PatternIndex.Rule::meaning));
            for (int i = 0; i < 100; i++) {
                Bytes name = Bytes.of(name(random));
                PatternIndex.Rule<Integer> first = rules.stream()
                        .filter(rule -> rule.pattern().match(name).isPresent())
                        .findFirst()
                        .orElse(null);
                assertThat(index.find(name)).as("%s", name).isEqualTo(first);
                found += first == null ? 0 : 1;
            }
        }
        assertThat(found).isGreaterThan(5_000);
    }

    @Test
    void aLongNameDoesNotHoldItUp() {
        Pattern pattern = typed("a*a*a*a{x}a{post}b*a*c");
        Bytes name = Bytes.of("a".repeat(1_000_000) + "c");
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertThat(pattern.fits(name)).isFalse());
    }

    private static String pattern(Random random) {
        StringBuilder pattern = new StringBuilder();
        for (int pieces = 1 + random.nextInt(6); pieces > 0; pieces--) {
            String piece = PIECES[random.nextInt(PIECES.length)];
            pattern.append(pattern.indexOf(piece) >= 0 && piece.length() > 2 ? ":" : piece);
        }
        return pattern.toString();
    }

    private static String name(Random random) {
        StringBuilder name = new StringBuilder();
        for (int length = random.nextInt(9); length > 0; length--) {
            name.append("ab:1".charAt(random.nextInt(4)));
        }
        return name.toString();
    }

    private static Optional<Map<String, Bytes>> byExpression(String pattern, Bytes name) {
        String expression = pattern.replace("*", "(?:.*?)")
                .replace("{name}", "(?<name>.+?)")
                .replace("{post}", "(?<post>[0-9]+?)")
                .replace("{other:post}", "(?<other>[0-9]+?)");
        Matcher matcher = java.util.regex.Pattern.compile(expression)
                .matcher(new String(name.unsafeArray(), StandardCharsets.ISO_8859_1));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<String, Bytes> values = new LinkedHashMap<>();
        for (String group : List.of("name", "post", "other")) {
            if (expression.contains("(?<" + group + ">")) {
                values.put(group, Bytes.of(matcher.group(group)));
            }
        }
        return Optional.of(values);
    }
}
