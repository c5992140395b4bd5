package dev.rethread.server;

import dev.rethread.live.LiveAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.core.ExecutableProvider;

/** A real redis-server on loopback, for the tests of every reader; it ends when closed. */
public final class TestServer implements AutoCloseable {
    private static final long START_MILLIS = 10_000;
    private static final long POLL_MILLIS = 20;
    private static final int CLIENT_MILLIS = 10_000;

    private final int port;
    private final Path folder;
    private final Process process;

    private TestServer(int port, Path folder, Process process) {
        this.port = port;
        this.folder = folder;
        this.process = process;
    }

    public int port() {
        return port;
    }

    public Path folder() {
        return folder;
    }

    /** The redis-server on the PATH, or null where there is none. */
    public static @Nullable Path installed() {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** The server that comes with the build, a 6.2 on Linux. */
    public static Path embedded() {
        try {
            return ExecutableProvider.newJarResourceProvider().get().toPath();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Starts in {@code folder}, without saving, and returns once the server answers. */
    public static TestServer start(Path binary, Path folder, String... settings)
            throws IOException, InterruptedException {
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                binary.toString(), "--port", "" + port, "--bind", "127.0.0.1", "--save", "", "--dir", "" + folder));
        command.addAll(Arrays.asList(settings));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        TestServer server = new TestServer(port, folder, process);
        server.awaitAnswer();
        return server;
    }

    public Jedis client() {
        return new Jedis("127.0.0.1", port, CLIENT_MILLIS);
    }

    public LiveAddress address() {
        return LiveAddress.of("127.0.0.1", port);
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitAnswer() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MILLIS);
        while (System.nanoTime() < deadline) {
            try (Jedis jedis = client()) {
                jedis.connect();
                return;
            } catch (JedisException notYet) {
                Thread.sleep(POLL_MILLIS);
            }
        }
        close();
        throw new IllegalStateException("redis-server did not start on port " + port);
    }

    /** The dump of everything the server holds now. */
    public Path save() {
        try (Jedis jedis = client()) {
            jedis.save();
        }
        return folder.resolve("dump.rdb");
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
