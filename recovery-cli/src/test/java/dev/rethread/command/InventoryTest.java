package dev.rethread.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.incident.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
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

    /** An RDB of version 9 whose checksum holds and whose first value, a ziplist, is none. */
    @Test
    void aValueThatTurnsOutDamagedUnderARightChecksumIsShown() throws IOException {
        byte[] dump = HexFormat.of()
                .parseHex(
                        "524544495330303039fe000d06757365723a31116e6f207a69706c69737420617420616c6c00016b0176ff444f2a089a34f3f7");
        Files.write(folder.resolve("dump.rdb"), dump);

        Shell.Result result = new Shell(folder).rethread("inventory", "--profile", "muut", "dump.rdb");

        assertThat(result.is(ExitCode.FOUND)).as(result.toString()).isTrue();
        assertThat(result.out()).contains("damaged").contains("HASH_ZIPLIST user:1");
    }
}
