package dev.rethread.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rethread.incident.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
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

    private void writeAof() throws IOException {
        StringBuilder aof = new StringBuilder("#TS:1398281040\r\n");
        for (int i = 0; i < 20; i++) {
            aof.append("*3\r\n$3\r\nSET\r\n$6\r\npost:")
                    .append((char) ('a' + i))
                    .append("\r\n$1\r\nx\r\n");
        }
        aof.append("#TS:1398281050\r\n*2\r\n$3\r\nDEL\r\n$6\r\npost:a\r\n*1\r\n$8\r\nFLUSHALL\r\n");
        Files.writeString(folder.resolve("appendonly.aof"), aof);
    }

    @Test
    void anAppendOnlyFileIsReadAsFarAsAskedFor() throws IOException {
        writeAof();
        Shell shell = new Shell(folder);
        assertThat(shell.rethread("inventory", "appendonly.aof").out())
                .contains("whole      19", "WIPE: FLUSHALL would have removed 19 of 19 keys")
                .contains("1 keys removed by commands, the first at appendonly.aof @0x", " DEL");
        assertThat(shell.rethread("inventory", "--until", "2014-04-23T19:24:05Z", "appendonly.aof")
                        .out())
                .contains("whole      20", "UNTIL: what follows was executed at 2014-04-23T19:24:10Z");
        assertThat(shell.rethread("inventory", "--until", "end", "appendonly.aof")
                        .out())
                .contains("whole       0");
        assertThat(shell.rethread("inventory", "--until-offset", "50", "appendonly.aof")
                        .out())
                .contains("whole       1");
    }

    @Test
    void jsonHasWhereReadingStoppedAndWhatWasRemoved() throws IOException {
        writeAof();
        JsonNode source = inventory("appendonly.aof");
        assertThat(source.at("/aof/stop/reason").asText()).isEqualTo("WIPE");
        assertThat(source.at("/aof/stop/part").asText()).isEqualTo("appendonly.aof");
        assertThat(source.at("/aof/stop/offset").asLong())
                .isEqualTo(Files.readString(folder.resolve("appendonly.aof")).indexOf("*1\r\n$8\r\nFLUSHALL"));
        assertThat(source.at("/aof/stop/detail").asText()).isEqualTo("FLUSHALL would have removed 19 of 19 keys");
        JsonNode removals = source.at("/aof/removals");
        assertThat(removals.get("count").asLong()).isEqualTo(1);
        assertThat(removals.get("kept").asLong()).isEqualTo(1);
        assertThat(removals.get("allKept").asBoolean()).isTrue();
        assertThat(removals.at("/first/command").asText()).isEqualTo("DEL");
        assertThat(removals.get("last")).isEqualTo(removals.get("first"));
        assertThat(source.toString()).doesNotContain("post:a");
    }

    private JsonNode inventory(String... arguments) throws IOException {
        String[] words = Stream.concat(Stream.of("inventory", "--format", "json"), Stream.of(arguments))
                .toArray(String[]::new);
        return new ObjectMapper()
                .readTree(new Shell(folder).rethread(words).out())
                .at("/sources/0");
    }

    @Test
    void whatIsNoAppendOnlyFileIsNotSilentlyReadToItsEnd() throws Exception {
        dev.rethread.fixtures.incident.SmallIncident.copyTo(folder);
        for (String asked :
                List.of("--until=2014-04-23T19:24:05Z", "--until=end", "--until-offset=9", "--engine=redis")) {
            for (String place : List.of("stale.rdb", "mongodump")) {
                assertThat(inventory(asked, place).get("notes").toString()).contains("are for append-only files");
            }
        }
        assertThat(inventory("stale.rdb").get("notes")).isEmpty();
    }

    @Test
    void whereAFileCannotBeReadSoFarIsSaid() throws IOException {
        writeAof();
        Shell shell = new Shell(folder);
        Shell.Result early = shell.rethread("inventory", "--until", "2013-01-01T00:00:00Z", "appendonly.aof");
        assertThat(early.is(ExitCode.SOURCE)).as(early.toString()).isTrue();
        assertThat(early.err()).contains("first timestamp is 2014-04-23T19:24:00Z", "HINT: ");
        for (String bad : List.of("--until=yesterday", "--until-offset=FILE:x")) {
            Shell.Result refused = shell.rethread("inventory", bad, "appendonly.aof");
            assertThat(refused.is(ExitCode.USAGE)).as(refused.toString()).isTrue();
            assertThat(refused.err()).contains("write a");
        }
        Shell.Result none = shell.rethread("inventory", "--engine", "/no/such/server", "appendonly.aof");
        assertThat(none.is(ExitCode.SOURCE)).as(none.toString()).isTrue();
        assertThat(none.err()).contains("cannot be started");
    }

    @Test
    void anRdbTellsItsServerItsChecksumItsKeysAndWhatIsLost() throws Exception {
        dev.rethread.fixtures.incident.SmallIncident.copyTo(folder);
        byte[] whole = Files.readAllBytes(folder.resolve("stale.rdb"));
        Files.write(folder.resolve("cut.rdb"), Arrays.copyOf(whole, whole.length - 3000));

        Shell.Result text = new Shell(folder).rethread("inventory", "stale.rdb", "cut.rdb");

        assertThat(text.is(ExitCode.FOUND)).as(text.toString()).isTrue();
        assertThat(text.out())
                .containsPattern("stale.rdb: REDIS 10 by redis 7\\.0\\.15, written 20\\d\\d-\\d\\d-\\d\\d "
                        + "\\d\\d:\\d\\d, checksum ok, 130 of 130 keys\n")
                .containsPattern("cut.rdb: REDIS 10 by .*, checksum absent, \\d+ of 130 keys, \\d+ bytes lost\n");
        JsonNode rdb = new ObjectMapper()
                .readTree(new Shell(folder)
                        .rethread("inventory", "cut.rdb", "--format", "json")
                        .out())
                .at("/sources/0/rdb");
        assertThat(rdb.get("keysExpected").asLong()).isEqualTo(130);
        assertThat(rdb.get("keysFound").asLong()).isPositive().isLessThan(130);
        long end = rdb.at("/lost/0/offset").asLong() + rdb.at("/lost/0/length").asLong();
        assertThat(end).isEqualTo(whole.length - 3000L);
    }
}
