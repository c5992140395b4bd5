package dev.rethread.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rethread.fixtures.incident.SmallIncident;
import dev.rethread.incident.ExitCode;
import dev.rethread.profile.Profile;
import dev.rethread.profile.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A proposed profile, from the command line to a dry run with it. */
class ProfileInferTest {
    @TempDir
    private Path folder;

    private Shell.Result rethread(String... words) {
        return new Shell(folder).rethread(words);
    }

    private JsonNode json(Shell.Result result) throws IOException {
        return new ObjectMapper().readTree(result.out());
    }

    @Test
    void aForumInAFileBecomesAProfileInAFile() throws IOException {
        SmallIncident.copyTo(folder);
        Shell.Result result = rethread("profile", "infer", "live.rdb", "stale.rdb", "--out", "forum.yaml");

        assertThat(result.code()).as(result.toString()).isIn(0, 1);
        assertThat(result.out()).contains("thread", "wrote forum.yaml").doesNotContain("profile: forum");
        Profile profile = Profiles.read(folder.resolve("forum.yaml").toString());
        assertThat(profile.name()).isEqualTo("forum");
        assertThat(profile.items()).containsKeys("user", "forum", "channel", "thread", "reply");
        assertThat(profile.item("reply").parent()).isEqualTo("thread");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("forum.yaml"))))
                .isEqualTo("rw-------");
    }

    @Test
    void withoutAFileTheProfileIsTheResult() throws IOException {
        SmallIncident.copyTo(folder);
        Shell.Result result = rethread("profile", "infer", "live.rdb");

        assertThat(Profiles.parse("printed", result.out()).items()).containsKey("thread");
        JsonNode report = json(rethread("profile", "infer", "live.rdb", "--format", "json"));
        assertThat(report.get("report").asText()).isEqualTo("profile infer");
        assertThat(report.get("yaml").asText()).isEqualTo(result.out());
        assertThat(report.get("claimed").asLong())
                .isGreaterThan(report.get("keys").asLong() * 9 / 10);
        assertThat(result.code()).isEqualTo(report.get("claimed").equals(report.get("keys")) ? 0 : 1);
    }

    @Test
    void neitherASourceNorAnotherFileIsOverwritten() throws IOException {
        SmallIncident.copyTo(folder);
        byte[] before = Files.readAllBytes(folder.resolve("live.rdb"));
        Files.writeString(folder.resolve("mine.yaml"), "mine");

        assertThat(rethread("profile", "infer", "live.rdb", "--out", "live.rdb", "--force")
                        .is(ExitCode.USAGE))
                .isTrue();
        assertThat(rethread("profile", "infer", "live.rdb", "--out", "mine.yaml")
                        .is(ExitCode.PRECONDITION))
                .isTrue();
        assertThat(rethread("profile", "infer").is(ExitCode.USAGE)).isTrue();
        assertThat(rethread("profile", "infer", "nowhere.rdb").is(ExitCode.SOURCE))
                .isTrue();
        assertThat(Files.readAllBytes(folder.resolve("live.rdb"))).isEqualTo(before);
        assertThat(folder.resolve("mine.yaml")).hasContent("mine");
    }

    /** The dry run of a real incident with nothing known of the software beforehand, beside the shipped profile's. */
    @Test
    void aDryRunWithItFindsWhatTheShippedProfileFinds() throws IOException {
        Path incident = NodeBbIncident.small();
        String stale = incident.resolve("stale.rdb").toString();
        String full = incident.resolve("full.rdb").toString();
        rethread("profile", "infer", stale, full, "--out", "forum.yaml");

        JsonNode proposed = gap("forum.yaml", incident, stale, full);
        JsonNode shipped = gap("nodebb", incident, stale, full);
        for (String kind : new String[] {"post", "topic", "user", "message", "topicEvent", "upload", "upvote"}) {
            assertThat(items(proposed, kind)).as(kind).isPositive().isEqualTo(items(shipped, kind));
        }
        assertThat(withheld(proposed)).hasSizeGreaterThan(2).isEqualTo(withheld(shipped));
        Shell.Result stage = new Shell(folder.resolve("forum.yaml-incident")).rethread("stage");
        assertThat(stage.code()).as(stage.toString()).isIn(0, 1);
    }

    private JsonNode gap(String profile, Path incident, String stale, String full) throws IOException {
        String dir = profile + "-incident";
        Shell.Result init = rethread(
                "init",
                dir,
                "--profile",
                profile,
                "--base",
                stale,
                "--evidence",
                "full=" + full,
                "--live",
                incident.resolve("live.rdb").toString());
        assertThat(init.is(ExitCode.DONE)).as(init.toString()).isTrue();
        return json(new Shell(folder.resolve(dir)).rethread("gap", "--format", "json"));
    }

    private static long items(JsonNode gap, String kind) {
        return gap.get("kinds").path(kind).path("total").asLong();
    }

    private static Map<String, Long> withheld(JsonNode gap) {
        Map<String, Long> withheld = new TreeMap<>();
        gap.get("keptOut").forEach(kept -> {
            if (kept.get("reason").asText().contains("credential")) {
                withheld.put(
                        kept.get("kind") + " " + kept.get("reason"),
                        kept.get("count").asLong());
            }
        });
        return withheld;
    }
}
