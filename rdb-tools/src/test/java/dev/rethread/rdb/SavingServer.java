package dev.rethread.rdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.core.ExecutableProvider;

/** A real redis-server on loopback that is asked for a dump and ends when closed. */
final class SavingServer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int POLL_MILLIS = 20;

    private final int port;
    private final Path folder;
    private final Process process;

    private SavingServer(int port, Path folder, Process process) {
        this.port = port;
        this.folder = folder;
        this.process = process;
    }

    /** The redis-server on the PATH, or null where there is none. */
    static @Nullable Path installed() {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(entry -> Path.of(entry, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** The server that comes with the build, a 6.2 on Linux. */
    static Path embedded() {
        try {
            return ExecutableProvider.newJarResourceProvider().get().toPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SavingServer start(Path binary, Path folder, String... settings) throws IOException, InterruptedException {
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(binary.toString(), "--port", "" + port, "--bind", "127.0.0.1"));
        command.addAll(List.of("--save", "", "--dir", folder.toString()));
        command.addAll(List.of(settings));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        SavingServer server = new SavingServer(port, folder, process);
        server.awaitAnswer();
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitAnswer() throws InterruptedException {
        for (int waited = 0; waited < PATIENCE_MILLIS; waited += POLL_MILLIS) {
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

    Jedis client() {
        return new Jedis("127.0.0.1", port, PATIENCE_MILLIS);
    }

    /** The dump of everything the server holds now. */
    Path save() {
        try (Jedis jedis = client()) {
            jedis.save();
        }
        return folder.resolve("dump.rdb");
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
