package dev.rethread.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.judge.NodeBbVerdict;
import dev.rethread.judge.NodeBbVerdict.Flaw;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real NodeBB of which no dump is left that live was rolled back to. */
class NoBaseTest {
    @TempDir
    private Path folder;

    @Test
    void whatWasWrittenComesBackAndWhatWasEditedStaysUnknown() throws IOException {
        List<String> when = List.of("--rolled-back-to", "2014-03-27T10:00:00Z");
        try (NodeBbIncident incident = NodeBbIncident.withoutBase(NodeBbIncident.small(), folder, when, "full.rdb")) {
            incident.recover();
            NodeBbVerdict verdict = incident.judge();
            assertThat(verdict.flaws().keySet())
                    .as(verdict.toString())
                    .doesNotContain(
                            Flaw.DUPLICATE, Flaw.LIVE_CHANGED, Flaw.INVENTED, Flaw.EARLY, Flaw.BROKEN, Flaw.SECRET)
                    .as("edits are not back")
                    .contains(Flaw.WRONG);
            int posts = incident.facts().at("/entities/post/lost").asInt();
            assertThat(posts - verdict.waiting().getOrDefault("post", 0))
                    .isEqualTo(verdict.restored().get("post"));
            assertThat(incident.outputs())
                    .anyMatch(output -> output.contains("No base") && output.contains("resurrected"));
            incident.done("stage");
            assertThat(incident.done("plan").out()).contains("Nothing to write");
        }
    }
}
