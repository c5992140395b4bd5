package dev.rethread.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rethread.keyspace.Snapshot;
import dev.rethread.profile.Profiles;
import dev.rethread.rdb.RdbSnapshot;
import dev.rethread.source.SourceFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is proposed for keyspaces of real software, beside the profiles that were written for it by hand. */
class InferenceTest {
    private static Agreement agreement(String incident, String profile) {
        Path dump = Path.of("..", "..", "shared", "data", incident, "full.rdb");
        assumeTrue(Files.exists(dump), "the real incidents do not lie beside this clone");
        try (SourceFile source = SourceFile.open(dump)) {
            Snapshot keyspace = RdbSnapshot.read(source);
            Proposal proposal = new Inference(List.of(keyspace), null, () -> {}).propose("proposed");
            assertThat(proposal.mistake()).isNull();
            Agreement agreement =
                    Agreement.of(Profiles.read(profile), Profiles.parse("proposal", proposal.yaml()), keyspace);
            System.out.println(agreement);
            return agreement;
        }
    }

    @Test
    void nodeBb() {
        agreement("nodebb-incident-s", "nodebb");
    }

    @Test
    void lamerNews() {
        agreement("lamernews-incident-a", "lamernews");
    }
}
