package dev.rethread.rdb;

import com.moilioncircle.redis.replicator.rdb.datatype.KeyValuePair;
import dev.rethread.keyspace.Key;
import dev.rethread.source.SourceFile;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;

/**
 * Measures reading of an RDB; no test. Prints megabytes a second by the clock and by the processor time of the
 * reading thread, the best of some rounds, and the index's memory:
 * {@code java -cp ... dev.rethread.rdb.Speed FILE}.
 */
final class Speed {
    private static final int ROUNDS = 4;
    private static final double MEGABYTE = 1e6;
    private static final double NANOS = 1e9;
    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();

    private Speed() {}

    private interface Work {
        long run();
    }

    public static void main(String[] arguments) {
        Path file = Path.of(arguments[0]);
        measure(file, "framing", () -> frame(file));
        measure(file, "framing and decoding", () -> decode(file));
        measure(
                file,
                "snapshot's index",
                () -> Reading.snapshot(file, snapshot -> (long) snapshot.keys().size()));
        measure(file, "snapshot, every key decoded", () -> Reading.snapshot(file, Speed::decodeAll));
        measure(file, "redis-replicator", () -> replicate(file));
        Reading.snapshot(file, snapshot -> memory(snapshot));
    }

    private static long frame(Path file) {
        return Reading.with(
                file, source -> RdbReader.read(source, 0, record -> {}).keysFound());
    }

    private static long decode(Path file) {
        return Reading.with(
                file,
                source -> RdbReader.read(source, 0, record -> {
                            if (record instanceof KeyValue keyValue) {
                                keyValue.decode();
                            }
                        })
                        .keysFound());
    }

    private static long decodeAll(RdbSnapshot snapshot) {
        long decoded = 0;
        for (Key key : snapshot.keys()) {
            decoded += snapshot.get(key) == null ? 0 : 1;
        }
        return decoded;
    }

    private static long replicate(Path file) {
        long[] keys = new long[1];
        Exception failure = SecondOpinion.events(file, event -> keys[0] += event instanceof KeyValuePair ? 1 : 0);
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
        return keys[0];
    }

    private static void measure(Path file, String what, Work work) {
        double best = Double.MAX_VALUE;
        double cpu = Double.MAX_VALUE;
        long keys = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            long busy = THREAD.getCurrentThreadCpuTime();
            keys = work.run();
            best = Math.min(best, (System.nanoTime() - start) / NANOS);
            cpu = Math.min(cpu, (THREAD.getCurrentThreadCpuTime() - busy) / NANOS);
        }
        double size = Reading.with(file, SourceFile::size) / MEGABYTE;
        System.out.printf(
                "%-30s %6.0f MB/s  (%.2f s)   by the thread's own time %6.0f MB/s  %d keys%n",
                what, size / best, best, size / cpu, keys);
    }

    private static long memory(RdbSnapshot snapshot) {
        System.gc();
        long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        int keys = snapshot.keys().size();
        System.out.printf("index: %d bytes a key%n", used / Math.max(1, keys));
        return used;
    }
}
