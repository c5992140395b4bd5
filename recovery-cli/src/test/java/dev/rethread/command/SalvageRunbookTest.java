package dev.rethread.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.fixtures.incident.SmallIncident;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Types what the page on damaged dumps says; {@code -Drethread.refresh=runbooks} writes what comes into it. */
class SalvageRunbookTest {
    @TempDir
    private Path folder;

    @Test
    void aDamagedDumpIsSavedAsItsRunbookSays() throws IOException {
        SmallIncident.copyTo(folder);
        byte[] content = Files.readAllBytes(folder.resolve("stale.rdb"));
        Arrays.fill(content, 9000, 9600, (byte) 0);
        Files.write(folder.resolve("broken.rdb"), content);
        Runbook runbook = new Runbook(Path.of("..", "runbooks", "salvage.md"));
        if ("runbooks".equals(System.getProperty("rethread.refresh"))) {
            runbook.refresh((command, expected) -> type(command));
        } else {
            assertThat(runbook.compare((command, expected) -> type(command))).isEmpty();
        }
    }

    private List<String> type(String command) {
        List<String> words = List.of(command.split(" +", -1));
        Shell.Result result =
                new Shell(folder).rethread(words.subList(1, words.size()).toArray(String[]::new));
        return (result.err() + result.out())
                .replace(folder.toString(), "/srv")
                .replaceAll("written 20[-0-9: ]+", "written …")
                .replaceAll("redis \\d+\\.\\d+\\.\\d+", "redis …")
                .lines()
                .toList();
    }
}
