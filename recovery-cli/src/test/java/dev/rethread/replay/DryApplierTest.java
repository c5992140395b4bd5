package dev.rethread.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.fixtures.server.RedisProcess;
import dev.rethread.item.Operation;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Type;
import dev.rethread.ledger.JournalRow;
import dev.rethread.plan.KeyState;
import dev.rethread.plan.PlanHeader;
import dev.rethread.plan.PlanStep;
import dev.rethread.server.TargetReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;

/** A dry run foretells what {@code step.lua} answers, whatever live holds. */
class DryApplierTest {
    private static final Servers SERVERS = new Servers();
    private static final int ROUNDS = 200;
    private static final int STEPS = 60;
    private static final List<String> VALUES = List.of(
            "",
            "0",
            "1",
            "2",
            "-1",
            "-2",
            "10",
            "9007199254740993",
            "9007199254740992",
            "9223372036854775807",
            "1.5",
            "1.50",
            "word",
            "007",
            "inf",
            "-inf",
            "1e3",
            "1000",
            "+1",
            " 1",
            "0x10",
            "nan");
    private static final List<Type> TYPES =
            List.of(Type.STRING, Type.HASH, Type.SET, Type.ZSET, Type.LIST, Type.STREAM);
    private static final List<Operation> OF_ELEMENTS = Stream.of(Operation.values())
            .filter(operation -> !operation.ofKey())
            .toList();
    private static final List<Operation> OF_KEYS = List.of(Operation.LOAD, Operation.EXPIRE, Operation.EXPIRE);

    /** Far enough from each other for what two clocks differ in. */
    private static final List<String> DEADLINES = Stream.of(-100_000, 1_000_000, 2_000_000, 3_000_000)
            .map(DryApplierTest::later)
            .toList();

    private final List<Bytes> payloads = new ArrayList<>();
    private int number;

    private static String later(long millis) {
        return Long.toString(System.currentTimeMillis() + millis);
    }

    @AfterAll
    static void stop() {
        SERVERS.close();
    }

    static List<RedisProcess> servers() {
        return SERVERS.startEach();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("servers")
    void foretellsTheScript(RedisProcess server) {
        Random random = new Random(3);
        try (Jedis jedis = server.connect()) {
            payloads(jedis);
            for (int round = 0; round < ROUNDS; round++) {
                fill(jedis, random);
                List<Sending> sendings = new ArrayList<>();
                for (int i = 0; i < STEPS; i++) {
                    sendings.add(sending(random));
                }
                compare(server, sendings);
            }
        }
    }

    private void payloads(Jedis jedis) {
        payloads.clear();
        for (String value : List.of("x", "y")) {
            jedis.xadd("stream", new StreamEntryID(7, 7), Map.of("f", value));
            payloads.add(Bytes.wrap(jedis.dump("stream")));
            jedis.del("stream");
        }
    }

    private void fill(Jedis jedis, Random random) {
        jedis.flushAll();
        for (int i = 0; i < 8; i++) {
            String key = "k" + i;
            String value = pick(random, VALUES);
            String element = "e" + random.nextInt(2);
            switch (pick(random, TYPES)) {
                case STRING -> jedis.set(key, value);
                case HASH -> jedis.hset(key, element, value);
                case SET -> jedis.sadd(key, element);
                case ZSET -> jedis.zadd(key, random.nextInt(4) - 1.0, element);
                case LIST -> jedis.rpush(key, value);
                case STREAM -> jedis.restore(key, 0, pick(random, payloads).toArray());
                case MODULE, ARRAY, GCRA -> throw new IllegalStateException();
            }
            if (random.nextInt(3) == 0) {
                jedis.pexpireAt(key, Long.parseLong(pick(random, DEADLINES.subList(1, DEADLINES.size()))));
            }
        }
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private Sending sending(Random random) {
        Key key = Key.of("k" + random.nextInt(12));
        Type type = pick(random, TYPES);
        int phase = random.nextBoolean() ? 1 : 200;
        KeyState must = pick(random, List.of(KeyState.values()));
        PlanStep step = new PlanStep(++number, phase, 0, Template.literal(key.name()), type, must, null, List.of());
        List<Sending.Write> writes = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            writes.add(write(step, key, random));
        }
        List<Key> needs = random.nextInt(3) > 0 ? List.of() : List.of(Key.of("k" + random.nextInt(12)));
        return new Sending(step, key, needs, writes);
    }

    private Sending.Write write(PlanStep step, Key key, Random random) {
        boolean ofKey = step.type() == Type.STREAM;
        Operation operation =
                ofKey ? pick(random, OF_KEYS) : random.nextInt(5) == 0 ? Operation.EXPIRE : pick(random, OF_ELEMENTS);
        boolean whole = operation.ofKey() || step.type() == Type.STRING || step.type() == Type.LIST;
        Bytes element = whole ? Bytes.EMPTY : Bytes.of("e" + random.nextInt(3));
        Bytes expected = operation.hasExpectation() ? value(operation, step.type(), random) : null;
        JournalRow row = new JournalRow(
                step.number(),
                0,
                0,
                key.name(),
                step.type(),
                element,
                operation,
                null,
                value(operation, step.type(), random),
                key.name(),
                element,
                null,
                "");
        return new Sending.Write(row, expected);
    }

    private Bytes value(Operation operation, Type type, Random random) {
        if (operation == Operation.LOAD) {
            return pick(random, payloads);
        } else if (operation == Operation.EXPIRE) {
            return Bytes.of(pick(
                    random,
                    random.nextInt(9) == 0 ? List.of("word", "-1") : random.nextBoolean() ? List.of("") : DEADLINES));
        } else if (type == Type.SET) {
            return Bytes.EMPTY;
        }
        String value = pick(random, VALUES);
        return type == Type.LIST ? Forum.list(value) : Bytes.of(value);
    }

    private static void compare(RedisProcess server, List<Sending> sendings) {
        try (TargetReader target = TargetReader.open(Servers.address(server));
                LiveWriter writer =
                        LiveWriter.open(Servers.address(server), header(target), new Marker("marker", "attempt"))) {
            assertThat(writer.enter(0, false, 0)).isTrue();
            List<@Nullable List<Verdict>> told =
                    new DryApplier(target).apply(sendings).verdicts();
            Applier.Applied done = writer.apply(sendings);
            assertThat(done.failure()).isNull();
            for (int i = 0; i < sendings.size(); i++) {
                assertThat(told.get(i))
                        .as("%s", sendings.get(i))
                        .isEqualTo(done.verdicts().get(i));
            }
        }
    }

    private static PlanHeader header(TargetReader target) {
        return new PlanHeader("incident", "staging", "forum", "", target.fingerprint(0), List.of(), List.of(), false);
    }
}
