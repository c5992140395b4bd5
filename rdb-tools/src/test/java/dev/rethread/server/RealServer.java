package dev.rethread.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;

/**
 * A redis-server that the tests can start: the embedded one, the one on the PATH, and those in the folder that the
 * environment variable {@code RETHREAD_SERVERS} names, each as {@code redis-8.0.6/redis-server}.
 *
 * @param name product and version: {@code redis-7.0.15}
 */
public record RealServer(String name, Path binary) {
    private static final long POLL_MILLIS = 20;
    private static final Pattern VERSION = Pattern.compile("(\\w+) server v=([\\d.]+) .*");

    /** Every server there is, one of each name. */
    public static List<RealServer> all() {
        List<RealServer> servers = new ArrayList<>();
        servers.add(of(TestServer.embedded()));
        Path installed = TestServer.installed();
        if (installed != null) {
            servers.add(of(installed));
        }
        String folder = System.getenv("RETHREAD_SERVERS");
        if (folder != null) {
            servers.addAll(in(Path.of(folder)));
        }
        List<String> seen = new ArrayList<>();
        servers.removeIf(server -> seen.contains(server.name) || !seen.add(server.name));
        return servers;
    }

    private static List<RealServer> in(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(each -> each.resolve("redis-server"))
                    .filter(Files::isExecutable)
                    .sorted()
                    .map(RealServer::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asked of the binary itself: {@code Redis server v=7.0.15 sha=...}. */
    private static RealServer of(Path binary) {
        try {
            Process process = new ProcessBuilder(binary.toString(), "--version").start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher words = VERSION.matcher(answer);
            if (!words.lookingAt()) {
                throw new IllegalStateException(binary + " answers " + answer);
            }
            return new RealServer(words.group(1).toLowerCase(Locale.ROOT) + "-" + words.group(2), binary);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Major and minor version as a number that compares: 700 for 7.0. */
    public int version() {
        int[] parts = Pattern.compile("[-.]")
                .splitAsStream(name)
                .skip(1)
                .mapToInt(Integer::parseInt)
                .toArray();
        return parts[0] * 100 + parts[1];
    }

    public boolean valkey() {
        return name.startsWith("valkey");
    }

    /** Starts in {@code home}, where it has loaded {@code dump.rdb}, if there is one, on return; DEBUG is allowed. */
    public TestServer start(Path home, String... settings) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(settings));
        if (version() >= 700) {
            all.addAll(List.of("--enable-debug-command", "yes"));
        }
        TestServer server = TestServer.start(binary, home, all.toArray(String[]::new));
        try (Jedis jedis = server.client()) {
            while (!jedis.info("persistence").contains("loading:0")) {
                Thread.sleep(POLL_MILLIS);
            }
        }
        return server;
    }

    @Override
    public String toString() {
        return name;
    }
}
