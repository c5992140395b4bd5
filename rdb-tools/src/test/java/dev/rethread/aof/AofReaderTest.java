package dev.rethread.aof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.aof.AofRecord.Annotation;
import dev.rethread.aof.AofRecord.Command;
import dev.rethread.keyspace.Bytes;
import dev.rethread.source.Damage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AofReaderTest {
    private static final String QUOTED_FLUSH = "*1\r\n$8\r\nFLUSHALL\r\n";

    @TempDir
    Path folder;

    private static AofBytes small() {
        return new AofBytes()
                .text("#TS:1398281040\r\n")
                .words("SELECT 0")
                .words("SET a 1")
                .words("MULTI")
                .command("HSET", "thread:1", "body", "how to: " + QUOTED_FLUSH + "done")
                .words("ZADD feed 1.5 1")
                .words("EXEC")
                .text("#TS:1398281041\r\n")
                .command("SET", "", "")
                .command("SET", "b", "x\r\ny")
                .words("DEL a");
    }

    @Test
    void commandsCarryTheirBytesAndOffsets() {
        List<AofRecord> records = Tiles.of(small().write(folder)).records();
        Annotation timestamp = (Annotation) records.get(0);
        assertThat(timestamp.seconds()).hasValue(1398281040);
        Command select = (Command) records.get(1);
        assertThat(select.arguments()).containsExactly(Bytes.of("SELECT"), Bytes.of("0"));
        assertThat(select.span().offset()).isEqualTo(16);
        assertThat(select.span().length()).isEqualTo("*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n".length());
    }

    @Test
    void everyTruncationYieldsTheWholeCommandsBeforeItAndOneHole() {
        byte[] all = small().bytes();
        List<AofRecord> whole = Tiles.of(AofBytes.write(folder, all)).records();
        for (int cut = 1; cut < all.length; cut++) {
            int size = cut;
            Tiles tiles = Tiles.of(AofBytes.write(folder, Arrays.copyOf(all, cut)));
            List<AofRecord> expected =
                    whole.stream().filter(found -> found.span().end() <= size).toList();
            int found = tiles.records().size();
            assertThat(found).as("cut at %d", cut).isBetween(expected.size(), expected.size() + 1);
            assertThat(tiles.records().subList(0, expected.size())).isEqualTo(expected);
            assertThat(tiles.holes()).as("cut at %d", cut).hasSize(found - expected.size());
        }
    }

    @Test
    void everyFlippedByteLeavesTilesAndInventsNoFlush() {
        byte[] all = small().bytes();
        int commands = Tiles.of(AofBytes.write(folder, all)).commands().size();
        for (int at = 0; at < all.length; at++) {
            for (int mask : new int[] {0x01, 0x10, 0xff}) {
                byte[] flipped = all.clone();
                flipped[at] ^= (byte) mask;
                Tiles tiles = Tiles.of(AofBytes.write(folder, flipped));
                assertThat(tiles.commands()).noneMatch(found -> found.name().equals(Bytes.of("FLUSHALL")));
                assertThat(tiles.commands().size()).as("byte %d", at).isGreaterThanOrEqualTo(commands - 3);
            }
        }
    }

    @Test
    void commandsAfterAZeroedHoleAreFoundAgain() {
        byte[] all = new AofBytes().keys(100).bytes();
        Arrays.fill(all, 500, 700, (byte) 0);
        Tiles tiles = Tiles.of(AofBytes.write(folder, all));
        assertThat(tiles.holes()).hasSize(1);
        Damage hole = tiles.holes().get(0);
        assertThat(hole.span().offset()).isLessThanOrEqualTo(500);
        assertThat(hole.span().end()).isBetween(700L, 740L);
        assertThat(tiles.commands()).hasSizeGreaterThan(90);
    }

    @Test
    void announcedSizesBeyondTheFileAllocateNothing() {
        for (String head : List.of(
                "*2147483647\r\n$3\r\nSET\r\n", "*3\r\n$3\r\nSET\r\n$9999999999\r\nx", "*1\r\n$99999999999\r\n")) {
            Tiles tiles = Tiles.of(new AofBytes().keys(3).text(head).write(folder));
            assertThat(tiles.commands()).hasSize(3);
            assertThat(tiles.holes()).hasSize(1);
            assertThat(tiles.holes().get(0).problem()).containsPattern("\\d");
        }
    }

    @Test
    void quotedCommandsBehindALostHeaderAreNotBelieved() {
        AofBytes aof = new AofBytes().keys(12);
        int broken = aof.size();
        aof.command("SET", "post", QUOTED_FLUSH.repeat(2) + "see?").keys(12);
        byte[] all = aof.bytes();
        all[broken + 1] = '9';
        Tiles tiles = Tiles.of(AofBytes.write(folder, all));
        assertThat(tiles.holes()).hasSize(1);
        assertThat(tiles.commands()).hasSize(24).allMatch(found -> found.name().equals(Bytes.of("SET")));
    }

    @Test
    void aLineEndWithOneWrongByteLosesNothing() {
        byte[] all = new AofBytes().words("SET a 1").words("SET b 2").bytes();
        all["*3\r\n$3\r\nSET".length()] = '\n';
        assertThat(Tiles.of(AofBytes.write(folder, all)).commands()).hasSize(2);
    }

    @Test
    void largeArgumentsAcrossTheBufferAreReadWhole() {
        String large = "0123456789abcdef".repeat(50_000);
        AofBytes aof = new AofBytes();
        for (int i = 0; i < 5; i++) {
            aof.command("SET", "large:" + i, large + i).keys(10);
        }
        Tiles tiles = Tiles.of(aof.write(folder));
        assertThat(tiles.holes()).isEmpty();
        assertThat(tiles.commands()).hasSize(55);
        assertThat(tiles.commands().get(44).arguments().get(2)).isEqualTo(Bytes.of(large + 4));
    }

    @Test
    void emptyFileHasNoRecords() throws IOException {
        assertThat(Tiles.of(AofBytes.write(folder, new byte[0])).records()).isEmpty();
    }

    /** Tried on servers of 6.2, 7.0 and Valkey 9.1: blank lines, inline commands and empty ones are refused by all. */
    @Test
    void linesThatServersTakeAreTakenAndOthersAreHoles() {
        assertThat(read("*1\n$4\nPING\r\n")).hasSize(1).noneMatch(AofRecord.Hole.class::isInstance);
        assertThat(read("*1\f\n$4\r\nPING\r\n")).hasSize(1).noneMatch(AofRecord.Hole.class::isInstance);
        assertThat(read("# a remark\n*1\r\n$4\r\nPING\r\n#ts:1\r\n"))
                .hasSize(3)
                .noneMatch(AofRecord.Hole.class::isInstance);
        for (String other : List.of("\r\n", "PING\r\n", "*0\r\n", "*1x\r\n$4\r\nPING\r\n")) {
            assertThat(read("*1\r\n$4\r\nPING\r\n" + other + "*1\r\n$4\r\nPING\r\n"))
                    .as(other)
                    .anyMatch(AofRecord.Hole.class::isInstance);
        }
    }

    private List<AofRecord> read(String text) {
        return Tiles.of(new AofBytes().text(text).write(folder)).records();
    }
}
