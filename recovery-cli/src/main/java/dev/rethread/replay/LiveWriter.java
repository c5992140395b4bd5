package dev.rethread.replay;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rethread.incident.ExitCode;
import dev.rethread.incident.OperatorException;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.live.LiveAddress;
import dev.rethread.plan.PlanHeader;
import dev.rethread.target.Dial;
import dev.rethread.target.Fences;
import dev.rethread.target.ServerFailure;
import dev.rethread.target.ServerState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Writes to a live server, by {@code step.lua} only, and keeps the marker. One connection, never renewed: what it
 * says of the server's identity holds for all that is sent on it. Not thread-safe.
 */
final class LiveWriter implements Applier, AutoCloseable {
    private static final byte[] ATTEMPT = "attempt".getBytes(US_ASCII);
    private static final Pattern COUNTS_NOT = Pattern.compile("WRONGTYPE|not an integer|overflow");
    private static final byte[] NO_EXPECTATION = {};

    private final LiveAddress address;
    private final @Nullable PlanHeader plan;
    private final byte[] marker;
    private final byte[] attempt;
    private final Jedis jedis;
    private final Map<Integer, List<byte[]>> settled = new HashMap<>();
    private byte[] script = {};
    private int database;

    private LiveWriter(LiveAddress address, @Nullable PlanHeader plan, String marker, String attempt, Jedis jedis) {
        this.address = address;
        this.plan = plan;
        this.marker = marker.getBytes(US_ASCII);
        this.attempt = attempt.getBytes(US_ASCII);
        this.jedis = jedis;
    }

