package dev.rethread.replay;

import dev.rethread.fixtures.server.RedisBinary;
import dev.rethread.fixtures.server.RedisProcess;
import dev.rethread.fixtures.server.RedisSettings;
import dev.rethread.keyspace.Bytes;
import dev.rethread.live.LiveAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.commands.ProtocolCommand;

/** Real servers for a test class: the embedded one, and the installed one where there is one. */
public final class Servers implements AutoCloseable {
    private static final ProtocolCommand DEBUG = () -> "DEBUG".getBytes(StandardCharsets.US_ASCII);

    private final List<RedisProcess> running = new ArrayList<>();
    private final List<Path> folders = new ArrayList<>();

    /** The newest at hand. */
    public RedisProcess start(String... settings) {
        return start(RedisBinary.find(null), settings);
    }

    public List<RedisProcess> startEach(String... settings) {
        return Stream.concat(RedisBinary.onPath().stream(), Stream.of(RedisBinary.embedded()))
                .map(binary -> start(binary, settings))
                .toList();
    }

    public RedisProcess start(RedisBinary binary, String... settings) {
        String[] debugging = binary.multiPartAof() ? new String[] {"enable-debug-command local"} : new String[0];
        try {
            Path folder = Files.createTempDirectory("rethread-replay-");
            folders.add(folder);
            RedisProcess server = RedisProcess.start(
                    binary,
                    folder,
                    RedisSettings.of("save \"\"", "appendonly no")
                            .with(debugging)
                            .with(settings));
            running.add(server);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static LiveAddress address(RedisProcess server) {
        return LiveAddress.of("127.0.0.1", server.port());
    }

    /** The digest of everything in the server's databases, without the scripts. */
    public static String digest(Jedis jedis) {
        return String.valueOf(
                jedis.sendCommand(DEBUG, "DIGEST") instanceof byte[] digest ? Bytes.wrap(digest) : "none");
    }

    @Override
    public void close() {
        running.forEach(RedisProcess::close);
        folders.forEach(Servers::delete);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
