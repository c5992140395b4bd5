package dev.rethread.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.incident.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands say of themselves, and the exit codes that are published. */
class HelpTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drill",
                "init",
                "inventory",
                "snapshot",
                "diff",
                "salvage",
                "gap",
                "stage",
                "plan",
                "replay",
                "verify",
                "accounts",
                "status"
            })
    void everyCommandHelpsWithExamples(String command) throws IOException {
        Shell.Result help = new Shell(folder).rethread(command, "--help");
        assertThat(help.is(ExitCode.DONE)).isTrue();
        assertThat(help.out()).contains("Examples:", "rethread " + command, "--format");
        assertThat(Files.readString(Path.of("..", "README.md"))).contains("| `" + command);
        assertThat(new Shell(folder).rethread("--help").out()).contains("\n  " + command);
    }

    @Test
    void theCommandsOfAProfileHelpWithExamples() throws IOException {
        Shell.Result help = new Shell(folder).rethread("profile", "infer", "--help");
        assertThat(help.is(ExitCode.DONE)).isTrue();
        assertThat(help.out()).contains("Examples:", "rethread profile infer", "--format");
        assertThat(Files.readString(Path.of("..", "README.md"))).contains("| `profile infer");
        assertThat(new Shell(folder).rethread("profile").err()).contains("infer");
    }

    @Test
    void theExitCodesArePublished() throws IOException {
        String help = new Shell(folder).rethread("--help").out();
        String readme = Files.readString(Path.of("..", "README.md"));
        for (ExitCode code : ExitCode.values()) {
            assertThat(help).containsPattern("\n *" + code.code() + "  \\S");
            assertThat(readme).containsPattern("\\b" + code.code() + " \\S");
        }
        assertThat(List.of(ExitCode.values()))
                .extracting(ExitCode::code)
                .containsExactly(0, 1, 2, 3, 4, 5, 10, 11, 70, 130);
    }

    @Test
    void theWordAloneSaysWhatThereIs() {
        Shell.Result result = new Shell(folder).rethread();
        assertThat(result.is(ExitCode.USAGE)).isTrue();
        assertThat(result.err()).contains("drill").contains("Exit codes:");
        assertThat(new Shell(folder).rethread("--version").out()).startsWith("rethread ");
    }
}