    /**
     * Connects and looks at the fences; writes nothing yet.
     *
     * @param marker the key of the run's marker
     * @param attempt a name for this process' try at it, never used before
     */
    static LiveWriter open(LiveAddress address, PlanHeader plan, String marker, String attempt) {
        LiveWriter writer = new LiveWriter(address, plan, marker, attempt, Dial.open(address));
        try {
            writer.fence();
            return writer;
        } catch (RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    /** Connects to give a run up: what its steps became can be asked, none can be sent. */
    static LiveWriter toGiveUp(LiveAddress address, String marker, String attempt) {
        return new LiveWriter(address, null, marker, attempt, Dial.open(address));
    }

    /**
     * From now on the server accepts steps of this attempt only: what an earlier one may still have on the way is
     * refused.
     *
     * @param inDoubt databases in which an earlier attempt may have written what only the marker knows
     */
    void enter(Set<Integer> databases, Set<Integer> inDoubt) {
        ask(() -> {
            script = jedis.scriptLoad(step());
            for (int number : databases) {
                select(number);
                if (inDoubt.contains(number) && !jedis.exists(marker)) {
                    throw new OperatorException(
                            "the marker " + Bytes.copyOf(marker) + " is gone from " + address
                                    + ": what was sent last may be written or not",
                            "Give this run up with --abandon, then stage and plan again.",
                            ExitCode.PRECONDITION);
                }
                jedis.hset(marker, ATTEMPT, attempt);
            }
            return databases;
        });
    }

    /** The letters that the marker keeps of a step; null where it keeps none. */
    byte @Nullable [] outcome(int ofDatabase, int step) {
        return ask(() -> {
            select(ofDatabase);
            return jedis.hget(marker, ascii(Integer.toString(step)));
        });
    }

    /** Removes the marker: everything is in the journal for good. */
    void leave(Set<Integer> databases) {
        ask(() -> {
            for (int number : databases) {
                select(number);
                jedis.del(marker);
            }
            return databases;
        });
    }

    @Override
    public void fence() {
        if (plan == null) {
            throw new IllegalStateException("opened to give a run up, not to write");
        }
        ServerState state = ask(() -> ServerState.parse(jedis.info()));
        for (Fences.Violation violation : Fences.check(state, plan)) {
            throw new OperatorException(violation.message(), violation.hint(), ExitCode.PRECONDITION);
        }
    }

    String runId() {
        return ask(() -> ServerState.parse(jedis.info("server")).runId());
    }

    @Override
    public long take(Key counter, long ids) {
        return ask(() -> {
            select(counter.database());
            try {
                return jedis.incrBy(counter.name().unsafeArray(), ids);
            } catch (JedisDataException e) {
                if (COUNTS_NOT.matcher(String.valueOf(e.getMessage())).find()) {
                    throw noNumber(counter);
                }
                throw e;
            }
        });
    }

    static OperatorException noNumber(Key counter) {
        return new OperatorException(
                "the counter " + counter + " holds no number",
                "Set it to the highest id in use. Then run the same command again.",
                ExitCode.PRECONDITION);
    }

    @Override
    public Applied apply(List<Sending> batch) {
        Object[] answers = new Object[batch.size()];
        try {
            send(batch, answers);
            if (Arrays.stream(answers).anyMatch(JedisNoScriptException.class::isInstance)) {
                script = jedis.scriptLoad(step());
                send(batch, answers);
            }
        } catch (JedisException e) {
            return new Applied(read(answers), resumable(e));
        }
        JedisException failure = Arrays.stream(answers)
                .filter(JedisException.class::isInstance)
                .map(JedisException.class::cast)
                .findFirst()
                .orElse(null);
        return new Applied(read(answers), failure == null ? null : resumable(failure));
    }

    /** Sends what has no answer yet; an answer is letters or an exception. */
    private void send(List<Sending> batch, @Nullable Object[] answers) {
        List<@Nullable Response<Object>> responses = new ArrayList<>();
        try (Pipeline pipeline = jedis.pipelined()) {
            forget(pipeline);
            for (int i = 0; i < batch.size(); i++) {
                boolean open = answers[i] == null || answers[i] instanceof JedisNoScriptException;
                responses.add(open ? send(pipeline, batch.get(i)) : null);
            }
        }
        for (int i = 0; i < answers.length; i++) {
            Response<Object> response = responses.get(i);
            if (response != null) {
                answers[i] = answer(response);
            }
        }
    }

    private static Object answer(Response<Object> response) {
        try {
            return response.get();
        } catch (JedisException e) {
            return e;
        }
    }

    private Response<Object> send(Pipeline pipeline, Sending sending) {
        select(pipeline, sending.key().database());
        List<byte[]> arguments = new ArrayList<>(List.of(
                script,
                ascii("2"),
                sending.key().name().unsafeArray(),
                marker,
                attempt,
                ascii(Integer.toString(sending.step().number())),
                ascii(sending.step().must().word()),
                ascii(sending.step().type().word()),
                ascii(sending.together() ? "1" : "0")));
        for (Sending.Write write : sending.writes()) {
            Bytes expected = write.expected();
            arguments.add(ascii(write.row().operation().name().toLowerCase(Locale.ROOT)));
            arguments.add(write.row().element().unsafeArray());
            arguments.add(expected == null ? NO_EXPECTATION : expected.unsafeArray());
            arguments.add(write.row().value().unsafeArray());
        }
        return pipeline.sendCommand(Command.EVALSHA, arguments.toArray(byte[][]::new));
    }

    private static List<@Nullable List<Verdict>> read(@Nullable Object[] answers) {
        List<@Nullable List<Verdict>> verdicts = new ArrayList<>();
        for (Object answer : answers) {
            verdicts.add(answer instanceof byte[] letters ? verdicts(letters) : null);
        }
        return verdicts;
    }

    private static List<Verdict> verdicts(byte[] letters) {
        List<Verdict> verdicts = new ArrayList<>();
        for (byte letter : letters) {
            verdicts.add(Verdict.of((char) letter));
        }
        return verdicts;
    }

    /** The marker need not grow with the plan: what the journal knows goes out with the next batch. */
    @Override
    public void settled(List<Sending> batch) {
        for (Sending sending : batch) {
            settled.computeIfAbsent(sending.key().database(), number -> new ArrayList<>())
                    .add(ascii(Integer.toString(sending.step().number())));
        }
    }

    private void forget(Pipeline pipeline) {
        settled.forEach((number, fields) -> {
            select(pipeline, number);
            pipeline.hdel(marker, fields.toArray(byte[][]::new));
        });
        settled.clear();
    }

    private void select(int wanted) {
        if (wanted != database) {
            jedis.select(wanted);
            database = wanted;
        }
    }

    private void select(Pipeline pipeline, int wanted) {
        if (wanted != database) {
            pipeline.select(wanted);
            database = wanted;
        }
    }

    private static byte[] ascii(String word) {
        return word.getBytes(US_ASCII);
    }

    private static byte[] step() {
        try (InputStream in = LiveWriter.class.getResourceAsStream("step.lua")) {
            return Objects.requireNonNull(in).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (JedisException e) {
            throw resumable(e);
        }
    }

    private OperatorException resumable(JedisException failure) {
        OperatorException known = ServerFailure.of(address, failure);
        String message = String.valueOf(known.getMessage());
        return new OperatorException(message, known.hint() + " Then run the same command again.", known.exitCode());
    }

    @Override
    public void close() {
        jedis.close();
    }
}
