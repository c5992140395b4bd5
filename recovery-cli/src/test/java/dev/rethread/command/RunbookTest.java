package dev.rethread.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.fixtures.server.RedisBinary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Types what the runbooks say and compares what comes; {@code -Drethread.refresh=runbooks} writes it into them. */
class RunbookTest {
    /** What differs from run to run. */
    private static final List<Pattern> VOLATILE = List.of(
            Pattern.compile("(?<=digest )sha256:[0-9a-f]{64}"),
            Pattern.compile("(?<=run_id )[0-9a-f]{40}"),
            Pattern.compile("(?<=redis )\\d+\\.\\d+\\.\\d+"),
            Pattern.compile("20\\d\\d-\\d\\d-\\d\\dT[0-9:.]+Z"));

    @TempDir
    private Path folder;

    @Test
    void aFullRecoveryGoesAsItsRunbookSays() throws IOException {
        List<String> outputs = new ArrayList<>();
        try (SmallForum forum = SmallForum.start(folder, RedisBinary.find(null))) {
            Runbook runbook = new Runbook(Path.of("..", "runbooks", "full-recovery.md"));
            Session session = new Session(forum, outputs);
            if ("runbooks".equals(System.getProperty("rethread.refresh"))) {
                runbook.refresh((command, expected) -> masked(session.type(command)));
            } else {
                assertThat(runbook.compare((command, expected) -> session.type(command)))
                        .isEmpty();
            }
            assertThat(forum.judge(outputs)).satisfies(verdict -> {
                assertThat(verdict.wrong()).isEmpty();
                assertThat(verdict.missing()).isEmpty();
                assertThat(verdict.leaked()).isEmpty();
            });
        }
    }

    private static List<String> masked(List<String> lines) {
        List<String> masked = new ArrayList<>();
        for (String line : lines) {
            String shown = line;
            for (Pattern pattern : VOLATILE) {
                shown = pattern.matcher(shown).replaceAll("…");
            }
            masked.add(shown);
        }
        return masked;
    }

    /** One shell in the folder, as an operator has it; shows the folder as {@code /srv} and the port as 6379. */
    private static final class Session {
        private final SmallForum forum;
        private final List<String> outputs;
        private Shell shell;

        Session(SmallForum forum, List<String> outputs) {
            this.forum = forum;
            this.outputs = outputs;
            this.shell = forum.shell();
        }

        List<String> type(String command) {
            String[] words =
                    command.replace("redis://127.0.0.1:6379", forum.url()).split(" +");
            if (words[0].equals("cd")) {
                shell = shell.in(words[1]);
                return List.of();
            }
            assertThat(words[0]).as(command).isEqualTo("rethread");
            Shell.Result result =
                    shell.rethread(List.of(words).subList(1, words.length).toArray(String[]::new));
            String printed = result.err() + result.out();
            outputs.add(printed);
            return printed.replace(forum.shell().directory().toString(), "/srv")
                    .replace(":" + forum.live().port(), ":6379")
                    .lines()
                    .toList();
        }
    }
}
