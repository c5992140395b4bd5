package dev.rethread.live;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.HashValue;
import dev.rethread.server.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** What a server can do instead of sending its dump. */
final class LiveFailureTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final String HEADER = "524544495330303132 fe00";
    private static final String END = "ff 0000000000000000";
    /** {@code SET k v}. */
    private static final String STRING = "00 016b 0176";

    @TempDir
    private Path home;

    @Test
    void aPasswordLetsInAndAWrongOneOrNoneIsReported() throws IOException, InterruptedException {
        try (TestServer server = TestServer.start(TestServer.embedded(), home, "--requirepass", "päss word")) {
            try (Jedis jedis = server.client()) {
                jedis.auth("päss word");
                jedis.set("k", "v");
            }
            LiveAddress address = server.address();
            assertThat(LiveSnapshot.read(address.withPassword(null, "päss word"::toCharArray), Progress.SILENT)
                            .keys())
                    .containsExactly(Key.of("k"));
            assertThat(LiveSnapshot.read(address.withPassword("default", "päss word"::toCharArray), Progress.SILENT)
                            .keys())
                    .hasSize(1);
            assertThat(failure(address)).hasMessageContaining("wants a password");
            LiveException wrong = failure(address.withPassword(null, "secret"::toCharArray));
            assertThat(wrong)
                    .hasMessageContaining("refuses this user and password")
                    .hasNoCause();
            assertThat(wrong.getMessage() + wrong.hint()).doesNotContain("secret");
        }
    }

    @Test
    void aUserWithoutTheRightToReplicateIsReported() throws IOException, InterruptedException {
        try (TestServer server = TestServer.start(TestServer.embedded(), home)) {
            try (Jedis jedis = server.client()) {
                jedis.aclSetUser("reader", "on", ">pw", "~*", "+@read");
                jedis.aclSetUser("replica", "on", ">pw", "+psync", "+replconf");
            }
            LiveAddress address = server.address();
            assertThat(failure(address.withPassword("reader", "pw"::toCharArray)))
                    .hasMessageContaining("does not let this user replicate");
            assertThat(LiveSnapshot.read(address.withPassword("replica", "pw"::toCharArray), Progress.SILENT)
                            .keys())
                    .isEmpty();
            assertThat(LiveSnapshot.read(address.withPassword(null, "none needed"::toCharArray), Progress.SILENT)
                            .keys())
                    .isEmpty();
        }
    }

    @Test
    void aReplicaWithoutItsMasterIsReported() throws IOException, InterruptedException {
        int nobody = TestServer.freePort();
        try (TestServer server =
                TestServer.start(TestServer.embedded(), home, "--replicaof", "127.0.0.1", "" + nobody)) {
            LiveException failure = failure(server.address());
            assertThat(failure).hasMessageContaining("is a replica without a link to its master");
            assertThat(failure.hint()).contains("master");
        }
    }

    @Test
    void aServerWithoutRoomForClientsIsReported() throws IOException, InterruptedException {
        try (TestServer server = TestServer.start(TestServer.embedded(), home);
                Jedis only = server.client()) {
            only.configSet("maxclients", "1");
            assertThat(failure(server.address())).hasMessageContaining("accepts no more clients");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-LOADING Redis is loading the dataset in memory | is still loading its own dump",
                "-MASTERDOWN Link with MASTER is down | is a replica without a link to its master",
                "-ERR unknown command 'PSYNC' | does not speak replication",
                "-ERR operation not permitted | wants a password",
                "-ERR something new | gave no dump: ERR something new",
                "+CONTINUE | gave no dump: CONTINUE",
                "HTTP/1.1 400 Bad Request | does not answer as a Redis server",
            })
    void everyRefusalSaysWhatItMeans(String answer, String message) throws IOException {
        try (FakeServer server = FakeServer.answering(answer)) {
            LiveException failure = failure(server.address());
            assertThat(failure).hasMessageContaining(message).hasMessageContaining("127.0.0.1:");
            assertThat(failure.hint()).isNotBlank().endsWith(".");
        }
    }

    @Test
    void aDumpCutAnywhereIsNeverASnapshot() throws IOException {
        byte[] dump = bytes(HEADER + STRING + END);
        for (int length = 0; length < dump.length; length++) {
            try (FakeServer server = FakeServer.sending(Arrays.copyOf(dump, length), dump.length)) {
                assertThat(failure(server.address()))
                        .as("cut at %s", length)
                        .hasMessageContaining("before the end of its dump");
            }
        }
        assertThat(read(HEADER + STRING + END).getClass()).isEqualTo(Value.StringValue.class);
    }

    @Test
    void aServerThatFallsSilentIsLeftAfterTheReadTimeout() throws IOException {
        byte[] dump = bytes(HEADER + STRING);
        try (FakeServer server = FakeServer.fallingSilentAfter(dump, 100)) {
            LiveAddress hasty = server.address().withTimeouts(Duration.ofSeconds(1), Duration.ofMillis(200));
            long start = System.nanoTime();
            assertThat(failure(hasty)).hasMessageContaining("did not answer in time");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "524544495330303939 ff", // version 99
                "56414c4b4559303830 ff", // VALKEY
                HEADER + "63 016b 00", // no such type
                HEADER + "10 016b 0d 0d000000 0200 8161 02 8162 02 00" + END, // a hash without its end mark
                HEADER + "10 016b 0a 0a000000 0100 8161 02 ff" + END, // half a pair
            })
    void whatCannotBeDecodedIsReported(String dump) throws IOException {
        byte[] content = bytes(dump);
        try (FakeServer server = FakeServer.sending(content, content.length)) {
            assertThat(failure(server.address()))
                    .hasMessageContaining("cannot be decoded")
                    .hasMessageContaining("@0x");
        }
    }

    /** No server has one: a key that cannot be read must not count as deleted, so nothing is read. */
    @Test
    void aScoreThatIsNoNumberIsReportedWithoutItsKey() throws IOException {
        byte[] nan = bytes(HEADER + "11 0573747566660f 0f000000 0200 8161 02 836e616e 04 ff" + END);
        try (FakeServer server = FakeServer.sending(nan, nan.length)) {
            assertThat(failure(server.address()))
                    .hasMessageContaining("not a number")
                    .hasMessageNotContaining("stuff");
        }
    }

    /** The mark's beginning stands in the dump too, and dump and mark come in pieces of every size. */
    @Test
    void aMarkedDumpEndsWhereItsMarkDoes() throws IOException {
        byte[] dump = bytes(HEADER + "00 016b 28" + "61".repeat(40) + END);
        for (int pieces = 1; pieces < 60; pieces++) {
            try (FakeServer server = FakeServer.marked(dump, "a".repeat(39) + "b", pieces)) {
                LiveSnapshot snapshot = LiveSnapshot.read(server.address(), Progress.SILENT);
                assertThat(Objects.requireNonNull(snapshot.get(Key.of("k"))).value())
                        .isEqualTo(new Value.StringValue(Bytes.of("a".repeat(40))));
            }
        }
    }

    @Test
    void aMarkedDumpThatBreaksOffIsNeverASnapshot() throws IOException {
        byte[] dump = bytes(HEADER + STRING + END);
        try (FakeServer server = FakeServer.markedAndCut(dump, "b".repeat(40))) {
            assertThat(failure(server.address())).hasMessageContaining("before the end of its dump");
        }
    }

    /** A server set to pack big hashes: the count needs all 16 bits, and from 65535 on it counts no more. */
    @ParameterizedTest
    @ValueSource(ints = {16_384, 32_767, 40_000})
    void aHashOfManyPackedFieldsIsReadWhole(int fields) throws IOException {
        StringBuilder entries = new StringBuilder();
        Map<Bytes, Bytes> expected = new LinkedHashMap<>();
        for (int i = 0; i < fields; i++) {
            String number = "%05d".formatted(i);
            entries.append("85")
                    .append(HEX.formatHex(number.getBytes(US_ASCII)))
                    .append("06 0101");
            expected.put(Bytes.of(number), Bytes.of(1));
        }
        int count = Math.min(fields * 2, 0xffff);
        String header = littleEndian(fields * 9 + 7, 4) + littleEndian(count, 2);
        String length = "80" + "%08x".formatted(fields * 9 + 7);
        assertThat(read(HEADER + "10 016b" + length + header + entries + "ff" + END))
                .isEqualTo(new HashValue(expected));
    }

    private static String littleEndian(int number, int bytes) {
        return "%08x".formatted(Integer.reverseBytes(number)).substring(0, 2 * bytes);
    }

    @Test
    void theDeadlinesOfHashFieldsAreRead() throws IOException {
        Map<Bytes, Bytes> fields = Map.of(Bytes.of("f"), Bytes.of("v"), Bytes.of("g"), Bytes.of("w"));
        HashValue expected = new HashValue(fields, Map.of(Bytes.of("f"), 1001L));
        String metadata = HEADER + "18 016b e803000000000000 02 02 0166 0176 00 0167 0177" + END;
        assertThat(read(metadata)).isEqualTo(expected);
        String listpack =
                "19 016b e803000000000000 18" + "18000000 0600 8166 02 8176 02 c3e9 02 8167 02 8177 02 00 01 ff";
        assertThat(read(HEADER + listpack + END)).isEqualTo(expected);
    }

    @Test
    void anAddressNeverPrintsItsPassword() {
        LiveAddress address = LiveAddress.of("::1", 6379).withPassword("me", "secret"::toCharArray);
        assertThat(address).hasToString("[::1]:6379");
    }

    private static Value read(String dump) throws IOException {
        byte[] content = bytes(dump);
        try (FakeServer server = FakeServer.sending(content, content.length)) {
            LiveSnapshot snapshot = LiveSnapshot.read(server.address(), Progress.SILENT);
            return Objects.requireNonNull(
                            snapshot.get(snapshot.keys().iterator().next()))
                    .value();
        }
    }

    private static LiveException failure(LiveAddress address) {
        return catchThrowableOfType(LiveException.class, () -> LiveSnapshot.read(address, Progress.SILENT));
    }

    private static byte[] bytes(String hex) {
        return HEX.parseHex(hex.replace(" ", ""));
    }
}
