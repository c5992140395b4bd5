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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is proposed for keyspaces of real software, beside the profiles that were written for it by hand. */
class InferenceTest {
    private static Agreement agreement(String incident, String file, String profile) {
        Path dump = Path.of("..", "..", "shared", "data", incident, file);
        assumeTrue(Files.exists(dump), "the real incidents do not lie beside this clone");
        try (SourceFile source = SourceFile.open(dump)) {
            Snapshot keyspace = RdbSnapshot.read(source);
            Proposal proposal = new Inference(List.of(keyspace), null, () -> {}).propose("proposed");
            assertThat(proposal.mistake()).isNull();
            Agreement agreement =
                    Agreement.of(Profiles.read(profile), Profiles.parse("proposal", proposal.yaml()), keyspace);
            return agreement;
        }
    }

    /** Recall and precision of each aspect are at least those. */
    private static void atLeast(Agreement agreement, double recall, double precision, String... aspects) {
        for (String aspect : aspects) {
            assertThat(agreement.of(aspect).recall())
                    .as("recall of %s%n%s", aspect, agreement)
                    .isGreaterThanOrEqualTo(recall);
            assertThat(agreement.of(aspect).precision())
                    .as("precision of %s%n%s", aspect, agreement)
                    .isGreaterThanOrEqualTo(precision);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"full.rdb", "live.rdb", "stale.rdb", "redis-2.8.9/full.rdb"})
    void ofNodeBbEveryKindIsFoundAndEveryCredentialKeptOut(String dump) {
        Agreement agreement = agreement("nodebb-incident-s", dump, "nodebb");
        atLeast(agreement, 1, 0.75, "items");
        atLeast(agreement, 1, 1, "authors", "parents", "times", "counters");
        atLeast(agreement, 0.9, 0.9, "times in fields", "references in fields", "collections");
        atLeast(agreement, 1, 0.8, "credentials in fields", "credentials in keys");
    }

    @ParameterizedTest
    @ValueSource(strings = {"full.rdb", "live.rdb", "stale.rdb"})
    void ofLamerNewsTheSame(String dump) {
        Agreement agreement = agreement("lamernews-incident-a", dump, "lamernews");
        atLeast(
                agreement,
                1,
                1,
                "items",
                "authors",
                "parents",
                "times",
                "counters",
                "references in fields",
                "collections");
        atLeast(agreement, 1, 0.75, "times in fields");
        atLeast(agreement, 1, 0.8, "credentials in fields", "credentials in keys");
    }
}
