package dev.rethread.aof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.core.ExecutableProvider;

/** A real redis-server on loopback that keeps an AOF in the given folder. */
final class TestServer implements AutoCloseable {
    private static final long START_MILLIS = 10_000;
    private static final long POLL_MILLIS = 20;

    final int port;
    private final Process process;

    private TestServer(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /** The redis-server on the PATH, or null where there is none. */
    static @Nullable Path installed() {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** The server that comes with the build, a 6.2 on Linux. */
    static Path embedded() {
        try {
            return ExecutableProvider.newJarResourceProvider().get().toPath();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static TestServer start(Path binary, Path folder, String... settings) throws IOException, InterruptedException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        List<String> command = new ArrayList<>(List.of(
                binary.toString(), "--port", "" + port, "--bind", "127.0.0.1", "--save", "", "--dir", "" + folder));
        command.addAll(List.of("--appendonly", "yes", "--appendfsync", "no"));
        command.addAll(List.of(settings));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        TestServer server = new TestServer(port, process);
        server.awaitAnswer();
        return server;
    }

    Jedis client() {
        return new Jedis("127.0.0.1", port, (int) START_MILLIS);
    }

    private void awaitAnswer() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MILLIS);
        while (System.nanoTime() < deadline) {
            try (Jedis jedis = client()) {
                jedis.ping();
                return;
            } catch (JedisException notYet) {
                Thread.sleep(POLL_MILLIS);
            }
        }
        close();
        throw new IllegalStateException("redis-server did not start on port " + port);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(START_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
