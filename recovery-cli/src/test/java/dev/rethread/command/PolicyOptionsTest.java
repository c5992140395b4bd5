package dev.rethread.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rethread.fixtures.incident.SmallIncident;
import dev.rethread.incident.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an incident decides stands in its folder, can be edited there, and binds what is staged. */
class PolicyOptionsTest {
    @TempDir
    private Path folder;

    private Path manifest;

    @BeforeEach
    void survivors() throws IOException {
        SmallIncident.copyTo(folder.resolve("survivors"));
        manifest = folder.resolve("incident").resolve("incident.yaml");
    }

    private Shell.Result init(String... policies) {
        List<String> words = new ArrayList<>(List.of("init", "incident", "--profile", "muut"));
        words.addAll(List.of("--base", "survivors/stale.rdb", "--live", "survivors/live.rdb"));
        words.addAll(List.of("--evidence", "survivors/replica-c.rdb"));
        words.addAll(List.of(policies));
        return new Shell(folder).rethread(words.toArray(String[]::new));
    }

    private JsonNode gap() throws IOException {
        Shell.Result gap = new Shell(folder).in("incident").rethread("gap", "--format", "json");
        assertThat(gap.is(ExitCode.FOUND)).as(gap.toString()).isTrue();
        return new ObjectMapper().readTree(gap.out());
    }

    private static JsonNode fresh(JsonNode gap, String domain) {
        for (JsonNode id : gap.path("ids")) {
            if (id.path("domain").asText().equals(domain)
                    && id.path("how").asText().equals("fresh")) {
                return id;
            }
        }
        throw new AssertionError("no fresh id of " + domain);
    }

    @Test
    void whatIsGivenIsInTheReport() throws IOException {
        assertThat(init().is(ExitCode.DONE)).isTrue();
        JsonNode reply = fresh(gap(), "reply");
        String lost = reply.path("lost").asText();
        Files.writeString(folder.resolve("ids.yaml"), "reply:\n  " + lost + ": " + lost + "\n");
        Files.writeString(manifest, Files.readString(manifest).replace("policies:", "policies:\n  map: ../ids.yaml"));

        JsonNode gap = gap();

        assertThat(gap.path("ids")).anySatisfy(id -> {
            assertThat(id.path("domain").asText() + " " + id.path("lost").asText())
                    .isEqualTo("reply " + lost);
            assertThat(id.path("how").asText()).isEqualTo("given");
            assertThat(id.path("live").asText()).isEqualTo(lost);
        });
        assertThat(new Shell(folder).in("incident").rethread("gap").out())
                .containsPattern("ids of +fresh +found +given");
        assertThat(gap.path("renumbered"))
                .anySatisfy(ids -> assertThat(
                                ids.path("domain").asText() + ids.path("given").asInt())
                        .isEqualTo("reply1"));
    }

    @Test
    void whatIsDecidedCanBeReadInTheFolder() throws IOException {
        Files.writeString(folder.resolve("ids.yaml"), "{}\n");

        Shell.Result made = init(
                "--absent",
                "placeholder",
                "--reposts",
                "merge",
                "--map",
                "ids.yaml",
                "--database",
                "3",
                "--prefix",
                "f:");

        assertThat(made.is(ExitCode.DONE)).as(made.toString()).isTrue();
        assertThat(Files.readString(manifest))
                .contains("policies:", "absent: placeholder", "reposts: merge", "database: 3", "prefix: \"f:\"")
                .contains("map: " + folder.resolve("ids.yaml"));
    }

    /** Before there were policies, no folder had any. */
    @Test
    void aFolderWithoutPoliciesGoesOn() throws IOException {
        assertThat(init().is(ExitCode.DONE)).isTrue();
        String yaml = Files.readString(manifest);
        Files.writeString(manifest, yaml.substring(0, yaml.indexOf("policies:")));

        assertThat(gap().path("ids")).isNotEmpty();
    }

    @Test
    void whatCannotBeDecidedIsNamed() throws IOException {
        Files.writeString(folder.resolve("ids.yaml"), "post: {1: 2}\n");
        Files.writeString(folder.resolve("list.yaml"), "- 1\n");

        assertThat(init("--map", "ids.yaml").err()).contains("ids.yaml", "no domain 'post'", "profile show muut");
        assertThat(init("--map", "list.yaml").err()).contains("list.yaml", "domain: {lost id: live id}");
        assertThat(init("--map", "none.yaml").is(ExitCode.PRECONDITION)).isTrue();
        assertThat(init("--absent", "somehow").is(ExitCode.USAGE)).isTrue();
        assertThat(init("--database", "-1").is(ExitCode.USAGE)).isTrue();
        assertThat(Files.exists(manifest)).isFalse();
        assertThat(init().is(ExitCode.DONE)).isTrue();
        Files.writeString(manifest, Files.readString(manifest).replace("absent: hold", "absent: guest"));
        assertThat(new Shell(folder).in("incident").rethread("gap").err())
                .contains("incident.yaml:", "guest", "placeholder");
    }
}
