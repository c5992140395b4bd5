package dev.rethread.rdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.StreamValue;
import dev.rethread.server.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A stream that a newer server loads from an older file and saves in its own format is the same stream. */
class StreamVersionsTest {
    @TempDir
    Path folder;

    @Test
    void ofTheInstalledServer() throws IOException, InterruptedException {
        Path installed = TestServer.installed();
        assumeTrue(installed != null, "no redis-server on the PATH");
        savedAgain("redis-5.0.14", installed);
        savedAgain("redis-6.2.16", installed);
    }

    @TestFactory
    Stream<DynamicTest> ofFurtherServers() {
        String servers = System.getenv("RETHREAD_SERVERS");
        return servers == null
                ? Stream.of()
                : Stream.of("redis-8.0.6", "redis-8.6.3", "valkey-9.1.2")
                        .map(server -> Path.of(servers, server, "redis-server"))
                        .filter(Files::isExecutable)
                        .flatMap(binary -> Stream.of("redis-5.0.14", "redis-6.2.16", "redis-7.2.6")
                                .map(older -> DynamicTest.dynamicTest(
                                        older + " by " + binary, () -> savedAgain(older, binary))));
    }

    private void savedAgain(String older, @Nullable Path binary) throws IOException, InterruptedException {
        Path original = Corpus.file(older + "/all-types.rdb");
        assumeTrue(binary != null, "no server");
        Path own = Files.createTempDirectory(folder, "server");
        Files.copy(original, own.resolve("dump.rdb"));
        Map<Key, StreamValue> before = streams(original);
        try (TestServer server = TestServer.start(binary, own)) {
            assertThat(before).hasSizeGreaterThan(5);
            assertThat(streams(server.save())).isEqualTo(before);
        }
    }

    private static Map<Key, StreamValue> streams(Path file) {
        return Reading.snapshot(file, snapshot -> {
            Map<Key, StreamValue> streams = new TreeMap<>();
            for (Key key : snapshot.keys()) {
                Entry entry = snapshot.get(key);
                if (entry != null && entry.value() instanceof StreamValue stream) {
                    streams.put(key, stream);
                }
            }
            return streams;
        });
    }
}
