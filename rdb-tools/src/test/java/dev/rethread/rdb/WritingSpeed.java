package dev.rethread.rdb;

import dev.rethread.keyspace.Entry;
import dev.rethread.server.RealServer;
import dev.rethread.server.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Jedis;

/**
 * Measures writing against SAVE of the same data by a server, in turn; no test. Prints the size of the file and
 * megabytes of it a second by processor time: {@code java -cp ... dev.rethread.rdb.WritingSpeed FILE}, where FILE is an
 * RDB that redis-server 7.0 (see {@link RealServer}) loads.
 */
final class WritingSpeed {
    private static final int ROUNDS = 4;

    private WritingSpeed() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path file = Path.of(arguments[0]);
        List<Entry> entries = new ArrayList<>();
        Reading.with(
                file,
                source -> RdbReader.read(source, 0, record -> {
                    if (record instanceof KeyValue keyValue) {
                        entries.add(keyValue.decode());
                    }
                }));
        Path home = Files.createTempDirectory("writing");
        Files.copy(file, home.resolve("dump.rdb"));
        try (TestServer server = RealServer.all().stream()
                        .filter(each -> each.version() == 700)
                        .findFirst()
                        .orElseThrow()
                        .start(home);
                Jedis jedis = server.client()) {
            for (int round = 0; round < ROUNDS; round++) {
                double before = cpu(jedis);
                Path saved = server.save();
                print("redis-server SAVE", saved, cpu(jedis) - before);
                write(entries, home.resolve("written.rdb"));
            }
        }
    }

    private static void write(List<Entry> entries, Path to) throws IOException {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        try (OutputStream out = Files.newOutputStream(to);
                RdbWriter writer = RdbWriter.to(out, RdbTarget.REDIS_7_0)) {
            for (Entry entry : entries) {
                writer.write(entry);
            }
        }
        print("RdbWriter", to, (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1e9);
    }

    private static double cpu(Jedis jedis) {
        return jedis.info("cpu")
                .lines()
                .filter(line -> line.startsWith("used_cpu_user:") || line.startsWith("used_cpu_sys:"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(':') + 1)))
                .sum();
    }

    private static void print(String what, Path file, double seconds) throws IOException {
        System.out.printf(
                "%-20s %6.1f MB  %6.0f MB/s (%.2f s)%n",
                what, Files.size(file) / 1e6, Files.size(file) / 1e6 / seconds, seconds);
    }
}
