package dev.rethread.aof;

import com.moilioncircle.redis.replicator.cmd.ReplyParser;
import com.moilioncircle.redis.replicator.io.RedisInputStream;
import dev.rethread.source.SourceFile;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cutting an AOF into commands, and replaying it, beside the RESP parser of redis-replicator and the time a
 * redis-server takes to load the same file. Seconds for the whole file; its size is a parameter.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgs = "-Xmx4g")
@Warmup(iterations = 3)
@Measurement(iterations = 5)
public class AofBenchmark {
    private static final int BUFFER = 1 << 18;

    @Param("256")
    public int megabytes;

    private Path path = Path.of("");

    @Setup(Level.Trial)
    public void write() throws IOException {
        path = ForumAof.write(Files.createTempFile("rethread", ".aof"), (long) megabytes << 20);
    }

    @TearDown(Level.Trial)
    public void delete() throws IOException {
        Files.delete(path);
    }

    /** The bounds of every argument, none of them copied. */
    @Benchmark
    public long tokenise() {
        return tokenise(path);
    }

    static long tokenise(Path path) {
        long arguments = 0;
        try (SourceFile source = SourceFile.open(path)) {
            AofReader reader = AofReader.of(source);
            for (Frame frame = reader.frame(); frame != null; frame = reader.frame()) {
                arguments += frame.count();
            }
        }
        return arguments;
    }

    /** Every argument as bytes of its own. */
    @Benchmark
    public long records() {
        return records(path);
    }

    static long records(Path path) {
        long arguments = 0;
        try (SourceFile source = SourceFile.open(path)) {
            AofReader reader = AofReader.of(source);
            for (AofRecord found = reader.next(); found != null; found = reader.next()) {
                arguments += found instanceof AofRecord.Command command
                        ? command.arguments().size()
                        : 0;
            }
        }
        return arguments;
    }

    /** The peer of {@link #tokenise} and {@link #records}: every argument as bytes of its own. */
    @Benchmark
    public long replicatorParser() throws IOException {
        return replicatorParser(path);
    }

    static long replicatorParser(Path path) throws IOException {
        long arguments = 0;
        try (RedisInputStream in = new RedisInputStream(
                new BufferedInputStream(Files.newInputStream(path), BUFFER), BUFFER)) {
            ReplyParser parser = new ReplyParser(in);
            while (true) {
                arguments += ((Object[]) parser.parse()).length;
            }
        } catch (EOFException end) {
            return arguments;
        }
    }

    @Benchmark
    public int replay() {
        return AofSnapshot.read("forum", path, Until.END).keys().size();
    }

    /** The peer of {@link #replay}: the process from its start to where it answers; skipped without a redis-server. */
    @Benchmark
    public long redisServer() throws IOException, InterruptedException {
        return ServerLoad.of(path);
    }
}
