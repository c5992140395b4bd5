package dev.rethread.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rethread.judge.NodeBbVerdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real NodeBB comes back: judged by code of its own, against the answer key. */
class NodeBbIncidentTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"full.rdb", "appendonlydir", "redis-2.8.9/full.rdb", "full.rdb,appendonlydir-crashed"})
    void everythingIsBackAndNothingElseHasChanged(String evidence) throws IOException {
        try (NodeBbIncident incident = NodeBbIncident.start(NodeBbIncident.small(), folder, evidence.split(",", -1))) {
            incident.recover();

            NodeBbVerdict verdict = incident.judge();

            assertThat(verdict.right()).as(verdict.toString()).isTrue();
            answered(verdict, incident.facts());
            incident.done("stage");
            assertThat(incident.done("plan").out()).contains("Nothing to write");
            noSecret(incident);
        }
    }

    /** The last command of the file is torn: what it would have written is all that may be missing. */
    @Test
    void aTornFileBringsBackAllButItsLastCommand() throws IOException {
        try (NodeBbIncident incident = NodeBbIncident.start(NodeBbIncident.small(), folder, "appendonlydir-crashed")) {
            incident.recover();
            NodeBbVerdict verdict = incident.judge();
            long flaws = verdict.flaws().values().stream().mapToLong(List::size).sum();
            assertThat(flaws).as(verdict.toString()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void aLargeForumComesBackFromAChainOfFiles() throws IOException {
        Path root = NodeBbIncident.large(folder);
        String[] chain = {
            "backup-2014-04-08/dump.rdb", "aof-before-backup-2014-04-08", "appendonlydir-crashed", "full.rdb"
        };
        try (NodeBbIncident incident = NodeBbIncident.start(root, folder, chain)) {
            incident.recover();
            NodeBbVerdict verdict = incident.judge();
            assertThat(verdict.right()).as(verdict.toString()).isTrue();
            answered(verdict, incident.facts());
        }
    }

    /** Restored, waiting and made again are what the answer key says was lost. */
    private static void answered(NodeBbVerdict verdict, JsonNode facts) {
        Map<String, String> kinds = Map.of(
                "post", "post",
                "topic", "topic",
                "message", "message",
                "room", "chatroom",
                "flag", "flag",
                "event", "event",
                "topic event", "topicEvent",
                "user", "user",
                "category", "category");
        kinds.forEach((kind, entity) -> assertThat(sum(verdict, kind))
                .as(kind)
                .isEqualTo(facts.at("/entities/" + entity + "/lost").asInt()));
        assertThat(verdict.waiting())
                .containsEntry("user", facts.path("lostUsersNotReRegistered").asInt());
        int conflicts = facts.at("/entities/post/ids/conflictContent").size();
        assertThat(verdict.restored().get("post content in conflict, kept")).isEqualTo(conflicts);
        assertThat(verdict.restored().get("post content edited"))
                .isEqualTo(facts.at("/entities/post/ids/changedContent").size() - conflicts);
    }

    private static int sum(NodeBbVerdict verdict, String kind) {
        return Stream.of(
                        verdict.restored().get(kind),
                        verdict.restored().get(kind + " made again"),
                        verdict.waiting().get(kind))
                .mapToInt(count -> count == null ? 0 : count)
                .sum();
    }

    /** Of the credentials of the lost branch, nothing is in what was printed or written. */
    private static void noSecret(NodeBbIncident incident) throws IOException {
        Set<String> secrets = incident.lost().credentials();
        for (String output : incident.outputs()) {
            assertThat(secrets.stream().filter(output::contains)).isEmpty();
        }
        try (Stream<Path> files = Files.walk(incident.incidentFolder())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(secrets.stream().filter(bytes::contains).count())
                        .as(file.getFileName().toString())
                        .isZero();
            }
        }
    }
}
