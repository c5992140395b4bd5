package dev.rethread.server;

import dev.rethread.delta.ListEncoding;
import dev.rethread.incident.OperatorException;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Type;
import dev.rethread.live.LiveAddress;
import dev.rethread.plan.TargetFingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The live server, read only: no method of it writes. One connection; not thread-safe. Everything throws
 * {@link OperatorException} when the server fails.
 */
public final class TargetReader implements AutoCloseable {
    /** How many questions are on their way at once. */
    private static final int PIPELINED = 1000;

    private static final String WRONG_TYPE = "WRONGTYPE";
    private static final String NONE = "none";

    private final LiveAddress address;
    private final Jedis jedis;
    private final Selection selection;

    private TargetReader(LiveAddress address, Jedis jedis) {
        this.address = address;
        this.jedis = jedis;
        this.selection = new Selection(jedis);
    }

    public static TargetReader open(LiveAddress address) {
        return new TargetReader(address, Dial.open(address));
    }

    public LiveAddress address() {
        return address;
    }

    /** What a plan is bound to. */
    public TargetFingerprint fingerprint(int ofDatabase) {
        ServerState state = state();
        return new TargetFingerprint(
                address.toString(),
                state.runId(),
                state.text("master_replid"),
                state.version(),
                state.role(),
                keys(ofDatabase));
    }

    /** How many keys a database holds. */
    public long keys(int ofDatabase) {
        return ask(() -> {
            selection.select(ofDatabase);
            return jedis.dbSize();
        });
    }

    public ServerState state() {
        return ask(() -> ServerState.parse(jedis.info()));
    }

    /** The types of keys, in Redis' words; null where there is no such key. */
    public List<@Nullable String> types(List<Key> keys) {
        return pipelined(keys, key -> key, (pipeline, key) -> {
            Response<String> type = pipeline.type(key.name().unsafeArray());
            return () -> type.get().equals(NONE) ? null : type.get();
        });
    }

    /**
     * What elements hold: hash value, string, score, list as {@link ListEncoding}, empty for a member of a set; null
     * where there is none, or the key is of another type. The other aspects of a place as they say.
     */
    public List<@Nullable Bytes> elements(List<Place> places) {
        return pipelined(places, Place::key, TargetReader::aspect);
    }

    /** The server's clock in Unix ms. */
    public long clock() {
        return ask(() -> millis(jedis.time()));
    }

    private static Supplier<@Nullable Bytes> aspect(Pipeline pipeline, Place place) {
        byte[] key = place.key().name().unsafeArray();
        return switch (place.aspect()) {
            case ELEMENT -> element(pipeline, place);
            case DEADLINE -> deadline(pipeline, key);
            case PAYLOAD -> value(pipeline.dump(key), TargetReader::bytes);
            case SIZE -> size(pipeline, place.type(), key);
        };
    }

    private static Supplier<@Nullable Bytes> deadline(Pipeline pipeline, byte[] key) {
        Response<Boolean> there = pipeline.exists(key);
        Response<Long> left = pipeline.pttl(key);
        Response<Object> time = pipeline.sendCommand(Command.TIME, new byte[0][]);
        return () -> {
            if (!there.get()) {
                return null;
            }
            return left.get() < 0
                    ? Bytes.EMPTY
                    : Bytes.of(millis(BuilderFactory.STRING_LIST.build(time.get())) + left.get());
        };
    }

    /** Seconds and microseconds. */
    private static long millis(List<String> time) {
        return Long.parseLong(time.get(0)) * 1000 + Long.parseLong(time.get(1)) / 1000;
    }

    private static Supplier<@Nullable Bytes> size(Pipeline pipeline, Type type, byte[] key) {
        return switch (type) {
            case HASH -> value(pipeline.hlen(key), Bytes::of);
            case ZSET -> value(pipeline.zcard(key), Bytes::of);
            case SET -> value(pipeline.scard(key), Bytes::of);
            case STRING, LIST, STREAM, MODULE, ARRAY, GCRA -> () -> null;
        };
    }

    private static Supplier<@Nullable Bytes> element(Pipeline pipeline, Place place) {
        byte[] key = place.key().name().unsafeArray();
        byte[] element = place.element().unsafeArray();
        return switch (place.type()) {
            case STRING -> value(pipeline.get(key), TargetReader::bytes);
            case HASH -> value(pipeline.hget(key, element), TargetReader::bytes);
            case ZSET -> value(pipeline.sendCommand(Command.ZSCORE, key, element), score -> bytes((byte[]) score));
            case SET -> value(pipeline.sismember(key, element), member -> member ? Bytes.EMPTY : null);
            case LIST -> value(pipeline.lrange(key, 0, -1), TargetReader::list);
            case STREAM, MODULE, ARRAY, GCRA -> () -> null;
        };
    }

    private static <T> Supplier<@Nullable Bytes> value(Response<T> response, Function<T, @Nullable Bytes> reading) {
        return () -> {
            try {
                T value = response.get();
                return value == null ? null : reading.apply(value);
            } catch (JedisDataException e) {
                if (String.valueOf(e.getMessage()).startsWith(WRONG_TYPE)) {
                    return null;
                }
                throw e;
            }
        };
    }

    private static Bytes bytes(byte[] content) {
        return Bytes.wrap(content);
    }

    /** A list is never empty: Redis drops it with its last element. */
    private static @Nullable Bytes list(List<byte[]> elements) {
        if (elements.isEmpty()) {
            return null;
        }
        return ListEncoding.encode(elements.stream().map(Bytes::wrap).toList());
    }

    private interface Question<P, T> {
        Supplier<T> ask(Pipeline pipeline, P place);
    }

    private <P, T> List<T> pipelined(List<P> places, Function<P, Key> keyOf, Question<P, T> question) {
        return ask(() -> {
            List<T> answers = new ArrayList<>();
            for (int from = 0; from < places.size(); from += PIPELINED) {
                List<P> some = places.subList(from, Math.min(from + PIPELINED, places.size()));
                List<Supplier<T>> asked = new ArrayList<>();
                try (Pipeline pipeline = jedis.pipelined()) {
                    for (P place : some) {
                        selection.select(pipeline, keyOf.apply(place).database());
                        asked.add(question.ask(pipeline, place));
                    }
                }
                selection.confirm();
                asked.forEach(answer -> answers.add(answer.get()));
            }
            return answers;
        });
    }

    private <T> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (JedisException e) {
            throw ServerFailure.of(address, e);
        }
    }

    @Override
    public void close() {
        jedis.close();
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
