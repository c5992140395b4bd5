package dev.rethread.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rethread.fixtures.incident.SmallIncident;
import dev.rethread.fixtures.server.RedisBinary;
import dev.rethread.fixtures.server.RedisProcess;
import dev.rethread.incident.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** A keyspace written into a file. */
class SnapshotTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void copy() throws IOException {
        SmallIncident.copyTo(folder);
    }

    private Shell.Result rethread(String... arguments) {
        return new Shell(folder).rethread(arguments);
    }

    private static void is(ExitCode code, Shell.Result result) {
        assertThat(result.is(code)).as(result.toString()).isTrue();
    }

    private void nothingElseIsThere(String... expected) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .filteredOn(name -> name.startsWith("out"))
                    .containsExactlyInAnyOrder(expected);
        }
    }

    @Test
    void serversLoadWhatWasTakenOfAnother() throws IOException {
        int number = 0;
        for (RedisBinary binary : OtherServers.all()) {
            try (RedisProcess server = OtherServers.start(binary, folder.resolve("server-" + number++));
                    Jedis jedis = server.connect()) {
                OtherServers.fill(jedis);
                String place = OtherServers.place(server);
                is(ExitCode.DONE, rethread("snapshot", place, "-o", "out.rdb", "--for", "6.2", "--force"));
                is(ExitCode.DONE, rethread("diff", "out.rdb", place));
            }
            Path other = Files.createDirectories(folder.resolve("other"));
            Files.copy(folder.resolve("out.rdb"), other.resolve("dump.rdb"), StandardCopyOption.REPLACE_EXISTING);
            try (RedisProcess server = OtherServers.start(RedisBinary.embedded(), other)) {
                is(ExitCode.DONE, rethread("diff", "out.rdb", "redis://127.0.0.1:" + server.port()));
            }
        }
    }

    @Test
    void theFileIsWholePrivateAndSaysWhatItHolds() throws IOException {
        Shell.Result result = rethread("snapshot", "replica-b/appendonlydir", "-o", "out.rdb");
        is(ExitCode.DONE, result);
        assertThat(result.err()).hasLineCount(1).contains("out.rdb holds every credential");
        assertThat(result.out()).startsWith("out.rdb: ").contains("for redis 7.0 (RDB version 10)");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("out.rdb"))))
                .isEqualTo("rw-------");
        nothingElseIsThere("out.rdb");
        is(ExitCode.DONE, rethread("diff", "replica-b/appendonlydir", "out.rdb"));
        assertThat(rethread("inventory", "out.rdb").out()).contains("REDIS 10, checksum ok, ");
    }

    @Test
    void jsonLinesHaveEveryKey() throws IOException {
        is(ExitCode.DONE, rethread("snapshot", "stale.rdb", "-o", "out.jsonl", "--match", "*"));
        List<String> lines = Files.readAllLines(folder.resolve("out.jsonl"));
        JsonNode report = new ObjectMapper()
                .readTree(rethread("snapshot", "stale.rdb", "-o", "out.json", "--jsonl", "--format", "json")
                        .out());
        assertThat(report.get("keys").asInt()).isEqualTo(lines.size()).isPositive();
        assertThat(report.get("bytes").asLong()).isEqualTo(Files.size(folder.resolve("out.jsonl")));
        for (String line : lines) {
            JsonNode key = new ObjectMapper().readTree(line);
            assertThat(key.has("db") && key.has("key") && key.has("type") && key.has("value"))
                    .isTrue();
        }
    }

    /** Of two keys the second, whose list breaks off after its first element, under a right checksum. */
    @Test
    void aValueThatBreaksOffLeavesNoHalfLine() throws IOException {
        is(ExitCode.PRECONDITION, rethread("snapshot", brokenOff(), "-o", "out.jsonl"));
        nothingElseIsThere();
        Shell.Result partial = rethread("snapshot", brokenOff(), "-o", "out.jsonl", "--partial");
        is(ExitCode.FOUND, partial);
        assertThat(partial.out()).contains("out.jsonl: 1 keys, ").contains("damage: ");
        assertThat(folder.resolve("out.jsonl"))
                .hasContent("{\"db\":0,\"key\":\"a\",\"type\":\"string\",\"value\":\"x\"}");
    }

    private String brokenOff() throws IOException {
        ByteArrayOutputStream dump = new ByteArrayOutputStream();
        dump.write("REDIS0010".getBytes(StandardCharsets.US_ASCII));
        dump.write(new byte[] {(byte) 0xfe, 0, 0, 1, 'a', 1, 'x'});
        byte[] listpack = {11, 0, 0, 0, 2, 0, (byte) 0x81, 'y', 2, (byte) 0xf4, (byte) 0xff};
        dump.write(new byte[] {18, 1, 'b', 1, 2, (byte) listpack.length});
        dump.write(listpack);
        dump.write(0xff);
        byte[] summed = dump.toByteArray();
        dump.write(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(checksum(summed))
                .array());
        Files.write(folder.resolve("broken.rdb"), dump.toByteArray());
        return "broken.rdb";
    }

    /** CRC-64 as Redis computes it, bit by bit. */
    private static long checksum(byte[] bytes) {
        long crc = 0;
        for (byte one : bytes) {
            crc ^= one & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ 0x95ac9329ac4bc9b5L;
            }
        }
        return crc;
    }

    @Test
    void whatIsThereIsReplacedOnlyWhenAskedTo() throws IOException {
        Files.writeString(folder.resolve("out.rdb"), "precious");
        Shell.Result refused = rethread("snapshot", "stale.rdb", "-o", "out.rdb");
        is(ExitCode.PRECONDITION, refused);
        assertThat(refused.err()).contains("is there already").contains("HINT: ");
        assertThat(folder.resolve("out.rdb")).hasContent("precious");
        nothingElseIsThere("out.rdb");
        is(ExitCode.DONE, rethread("snapshot", "stale.rdb", "-o", "out.rdb", "--force"));
        is(ExitCode.DONE, rethread("diff", "stale.rdb", "out.rdb"));
    }

    @Test
    void aSourceIsNotReplacedByWhatIsMadeOfIt() throws IOException {
        byte[] before = Files.readAllBytes(folder.resolve("stale.rdb"));
        Files.createSymbolicLink(folder.resolve("link"), folder);
        is(ExitCode.USAGE, rethread("snapshot", "stale.rdb", "-o", "stale.rdb", "--force"));
        is(ExitCode.USAGE, rethread("snapshot", "stale.rdb", "-o", "link/stale.rdb", "--force"));
        is(ExitCode.USAGE, rethread("snapshot", "replica-b/appendonlydir", "-o", "replica-b/appendonlydir/x.rdb"));
        assertThat(Files.readAllBytes(folder.resolve("stale.rdb"))).isEqualTo(before);
    }

    @Test
    void anInterruptedRunLeavesNothing() throws IOException {
        Interrupt interrupt = new Interrupt();
        interrupt.request();
        is(
                ExitCode.INTERRUPTED,
                new Shell(folder, Map.of(), interrupt).rethread("snapshot", "stale.rdb", "-o", "out.rdb"));
        nothingElseIsThere();
    }

    @Test
    void aSourceThatIsNotWholeIsRefusedUnlessAskedFor() throws IOException {
        byte[] whole = Files.readAllBytes(folder.resolve("stale.rdb"));
        Files.write(folder.resolve("cut.rdb"), Arrays.copyOf(whole, whole.length / 2));
        Shell.Result refused = rethread("snapshot", "cut.rdb", "-o", "out.rdb");
        is(ExitCode.PRECONDITION, refused);
        assertThat(refused.err()).contains("is not whole").contains("salvage").contains("--partial");
        nothingElseIsThere();
        Shell.Result partial = rethread("snapshot", "cut.rdb", "-o", "out.rdb", "--partial");
        is(ExitCode.FOUND, partial);
        assertThat(partial.out()).contains("not whole").contains("damage: ");
        assertThat(Files.readString(folder.resolve("out.rdb"), StandardCharsets.ISO_8859_1))
                .contains("rethread-salvaged");
    }

    @Test
    void whatTheVersionHasNoPlaceForIsListed() throws IOException {
        for (Path file : CorpusFiles.named("all-types.rdb")) {
            if (file.toString().contains("redis-7.4.1")) {
                Shell.Result result = rethread("snapshot", file.toString(), "-o", "out.rdb", "--for", "6.2");
                is(ExitCode.PARTIAL, result);
                assertThat(result.out()).contains("left out: ").contains("a hash with fields that expire");
                is(ExitCode.DONE, rethread("snapshot", file.toString(), "-o", "out2.rdb", "--for", "8.0"));
                is(ExitCode.DONE, rethread("diff", file.toString(), "out2.rdb"));
            }
        }
    }

    @Test
    void anUnknownVersionIsNotUnderstood() throws IOException {
        is(ExitCode.USAGE, rethread("snapshot", "stale.rdb", "-o", "out.rdb", "--for", "1.0"));
        nothingElseIsThere();
    }
}
