package dev.rethread.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.incident.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What survived, outside any incident. */
class InventoryTest {
    @TempDir
    private Path folder;

    @Test
    void oneThatCannotBeReadDoesNotHideTheOthers() throws Exception {
        dev.rethread.fixtures.incident.SmallIncident.copyTo(folder);
        Files.writeString(folder.resolve("notes.txt"), "we lost everything");
        Shell.Result result =
                new Shell(folder).rethread("inventory", "--profile", "muut", "notes.txt", "nowhere.rdb", "stale.rdb");
        assertThat(result.is(ExitCode.SOURCE)).as(result.toString()).isTrue();
        List<String> lines = result.out().lines().toList();
        assertThat(lines).anyMatch(line -> line.startsWith("notes.txt    unreadable"));
        assertThat(lines).anyMatch(line -> line.startsWith("nowhere.rdb: ") && line.contains("no such file"));
        assertThat(lines).anyMatch(line -> line.startsWith("stale.rdb    rdb") && line.contains("26 reply"));
    }

    @Test
    void oneByItselfThatCannotBeReadIsRefused() {
        Shell.Result result = new Shell(folder).rethread("inventory", "nowhere.rdb");
        assertThat(result.is(ExitCode.SOURCE)).isTrue();
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("HINT: ");
    }
}
