package dev.rethread.replay;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rethread.keyspace.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol.Command;

/**
 * What a run leaves in live while it lasts: a hash in every database that it writes to. Changed by {@code marker.lua}
 * and {@code step.lua} only. Every method works in the database that is selected.
 */
final class Marker {
    /** What became of an attempt to take a run over. */
    enum Entry {
        OK,
        GONE,
        BEHIND
    }

    private final byte[] name;
    private final String attempt;
    private byte[] script = {};

    /**
     * @param name the key
     * @param attempt a name for this process' try at the run, never used before
     */
    Marker(String name, String attempt) {
        this.name = name.getBytes(US_ASCII);
        this.attempt = attempt;
    }

    byte[] name() {
        return name;
    }

    /** Differs from database to database: a write that ends up in another one than it is meant for is refused there. */
    byte[] attempt(int database) {
        return ascii(attempt + "/" + database);
    }

    void load(Jedis jedis) {
        script = jedis.scriptLoad(source("marker.lua"));
    }

    /**
     * Takes the run over: what an earlier attempt may still have on the way is refused from now on.
     *
     * @param begun whether an earlier attempt has made it here
     * @param through the last step of which, and of all before it, the journal knows the outcome
     */
    Entry enter(Jedis jedis, int database, boolean begun, int through) {
        byte[] answer = (byte[]) jedis.evalsha(
                script,
                1,
                name,
                attempt(database),
                ascii("enter"),
                ascii(begun ? "1" : "0"),
                ascii(Integer.toString(through)));
        return Entry.valueOf(new String(answer, US_ASCII));
    }

    /** It need not grow with the plan: what the journal knows for good can go. */
    void forget(Pipeline pipeline, int database, List<Integer> steps) {
        List<byte[]> arguments = new ArrayList<>(List.of(script, ascii("1"), name, attempt(database), ascii("forget")));
        steps.forEach(step -> arguments.add(ascii(Integer.toString(step))));
        pipeline.sendCommand(Command.EVALSHA, arguments.toArray(byte[][]::new));
    }

    void leave(Jedis jedis, int database) {
        jedis.evalsha(script, 1, name, attempt(database), ascii("leave"));
    }

    /** The letters that are kept of a step; null where none are. */
    byte @Nullable [] outcome(Jedis jedis, int step) {
        return jedis.hget(name, ascii(Integer.toString(step)));
    }

    static byte[] ascii(String word) {
        return word.getBytes(US_ASCII);
    }

    static byte[] source(String script) {
        try (InputStream in = Marker.class.getResourceAsStream(script)) {
            return Objects.requireNonNull(in).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return Bytes.copyOf(name).toString();
    }
}
