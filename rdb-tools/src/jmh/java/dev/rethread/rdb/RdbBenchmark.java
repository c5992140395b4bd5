package dev.rethread.rdb;

import com.moilioncircle.redis.replicator.rdb.datatype.KeyValuePair;
import dev.rethread.json.JsonLines;
import dev.rethread.keyspace.Key;
import dev.rethread.source.SourceFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Whole readings of one forum's RDB, ours and the peers', each in milliseconds. The file is made on the first run and
 * kept; {@code -Drdb.file=FILE} (by {@code -jvmArgs} of JMH) measures another one.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
@Fork(1)
public class RdbBenchmark {
    @Param("2400000")
    public int keys;

    private Path file = Path.of("");

    @Setup
    public void write() throws IOException {
        String given = System.getProperty("rdb.file");
        file = given == null
                ? Path.of(System.getProperty("java.io.tmpdir"), "forum-" + keys + ".rdb")
                : Path.of(given);
        if (!Files.exists(file)) {
            GeneratedForum.write(file, keys);
        }
    }

    /** Scan, checksum, index of key hashes, fingerprints and offsets. */
    @Benchmark
    public int index() {
        return Reading.snapshot(file, snapshot -> snapshot.keys().size());
    }

    /** Framing and checksum. */
    @Benchmark
    public long framing() {
        return Reading.with(
                file, source -> RdbReader.read(source, 0, record -> {}).keysFound());
    }

    /** Checksum alone, on one thread. */
    @Benchmark
    public long checksum() {
        return Reading.with(file, RdbBenchmark::sum);
    }

    private static long sum(SourceFile source) {
        byte[] chunk = new byte[1 << 19];
        Crc64 crc = new Crc64();
        long at = 0;
        for (int n = 1; n > 0; at += n) {
            n = source.read(at, chunk, 0, chunk.length);
            crc.update(chunk, 0, n);
        }
        return crc.value();
    }

    /** Every value decoded element by element, checksum verified. */
    @Benchmark
    public long decodeToSink() {
        CountingSink sink = new CountingSink();
        decode(keyValue -> keyValue.decode(sink));
        return sink.sum();
    }

    /** Index, then every key as a line of JSON, which goes nowhere. */
    @Benchmark
    public long jsonLines() {
        return Reading.snapshot(file, snapshot -> {
            try (JsonLines json = JsonLines.to(OutputStream.nullOutputStream())) {
                snapshot.walk(json);
                return json.written();
            }
        });
    }

    /** Index, then every value decoded element by element: what {@link #jsonLines} cannot be faster than. */
    @Benchmark
    public long walk() {
        CountingSink sink = new CountingSink();
        Reading.snapshot(file, snapshot -> {
            snapshot.walk((key, expireAt, sure) -> sink);
            return snapshot;
        });
        return sink.sum();
    }

    /** Every value decoded into a {@code Value}, checksum verified. */
    @Benchmark
    public long decodeToValue() {
        long[] decoded = new long[1];
        decode(keyValue -> decoded[0] += keyValue.decode().key().name().length());
        return decoded[0];
    }

    private interface Use {
        void of(KeyValue keyValue);
    }

    private void decode(Use use) {
        RdbSummary summary = Reading.with(
                file,
                source -> RdbReader.read(source, 0, record -> {
                    if (record instanceof KeyValue keyValue) {
                        use.of(keyValue);
                    }
                }));
        if (!summary.intact()) {
            throw new IllegalStateException(summary.damages().toString() + summary.contradictions());
        }
    }

    /** Index, then the names of all keys, read from the file. */
    @Benchmark
    public long names() {
        return Reading.snapshot(file, snapshot -> {
            long length = 0;
            for (Key key : snapshot.keys()) {
                length += key.name().length();
            }
            return length;
        });
    }

    /** redis-replicator's default visitor, checksum not verified. */
    @Benchmark
    public long redisReplicator() {
        long[] keyValues = new long[1];
        Exception failure =
                SecondOpinion.events(file, event -> keyValues[0] += event instanceof KeyValuePair ? 1 : 0);
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
        return keyValues[0];
    }

    /** redis-check-rdb as a process of its own. */
    @Benchmark
    public int redisCheckRdb() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("redis-check-rdb", file.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("redis-check-rdb found something wrong");
        }
        return 0;
    }
}
