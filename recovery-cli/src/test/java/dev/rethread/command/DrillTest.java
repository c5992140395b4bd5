package dev.rethread.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rethread.fixtures.server.RedisBinary;
import dev.rethread.incident.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** The whole way, on the installed and on the embedded server. */
class DrillTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void aDrillIsProvedOnTheServerThatIsInstalled() throws IOException {
        JsonNode report = proved(new Shell(folder).rethread("drill", "--seed", "21", "--format", "json"));
        assertThat(report.path("seed").asLong()).isEqualTo(21);
    }

    @Test
    void aDrillIsProvedOnTheEmbeddedServer() throws IOException {
        String redis = RedisBinary.embedded().path().toString();
        JsonNode report =
                proved(new Shell(folder).rethread("drill", "--seed", "22", "--redis", redis, "--format", "json"));
        assertThat(report.path("redis").asText()).startsWith("6.");
    }

    private static JsonNode proved(Shell.Result result) throws IOException {
        assertThat(result.is(ExitCode.DONE)).as(result.toString()).isTrue();
        JsonNode report = JSON.readTree(result.out());
        assertThat(report.path("report").asText()).isEqualTo("drill");
        assertThat(report.path("schema").asInt()).isEqualTo(1);
        for (String what : new String[] {"wrong", "missing", "leaked"}) {
            assertThat(report.path("proof").path(what)).as(what).isEmpty();
        }
        JsonNode written = report.path("counts").path("writtenInGap");
        assertThat(written.path("reply").path("restored").asLong()).isGreaterThan(300);
        written.forEach(
                row -> assertThat(sum(row)).isEqualTo(2 * row.path("total").asLong()));
        return report;
    }

    private static long sum(JsonNode row) {
        long sum = 0;
        for (JsonNode count : row) {
            sum += count.asLong();
        }
        return sum;
    }

    @Test
    void aKeptDrillLeavesAServerAndAnIncidentFolderToGoOnWith() throws IOException {
        Shell shell = new Shell(folder);
        Shell.Result result = shell.rethread("drill", "--seed", "23", "--keep", "kept");
        assertThat(result.is(ExitCode.DONE)).as(result.toString()).isTrue();
        assertThat(result.out()).contains("proved against known truth").contains("shutdown nosave");
        String live = result.out().replaceAll("(?s).*live is redis://127.0.0.1:(\\d+).*", "$1");
        try (Jedis jedis = new Jedis("127.0.0.1", Integer.parseInt(live))) {
            assertThat(jedis.dbSize()).isPositive();
            assertThat(Files.isDirectory(folder.resolve("kept/survivors"))).isTrue();
            Shell.Result gap = shell.in("kept/incident").rethread("gap");
            assertThat(gap.is(ExitCode.FOUND)).as(gap.toString()).isTrue();
            jedis.shutdown(redis.clients.jedis.args.SaveMode.NOSAVE);
        }
    }

    @Test
    void aRedisThatIsNoneAndAFolderThatIsThereAreRefused() throws IOException {
        Path notes = Files.writeString(folder.resolve("notes.txt"), "no server");
        Shell.Result none = new Shell(folder).rethread("drill", "--redis", notes.toString());
        assertThat(none.is(ExitCode.SOURCE)).as(none.toString()).isTrue();
        Files.createDirectory(folder.resolve("kept"));
        Shell.Result there = new Shell(folder).rethread("drill", "--keep", "kept");
        assertThat(there.is(ExitCode.PRECONDITION)).as(there.toString()).isTrue();
    }
}
