package dev.rethread.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.model.Incident.Form;
import dev.rethread.profile.Profile;
import dev.rethread.profile.Profiles;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random small forums, random incidents: whatever is recovered is what the oracle expects. {@code -Dmodel.runs=20000}
 * does more of them, {@code -Dmodel.seed=4711} one alone.
 *
 * <p>What is never done in the model: nobody is renamed to a name that is taken, or who is in one branch alone; the gap
 * gives no page the id of a purged one; accounts and spaces are not purged; dumps lose whole keys of items, never
 * counters, indexes or votes, and each of them has a topic that tells its age.
 */
final class ModelTest {
    private static final int SHOWN = 3;
    private static final int LINES = 12;

    static List<Arguments> forms() {
        int runs = Integer.getInteger("model.runs", 3_000);
        return List.of(
                Arguments.of("one whole dump", Form.WHOLE, runs / 2),
                Arguments.of("two whole dumps", Form.TWO_DUMPS, runs / 4),
                Arguments.of("damaged dumps", Form.PARTIAL, runs / 4));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void everyRecoveryIsWhatItMustBe(String name, Form form, int runs) {
        Profile profile = Profiles.read(ModelProfile.file().toString());
        Long only = Long.getLong("model.seed");
        long first = only == null ? 0 : only;
        long behind = only == null ? runs : only + 1;
        List<Long> failed = LongStream.range(first, behind)
                .parallel()
                .filter(seed ->
                        !ModelRun.findings(profile, Incident.of(seed, form)).isEmpty())
                .boxed()
                .toList();
        assertThat(failed.stream().limit(SHOWN).map(seed -> described(profile, seed, form)))
                .as("%s: of the seeds %d to %d fail %s", name, first, behind - 1, failed)
                .isEmpty();
    }

    /** The least of an incident that still fails, and what was done in it. */
    private static String described(Profile profile, long seed, Form form) {
        Form small = smallest(profile, seed, form);
        Incident incident = Incident.of(seed, small);
        List<String> lines = new ArrayList<>(List.of("seed " + seed + " as " + small));
        lines.addAll(ModelRun.findings(profile, incident).stream().limit(LINES).toList());
        lines.add("  the gap: " + changes(incident.base(), incident.gap()));
        lines.add("  live since: " + changes(incident.base(), incident.live()));
        return String.join("\n", lines) + "\n";
    }

    private static Form smallest(Profile profile, long seed, Form form) {
        Form small = form;
        for (int part = 0; part < 3; part++) {
            for (int acts = 0; acts < small.acts(part); acts++) {
                Form smaller = small.with(part, acts);
                if (!ModelRun.findings(profile, Incident.of(seed, smaller)).isEmpty()) {
                    small = smaller;
                }
            }
        }
        return small;
    }

    private static List<String> changes(World from, World to) {
        List<String> changes = new ArrayList<>();
        to.statements().forEach((statement, value) -> {
            String before = from.statements().get(statement);
            if (!value.equals(before)) {
                changes.add(statement + (before == null ? "" : " was '" + before + "',") + " is '" + value + "'");
            }
        });
        from.statements().keySet().stream()
                .filter(statement -> !to.statements().containsKey(statement))
                .forEach(statement -> changes.add("no " + statement));
        return changes;
    }
}
