package dev.rethread.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rethread.fixtures.incident.SmallIncident;
import dev.rethread.fixtures.server.RedisBinary;
import dev.rethread.fixtures.server.RedisProcess;
import dev.rethread.fixtures.server.RedisSettings;
import dev.rethread.incident.ExitCode;
import dev.rethread.profile.Profiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.Jedis;

/** A profile held against keyspaces. */
class ProfileCheckTest {
    private static final Path SHARED =
            Path.of("..", "..", "shared", "data").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private Shell.Result check(String profile, Object source, String... more) {
        String[] words = new String[more.length + 5];
        List.of("profile", "check", profile, "--against", source.toString()).toArray(words);
        System.arraycopy(more, 0, words, 5, more.length);
        return new Shell(folder).rethread(words);
    }

    private JsonNode json(String profile, Object source) throws IOException {
        return new ObjectMapper()
                .readTree(check(profile, source, "--format", "json").out());
    }

    private static long claimed(JsonNode report) {
        assertThat(report.get("keys").asLong()).as(report.toString()).isPositive();
        return report.get("claimed").asLong();
    }

    private static JsonNode found(JsonNode report, String list, String field, String value) {
        for (JsonNode one : report.get(list)) {
            if (one.get(field).asText().equals(value)) {
                return one;
            }
        }
        throw new AssertionError("no " + value + " in " + report.get(list));
    }

    @Test
    void aForumFitsItsProfileButForWhatWasDeletedInIt() throws IOException {
        Path dump = SmallIncident.copyTo(folder.resolve("survivors")).live();

        JsonNode report = json("muut", dump);
        assertThat(claimed(report)).isEqualTo(report.get("keys").asLong() - 5);
        report.get("unclaimed")
                .forEach(shape -> assertThat(shape.get("form").asText()).startsWith("integration:"));
        assertThat(report.get("unlike")).isEmpty();
        JsonNode likes = found(report, "counts", "place", "thread:{} likes");
        assertThat(likes.get("compared").asLong()).isPositive();
        assertThat(likes.get("different").asLong()).isZero();
        assertThat(found(report, "ids", "place", "thread.user").get("nowhere").asLong())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "nodebb, nodebb-incident-s/full.rdb, post:{} upvotes;topic:{} postcount;user:{} postcount",
        "nodebb, nodebb-incident-s/live.rdb, post:{} upvotes;topic:{} postcount;user:{} postcount",
        "lamernews, lamernews-incident-a/full.rdb, news:{} comments;news:{} up;news:{} score",
        "lamernews, lamernews-incident-a/live.rdb, news:{} comments;news:{} up;news:{} score"
    })
    void everyKeyOfARealForumIsClaimed(String profile, String file, String counts) throws IOException {
        Path dump = SHARED.resolve(file);
        assumeTrue(Files.isRegularFile(dump), "the real incident does not lie beside this clone");

        JsonNode report = json(profile, dump);
        assertThat(claimed(report))
                .as(report.get("unclaimed").toString())
                .isEqualTo(report.get("keys").asLong());
        assertThat(report.get("unlike"))
                .allSatisfy(one ->
                        assertThat(one.get("times").asLong()).as(one.toString()).isEqualTo(1));
        for (String place : counts.split(";", -1)) {
            JsonNode count = found(report, "counts", "place", place);
            assertThat(count.get("compared").asLong()).isPositive();
            assertThat(count.get("different").asLong()).as(count.toString()).isZero();
        }
    }

    @Test
    void whatIsWrongIsNamedWithoutItsValue() throws IOException {
        String yaml = resource("muut.yaml")
                .replace("      time: time\n      edited: time\n", "      time: time s\n      edited: time\n")
                .replace("body: text\n      user: id user", "body: text\n      user: id reply")
                .replace("      views: counter\n", "")
                .replace(
                        "\"thread:{thread}:likes\": {set: \"{user}\",", "\"thread:{thread}:likes\": {set: \"u{user}\",")
                .replace("  \"job:*\": ephemeral\n", "")
                .replace("    identity: [user, time]", "    identity: [time]");
        Path profile = Files.writeString(folder.resolve("wrong.yaml"), yaml);
        Path dump = dump(jedis -> {
            jedis.hset("user:1", java.util.Map.of("id", "1", "name", "@a", "joined", "1396000000000"));
            jedis.hset(
                    "thread:/goma/a#b",
                    java.util.Map.of("path", "/goma/a#b", "time", "1396000000000", "user", "1", "views", "7"));
            jedis.sadd("thread:/goma/a#b:likes", "1");
            jedis.hset("reply:4", java.util.Map.of("id", "4", "likes", "3", "thread", "/goma/none"));
            jedis.sadd("reply:4:likes", "1", "2");
            jedis.set("job:17:secretword", "confidential");
            jedis.set("thread:/goma/x:edits", "not a list");
        });

        Shell.Result result = check(profile.toString(), dump);
        assertThat(result.is(ExitCode.FOUND)).as(result.toString()).isTrue();
        assertThat(result.out())
                .contains("job:#:secretword", "no such form", "thread:{thread}:likes", "another type")
                .contains("thread.views", "no such field", "no time from 1995 to 2100", "reply.thread")
                .contains("thread /goma/none", "reply:{} likes", "reply:4: 3, not 2")
                .doesNotContain("confidential");
    }

    @Test
    void aForumElsewhereIsFoundByDatabaseAndPrefix() throws IOException {
        Path dump = dump(jedis -> {
            jedis.select(2);
            jedis.hset("old:user:1", java.util.Map.of("id", "1", "name", "@a", "joined", "1396000000000"));
            jedis.set("old:next:user", "1");
        });

        assertThat(check("muut", dump).is(ExitCode.FOUND)).isTrue();
        Shell.Result there = check("muut", dump, "--database", "2", "--prefix", "old:");
        assertThat(there.is(ExitCode.DONE)).as(there.toString()).isTrue();
        assertThat(there.out()).contains("2 of 2 keys claimed", "Everything fits.");
    }

    private Path dump(java.util.function.Consumer<Jedis> content) throws IOException {
        Path home = Files.createDirectories(folder.resolve("server"));
        try (RedisProcess server = RedisProcess.start(RedisBinary.find(null), home, RedisSettings.of("save \"\""));
                Jedis jedis = server.connect()) {
            content.accept(jedis);
            jedis.save();
        }
        return home.resolve("dump.rdb");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Profiles.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
