package dev.rethread.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema that editors use: what is shipped obeys it, what the reader refuses for its form it refuses too. */
class ProfileSchemaTest {
    private static final ObjectMapper YAML = new YAMLMapper();
    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(resource("profile.schema.json"), InputFormat.JSON);

    private static String resource(String name) {
        try (InputStream in = Profiles.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<Error> errors(String yaml) throws IOException {
        JsonNode profile = YAML.readTree(yaml);
        return schema.validate(profile);
    }

    static List<String> shipped() {
        return Profiles.SHIPPED;
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void shippedProfilesObeyItAndNameIt(String name) throws IOException {
        String yaml = resource(name + ".yaml");

        assertThat(yaml).startsWith("# yaml-language-server: $schema=profile.schema.json\n");
        assertThat(errors(yaml)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "profile: lamernews|profil: lamernews",
                "database: 0|database: -1",
                "database: 0|database: many",
                "counter: \"news.count\"}|counted: \"news.count\"}",
                "{ids: counter, counter: \"news.count\"}|{ids: counter}",
                "{ids: counter, counter: \"news.count\"}|{ids: name, counter: \"news.count\"}",
                "{ids: counter, counter: \"news.count\"}|{ids: number}",
                "field: nextid}|field: nextid, key: x}",
                "id: id user|id: id",
                "id: id user|id: ids user news",
                "id: id user|id: ids {flags}",
                "about: text|about: words",
                "ctime: time s|ctime: time m",
                "karma: counter 1|karma: [counter]",
                "identity: [username]|identity: username",
                "register: {field: username}|register: username",
                "label: username|labels: username",
                "\"auth:*\": secret|\"auth:*\": hidden",
                "{string: id user, of: account}|{string: id user}",
                "{string: id user, of: account}|[]",
                "{string: id user, of: account}|[{string: id user, of: account}, {list: plain, of: account}]",
                "{string: id user, of: account}|{string: id user, of: account, relation: name}",
                "{string: id user, of: account}|{string: id user, list: plain, of: account}",
                "{zset: \"{news}\", score: count, of: news}|{zset: \"{news}\", of: news}",
                "{zset: \"{news}\", score: count, of: news}|{set: \"{news}\", score: count, of: news}",
                "field: comments, add: 1|add: 1",
                "field: comments, add: 1|field: comments, add: 1, max: \"{ctime}\"",
                "field: comments, add: 1|member: comments, add: 1",
                "when: \"{del} != 1\"|when: \"{del}\"",
                "when: \"{del} != 1\"|on: moving",
            })
    void whatIsRefusedForItsFormIsMarkedInAnEditor(String right, String wrong) throws IOException {
        String yaml = resource("lamernews.yaml");
        assertThat(yaml).contains(right);

        assertThat(errors(yaml.replace(right, wrong))).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "karma: counter 1|karma: counter {ctime}",
                "id: id user|id: id {flags}",
                "replies: count|replies: count {karma}",
                "field: comments, add: 1|field: comments, add: \"{score}\"",
                "{zset: \"{news}\", score: count, of: news}|[{zset: \"{news}\", score: count, of: news}, {zset: \"*\", score: plain, of: news}]",
            })
    void whatIsReadIsNotMarked(String shipped, String other) throws IOException {
        String yaml = resource("lamernews.yaml");
        assertThat(yaml).contains(shipped);

        assertThat(errors(yaml.replace(shipped, other))).isEmpty();
    }

    @Test
    void listedIsTheFormOfAKey() throws IOException {
        String right = "listed: \"topic:{topic}:events\"";
        String yaml = resource("nodebb.yaml");
        assertThat(yaml).contains(right);

        assertThat(errors(yaml.replace(right, "listed: [events]"))).isNotEmpty();
        assertThat(errors(yaml.replace(right, "list: \"topic:{topic}:events\"")))
                .isNotEmpty();
    }

    @Test
    void everyWordOfAValueIsKnown() throws IOException {
        for (FieldKind kind : FieldKind.values()) {
            String word = kind.name().toLowerCase(java.util.Locale.ROOT);
            String value = switch (word) {
                case "id", "ids" -> word + " user";
                case "pattern" -> "\"story-{news}\"";
                default -> word;
            };
            assertThat(errors(resource("lamernews.yaml").replace("about: text", "about: " + value)))
                    .as(value)
                    .isEmpty();
        }
    }
}
