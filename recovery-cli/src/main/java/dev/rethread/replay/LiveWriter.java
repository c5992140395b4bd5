package dev.rethread.replay;

import dev.rethread.incident.ExitCode;
import dev.rethread.incident.OperatorException;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Type;
import dev.rethread.live.LiveAddress;
import dev.rethread.plan.PlanHeader;
import dev.rethread.server.Dial;
import dev.rethread.server.Fences;
import dev.rethread.server.Place;
import dev.rethread.server.Selection;
import dev.rethread.server.ServerFailure;
import dev.rethread.server.ServerState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
 * Writes to a live server: steps by {@code step.lua}, ids by {@code INCRBY} and {@code HINCRBY}, the marker; nothing else. One connection,
 * never renewed: what it says of the server's identity holds for all that is sent on it. Not thread-safe.
 */
final class LiveWriter implements Applier, AutoCloseable {
    private static final Pattern COUNTS_NOT = Pattern.compile("WRONGTYPE|not an integer|overflow");
    private static final byte[] NO_EXPECTATION = {};

    private final LiveAddress address;
    private final @Nullable PlanHeader plan;
    private final Marker marker;
    private final Jedis jedis;
    private final Selection selection;
    private final Map<Integer, List<Integer>> settled = new HashMap<>();
    private byte[] script = {};

    private LiveWriter(LiveAddress address, @Nullable PlanHeader plan, Marker marker, Jedis jedis) {
        this.address = address;
        this.plan = plan;
        this.marker = marker;
        this.jedis = jedis;
        this.selection = new Selection(jedis);
    }

    /** Connects and looks at the fences; writes nothing yet. */
    static LiveWriter open(LiveAddress address, PlanHeader plan, Marker marker) {
        LiveWriter writer = new LiveWriter(address, plan, marker, Dial.open(address));
        try {
            writer.fence();
            return writer;
        } catch (RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    /** Connects to give a run up: what its steps became can be asked, none can be sent. */
    static LiveWriter toGiveUp(LiveAddress address, Marker marker) {
        return new LiveWriter(address, null, marker, Dial.open(address));
    }

    /**
     * Takes the run over in one database.
     *
     * @param begun whether an earlier attempt has made the marker there
     * @param through the last step of which, and of all before it, the journal knows the outcome
     * @return false where the marker is gone; then nothing is changed
     * @throws OperatorException if another journal of the run knows more than this one
     */
    boolean enter(int number, boolean begun, int through) {
        Marker.Entry entry = ask(() -> {
            script = jedis.scriptLoad(Marker.source("step.lua"));
            marker.load(jedis);
            selection.select(number);
            return marker.enter(jedis, number, begun, through);
        });
        if (entry == Marker.Entry.BEHIND) {
            throw new OperatorException(
                    "another copy of this incident folder has gone on with the run " + marker + " on " + address,
                    "Go on in that folder: this one does not know what has been written since.",
                    ExitCode.PRECONDITION);
        }
        return entry == Marker.Entry.OK;
    }

    OperatorException gone() {
        return new OperatorException(
                "the marker " + marker + " is gone from " + address
                        + ": its data may be another's by now, or the run was finished from a copy of this folder",
                "Give this run up with --abandon, then stage and plan again.",
                ExitCode.PRECONDITION);
    }

    /** The letters that the marker keeps of a step; null where it keeps none. */
    byte @Nullable [] outcome(int ofDatabase, int step) {
        return ask(() -> {
            selection.select(ofDatabase);
            return marker.outcome(jedis, step);
        });
    }

    /** Removes the marker: everything is in the journal for good. */
    void leave(Set<Integer> databases) {
        ask(() -> {
            marker.load(jedis);
            for (int number : databases) {
                selection.select(number);
                marker.leave(jedis, number);
            }
            return databases;
        });
    }

    @Override
    public void fence() {
        if (plan == null) {
            throw new IllegalStateException("opened to give a run up, not to write");
        }
        Fences.require(ask(() -> ServerState.parse(jedis.info())), plan);
    }

    @Override
    public long take(Place counter, long ids) {
        byte[] key = counter.key().name().unsafeArray();
        return ask(() -> {
            selection.select(counter.key().database());
            try {
                return counter.type() == Type.HASH
                        ? jedis.hincrBy(key, counter.element().unsafeArray(), ids)
                        : jedis.incrBy(key, ids);
            } catch (JedisDataException e) {
                if (COUNTS_NOT.matcher(String.valueOf(e.getMessage())).find()) {
                    throw noNumber(counter);
                }
                throw e;
            }
        });
    }

    static OperatorException noNumber(Place counter) {
        String field = counter.element().isEmpty() ? "" : " " + counter.element();
        return new OperatorException(
                "the counter " + counter.key() + field + " holds no number",
                "Set it to the highest id in use. Then run the same command again.",
                ExitCode.PRECONDITION);
    }

    @Override
    public Applied apply(List<Sending> batch) {
        Object[] answers = new Object[batch.size()];
        try {
            send(batch, answers);
            if (Arrays.stream(answers).anyMatch(JedisNoScriptException.class::isInstance)) {
                script = jedis.scriptLoad(Marker.source("step.lua"));
                marker.load(jedis);
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
        selection.confirm();
    }

    private static Object answer(Response<Object> response) {
        try {
            return response.get();
        } catch (JedisException e) {
            return e;
        }
    }

    private Response<Object> send(Pipeline pipeline, Sending sending) {
        selection.select(pipeline, sending.key().database());
        List<byte[]> arguments = new ArrayList<>(List.of(
                script,
                Marker.ascii(Integer.toString(2 + sending.needs().size())),
                sending.key().name().unsafeArray(),
                marker.name()));
        sending.needs().forEach(need -> arguments.add(need.name().unsafeArray()));
        arguments.addAll(List.of(
                marker.attempt(sending.key().database()),
                Marker.ascii(Integer.toString(sending.step().number())),
                Marker.ascii(sending.step().must().word()),
                Marker.ascii(sending.step().type().word()),
                Marker.ascii(sending.together() ? "1" : "0")));
        for (Sending.Write write : sending.writes()) {
            Bytes expected = write.expected();
            arguments.add(Marker.ascii(write.row().operation().name().toLowerCase(Locale.ROOT)));
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

    /** The marker forgets it with the next batch. */
    @Override
    public void settled(List<Sending> batch) {
        for (Sending sending : batch) {
            settled.computeIfAbsent(sending.key().database(), number -> new ArrayList<>())
                    .add(sending.step().number());
        }
    }

    private void forget(Pipeline pipeline) {
        settled.forEach((number, steps) -> {
            selection.select(pipeline, number);
            marker.forget(pipeline, number, steps);
        });
        settled.clear();
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
