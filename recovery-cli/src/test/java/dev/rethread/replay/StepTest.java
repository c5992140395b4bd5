package dev.rethread.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rethread.delta.ListEncoding;
import dev.rethread.fixtures.server.RedisProcess;
import dev.rethread.keyspace.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.resps.Tuple;

/** {@code step.lua} on real servers, case by case. */
class StepTest {
    private static final Servers SERVERS = new Servers();
    private static final String ATTEMPT = "this one";
    private static List<RedisProcess> running = List.of();
    private static byte[] script = {};

    private int step;

    @BeforeAll
    static void start() throws IOException {
        running = SERVERS.startEach();
        try (InputStream in = Replay.class.getResourceAsStream("step.lua")) {
            script = Objects.requireNonNull(in).readAllBytes();
        }
    }

    @AfterAll
    static void stop() {
        SERVERS.close();
    }

    static Stream<Jedis> servers() {
        return running.stream().map(server -> {
            Jedis jedis = server.connect();
            jedis.flushAll();
            jedis.hset("marker", "attempt", ATTEMPT);
            return jedis;
        });
    }

    private record Write(String op, Bytes element, Bytes expected, Bytes value) {}

    private static Write create(String element, String value) {
        return new Write("create", Bytes.of(element), Bytes.EMPTY, Bytes.of(value));
    }

    private static Write replace(String element, String expected, String value) {
        return new Write("replace", Bytes.of(element), Bytes.of(expected), Bytes.of(value));
    }

    private static Write raise(String element, String value) {
        return new Write("raise", Bytes.of(element), Bytes.EMPTY, Bytes.of(value));
    }

    private static Write add(String element, String value) {
        return new Write("add", Bytes.of(element), Bytes.EMPTY, Bytes.of(value));
    }

    private static Write remove(String element, String expected) {
        return new Write("remove", Bytes.of(element), Bytes.of(expected), Bytes.EMPTY);
    }

    private static Write lift(String element, String value) {
        return new Write("lift", Bytes.of(element), Bytes.EMPTY, Bytes.of(value));
    }

    private static Write expire(String expected, long value) {
        return new Write("expire", Bytes.EMPTY, Bytes.of(expected), Bytes.of(value));
    }

    private static Write load(byte[] payload) {
        return new Write("load", Bytes.EMPTY, Bytes.EMPTY, Bytes.wrap(payload));
    }

    private static Bytes list(String... elements) {
        return ListEncoding.encode(Stream.of(elements).map(Bytes::of).toList());
    }

    private String each(Jedis jedis, String type, Write... writes) {
        return step(jedis, "k", ++step, "any", type, false, List.of(writes));
    }

    private String together(Jedis jedis, String must, String type, Write... writes) {
        return step(jedis, "k", ++step, must, type, true, List.of(writes));
    }

    private String step(
            Jedis jedis, String key, int number, String must, String type, boolean together, List<Write> writes) {
        List<byte[]> arguments = new ArrayList<>();
        for (String word : List.of(ATTEMPT, Integer.toString(number), must, type, together ? "1" : "0")) {
            arguments.add(word.getBytes(StandardCharsets.UTF_8));
        }
        for (Write write : writes) {
            arguments.add(write.op.getBytes(StandardCharsets.UTF_8));
            arguments.add(write.element.toArray());
            arguments.add(write.expected.toArray());
            arguments.add(write.value.toArray());
        }
        List<byte[]> keys = List.of(key.getBytes(StandardCharsets.UTF_8), "marker".getBytes(StandardCharsets.UTF_8));
        String letters = new String((byte[]) jedis.eval(script, keys, arguments), StandardCharsets.UTF_8);
        assertThat(jedis.hget("marker", Integer.toString(number))).isEqualTo(letters);
        return letters;
    }

    @ParameterizedTest
    @MethodSource("servers")
    void createsOnlyWhatIsAbsent(Jedis jedis) {
        assertThat(each(jedis, "hash", create("f", "x"))).isEqualTo("W");
        assertThat(each(jedis, "hash", create("f", "x"))).isEqualTo("A");
        assertThat(each(jedis, "hash", create("f", "y"))).isEqualTo("D");
        assertThat(jedis.hgetAll("k")).isEqualTo(Map.of("f", "x"));
        jedis.del("k");
        assertThat(each(jedis, "string", create("", "x"))).isEqualTo("W");
        assertThat(each(jedis, "string", create("", "x"))).isEqualTo("A");
        assertThat(each(jedis, "string", create("", "y"))).isEqualTo("D");
        assertThat(jedis.get("k")).isEqualTo("x");
        jedis.del("k");
        assertThat(each(jedis, "set", create("m", ""), create("m", ""))).isEqualTo("WA");
        assertThat(jedis.smembers("k")).containsExactly("m");
        jedis.del("k");
        assertThat(each(jedis, "zset", create("m", "1398000000000"))).isEqualTo("W");
        assertThat(each(jedis, "zset", create("m", "1398000000000.0"))).isEqualTo("A");
        assertThat(each(jedis, "zset", create("m", "1398000000001"))).isEqualTo("D");
        assertThat(each(jedis, "zset", create("n", "word"), create("o", "nan"))).isEqualTo("NN");
        assertThat(each(jedis, "zset", create("p", "inf"), create("p", "inf"), create("p", "-inf")))
                .isEqualTo("WAD");
        assertThat(jedis.zscore("k", "m")).isEqualTo(1398000000000.0);
        jedis.del("k");
        Write list = new Write("create", Bytes.EMPTY, Bytes.EMPTY, list("a", "", "a"));
        Write other = new Write("create", Bytes.EMPTY, Bytes.EMPTY, list("a"));
        assertThat(each(jedis, "list", list, list, other)).isEqualTo("WAD");
        assertThat(jedis.lrange("k", 0, -1)).containsExactly("a", "", "a");
    }

    @ParameterizedTest
    @MethodSource("servers")
    void replacesOnlyWhatThePlanExpects(Jedis jedis) {
        jedis.hset("k", Map.of("f", "old", "g", "mine"));
        assertThat(each(
                        jedis,
                        "hash",
                        replace("f", "old", "new"),
                        replace("g", "old", "new"),
                        replace("h", "old", "new")))
                .isEqualTo("WDD");
        assertThat(each(jedis, "hash", replace("f", "old", "new"))).isEqualTo("A");
        assertThat(jedis.hgetAll("k")).isEqualTo(Map.of("f", "new", "g", "mine"));
        jedis.del("k");
        jedis.setex("k", 1000, "old");
        assertThat(each(jedis, "string", replace("", "other", "new"))).isEqualTo("D");
        assertThat(each(jedis, "string", replace("", "old", "new"))).isEqualTo("W");
        assertThat(each(jedis, "string", replace("", "old", "new"))).isEqualTo("A");
        assertThat(jedis.get("k")).isEqualTo("new");
        assertThat(jedis.ttl("k")).isBetween(900L, 1000L);
        jedis.del("k");
        jedis.zadd("k", 1.5, "m");
        assertThat(each(jedis, "zset", replace("m", "1", "2"), replace("m", "1.50", "2"), replace("n", "1", "2")))
                .isEqualTo("DWD");
        assertThat(jedis.zscore("k", "m")).isEqualTo(2.0);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void replacesListsAsWholes(Jedis jedis) {
        List<String> many = IntStream.range(0, 9000).mapToObj(Integer::toString).toList();
        jedis.rpush("k", "a", "b");
        jedis.expire("k", 1000);
        Bytes large = list(many.toArray(String[]::new));
        Write wrong = new Write("replace", Bytes.EMPTY, list("a"), list("x"));
        Write right = new Write("replace", Bytes.EMPTY, list("a", "b"), large);
        Write empty = new Write("replace", Bytes.EMPTY, large, list());
        assertThat(each(jedis, "list", wrong, right, right)).isEqualTo("DWA");
        assertThat(jedis.lrange("k", 0, -1)).isEqualTo(many);
        assertThat(jedis.ttl("k")).isBetween(900L, 1000L);
        assertThat(each(jedis, "list", empty)).isEqualTo("W");
        assertThat(jedis.exists("k")).isFalse();
        assertThat(each(jedis, "list", right)).isEqualTo("D");
    }

    @ParameterizedTest
    @MethodSource("servers")
    void raisesNumbersByTheirDigits(Jedis jedis) {
        assertThat(each(jedis, "string", raise("", "9007199254740993"))).isEqualTo("W");
        assertThat(each(jedis, "string", raise("", "9007199254740993"))).isEqualTo("A");
        assertThat(each(jedis, "string", raise("", "9007199254740992"))).isEqualTo("A");
        assertThat(each(jedis, "string", raise("", "9007199254740994"))).isEqualTo("W");
        assertThat(jedis.get("k")).isEqualTo("9007199254740994");
        jedis.del("k");
        jedis.hset("k", Map.of("n", "-5", "t", "word", "e", "", "d", "1.5", "p", "100"));
        assertThat(each(
                        jedis,
                        "hash",
                        raise("n", "-10"),
                        raise("n", "-4"),
                        raise("n", "3"),
                        raise("n", "-9"),
                        raise("t", "1"),
                        raise("e", "1"),
                        raise("d", "1.25"),
                        raise("d", "2"),
                        raise("p", "99"),
                        raise("p", "word"),
                        raise("p", "0x200"),
                        raise("new", "7")))
                .isEqualTo("AWWANNAWANNW");
        assertThat(jedis.hgetAll("k"))
                .isEqualTo(Map.of("n", "3", "t", "word", "e", "", "d", "2", "p", "100", "new", "7"));
        jedis.del("k");
        jedis.zadd("k", 10, "m");
        assertThat(each(
                        jedis,
                        "zset",
                        raise("m", "9"),
                        raise("m", "10.0"),
                        raise("m", "11"),
                        raise("n", "1"),
                        raise("m", "x")))
                .isEqualTo("AAWWN");
        assertThat(jedis.zscore("k", "m")).isEqualTo(11.0);
        jedis.del("k");
        assertThat(each(jedis, "set", raise("m", "1"))).isEqualTo("N");
    }

    @ParameterizedTest
    @MethodSource("servers")
    void addsWholeNumbersOfUpToEighteenDigits(Jedis jedis) {
        jedis.hset("k", Map.of("n", "9007199254740993", "t", "word", "max", "9223372036854775807", "z", "007"));
        assertThat(each(
                        jedis,
                        "hash",
                        add("n", "1"),
                        add("n", "-3"),
                        add("new", "2"),
                        add("t", "1"),
                        add("max", "1"),
                        add("z", "1"),
                        add("n", "1.5"),
                        add("n", "99999999999999999999")))
                .isEqualTo("WWWNNNNN");
        assertThat(jedis.hgetAll("k"))
                .isEqualTo(Map.of(
                        "n", "9007199254740991", "t", "word", "max", "9223372036854775807", "z", "007", "new", "2"));
        jedis.del("k");
        assertThat(each(jedis, "string", add("", "2"), add("", "3"))).isEqualTo("WW");
        assertThat(jedis.get("k")).isEqualTo("5");
        jedis.del("k");
        assertThat(each(jedis, "set", add("m", "1"))).isEqualTo("N");
    }

    @ParameterizedTest
    @MethodSource("servers")
    void addsToScores(Jedis jedis) {
        jedis.zadd("k", Map.of("m", 1.5, "inf", Double.POSITIVE_INFINITY));
        assertThat(each(
                        jedis,
                        "zset",
                        add("m", "2"),
                        add("m", "-5"),
                        add("new", "3"),
                        add("inf", "1"),
                        add("m", "1.5"),
                        add("m", "word")))
                .isEqualTo("WWWNNN");
        assertThat(jedis.zscore("k", "m")).isEqualTo(-1.5);
        assertThat(jedis.zscore("k", "new")).isEqualTo(3.0);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void removesOnlyWhatThePlanExpects(Jedis jedis) {
        jedis.hset("k", Map.of("f", "old", "g", "theirs", "e", ""));
        assertThat(each(jedis, "hash", remove("f", "old"), remove("g", "old"), remove("e", ""), remove("gone", "old")))
                .isEqualTo("WDWA");
        assertThat(jedis.hgetAll("k")).isEqualTo(Map.of("g", "theirs"));
        jedis.del("k");
        jedis.sadd("k", "m", "n");
        assertThat(each(jedis, "set", remove("m", ""), remove("m", ""))).isEqualTo("WA");
        assertThat(jedis.smembers("k")).containsExactly("n");
        jedis.del("k");
        jedis.zadd("k", Map.of("m", 1.5, "n", 2.0));
        assertThat(each(jedis, "zset", remove("m", "1.50"), remove("n", "1"), remove("n", "word")))
                .isEqualTo("WDD");
        assertThat(jedis.zrange("k", 0, -1)).containsExactly("n");
        jedis.del("k");
        jedis.set("k", "x");
        assertThat(each(jedis, "string", remove("", "y"))).isEqualTo("D");
        assertThat(each(jedis, "string", remove("", "x"))).isEqualTo("W");
        assertThat(each(jedis, "string", remove("", "x"))).isEqualTo("A");
        jedis.rpush("k", "a", "b");
        Write shorter = new Write("remove", Bytes.EMPTY, list("a"), Bytes.EMPTY);
        Write same = new Write("remove", Bytes.EMPTY, list("a", "b"), Bytes.EMPTY);
        assertThat(each(jedis, "list", shorter, same, same)).isEqualTo("DWA");
        assertThat(jedis.exists("k")).isFalse();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void keyThatIsRewrittenDoesNotVanishInBetween(Jedis jedis) {
        jedis.hset("k", "f", "old");
        jedis.expire("k", 1000);
        assertThat(together(jedis, "present", "hash", remove("f", "old"), create("g", "new")))
                .isEqualTo("WW");
        assertThat(jedis.hgetAll("k")).isEqualTo(Map.of("g", "new"));
        assertThat(jedis.ttl("k")).isBetween(900L, 1000L);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void hashIsRemovedWholeOrNotAtAll(Jedis jedis) {
        Map<String, String> post = Map.of("a", "1", "b", "2");
        Write[] all = {remove("a", "1"), remove("b", "2")};
        jedis.hset("k", post);
        jedis.hset("k", "b", "edited");
        assertThat(together(jedis, "whole", "hash", all)).isEqualTo("SD");
        jedis.hset("k", post);
        jedis.hset("k", "c", "added");
        assertThat(together(jedis, "whole", "hash", all)).isEqualTo("GG");
        assertThat(jedis.hlen("k")).isEqualTo(3);
        jedis.hdel("k", "a", "c");
        assertThat(together(jedis, "whole", "hash", all)).isEqualTo("AW");
        assertThat(jedis.exists("k")).isFalse();
        assertThat(together(jedis, "whole", "hash", all)).isEqualTo("AA");
    }

    @ParameterizedTest
    @MethodSource("servers")
    void removalThatWasCutInTheMiddleIsFinishedByTheNextTry(Jedis jedis) {
        jedis.hset("k", Map.of("a", "1", "b", "2"));
        jedis.aclSetUser("half", "on", ">pw", "~*", "+@all", "-hdel");
        jedis.auth("half", "pw");
        List<Write> writes = List.of(create("c", "3"), remove("a", "1"), remove("b", "2"));
        assertThatThrownBy(() -> step(jedis, "k", 5, "present", "hash", true, writes))
                .isInstanceOf(JedisDataException.class);
        assertThat(jedis.hget("marker", "5")).isEqualTo("W--");
        jedis.aclSetUser("half", "+hdel");
        assertThat(step(jedis, "k", 5, "present", "hash", true, writes)).isEqualTo("WWW");
        assertThat(jedis.hgetAll("k")).isEqualTo(Map.of("c", "3"));
        jedis.aclDelUser("half");
    }

    @ParameterizedTest
    @MethodSource("servers")
    void liftsOnlyWhatIsThere(Jedis jedis) {
        jedis.zadd("k", 10, "m");
        assertThat(each(jedis, "zset", lift("m", "11"), lift("m", "9"), lift("gone", "7"), lift("gone", "x")))
                .isEqualTo("WAAN");
        assertThat(jedis.zrangeWithScores("k", 0, -1)).containsExactly(new Tuple("m", 11.0));
        assertThat(together(jedis, "present", "hash", lift("f", "1"), remove("f", "1")))
                .isEqualTo("TT");
        jedis.del("k");
        assertThat(together(jedis, "present", "hash", lift("f", "1"), remove("f", "1"), add("n", "1")))
                .isEqualTo("AAM");
        assertThat(jedis.exists("k")).isFalse();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void keyGetsItsDeadlineWithItsElements(Jedis jedis) {
        long in = System.currentTimeMillis() + 1_000_000;
        assertThat(together(jedis, "absent", "hash", expire("", in), create("f", "x")))
                .isEqualTo("WW");
        assertThat(jedis.pttl("k")).isBetween(900_000L, 1_000_000L);
        assertThat(together(jedis, "absent", "hash", expire("", in), create("f", "x")))
                .isEqualTo("AA");
        assertThat(each(jedis, "hash", expire("", in + 500_000))).isEqualTo("D");
        assertThat(each(jedis, "hash", expire(Long.toString(in), in + 500_000))).isEqualTo("W");
        assertThat(jedis.pttl("k")).isBetween(1_400_000L, 1_500_000L);
        assertThat(each(jedis, "hash", expire(Long.toString(in + 500_000), in - 2_000_000)))
                .isEqualTo("X");
        assertThat(jedis.hget("k", "f")).isEqualTo("x");
        jedis.persist("k");
        assertThat(each(jedis, "hash", expire(Long.toString(in), in + 1))).isEqualTo("D");
        jedis.del("k");
        assertThat(each(jedis, "hash", expire("", in))).isEqualTo("M");
    }

    @ParameterizedTest
    @MethodSource("servers")
    void deadlinesOfTwoClocksAreTheSameWithinASecond(Jedis jedis) {
        long in = System.currentTimeMillis() + 1_000_000;
        jedis.set("k", "x");
        jedis.pexpireAt("k", in);
        assertThat(each(jedis, "string", expire("", in + 400))).isEqualTo("A");
        assertThat(each(jedis, "string", expire(Long.toString(in - 2000), in + 500_000)))
                .isEqualTo("D");
        assertThat(each(jedis, "string", expire(Long.toString(in - 400), in + 500_000)))
                .isEqualTo("W");
    }

    @ParameterizedTest
    @MethodSource("servers")
    void restOfAStepGoesOnWhereItsKeyMayBeGone(Jedis jedis) {
        jedis.hset("marker", Map.of("8", "W-", "9", "W-"));
        List<Write> removals = List.of(remove("a", "1"), remove("b", "2"));
        assertThat(step(jedis, "k", 8, "whole", "hash", true, removals)).isEqualTo("WA");
        List<Write> entries = List.of(create("f", "x"), add("n", "1"));
        assertThat(step(jedis, "k", 9, "any", "hash", false, entries)).isEqualTo("WW");
        assertThat(jedis.hgetAll("k")).isEqualTo(Map.of("n", "1"));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void whatWouldHaveExpiredByNowDoesNotStayForEver(Jedis jedis) {
        long over = System.currentTimeMillis() - 1_000_000;
        assertThat(each(jedis, "set", create("f", ""), expire("", over))).isEqualTo("WW");
        assertThat(jedis.exists("k")).isFalse();
        jedis.sadd("k", "theirs");
        assertThat(each(jedis, "set", create("f", ""), expire("", over))).isEqualTo("WX");
        assertThat(jedis.smembers("k")).containsExactlyInAnyOrder("theirs", "f");
    }

    /** A user who may not ask for the time: of a deadline it can only be told that there is one. */
    @ParameterizedTest
    @MethodSource("servers")
    void deadlineIsSetWhereTheClockIsNotToBeHad(Jedis jedis) {
        long in = System.currentTimeMillis() + 1_000_000;
        jedis.aclSetUser("timeless", "on", ">pw", "~*", "+@all", "-time");
        jedis.auth("timeless", "pw");
        assertThat(together(jedis, "absent", "hash", create("f", "x"), expire("", in)))
                .isEqualTo("WW");
        assertThat(each(jedis, "hash", expire("", in + 1))).isEqualTo("D");
        assertThat(each(jedis, "hash", expire(Long.toString(in), in + 500_000))).isEqualTo("W");
        assertThat(jedis.pttl("k")).isBetween(1_400_000L, 1_500_000L);
        jedis.aclDelUser("timeless");
    }

    @ParameterizedTest
    @MethodSource("servers")
    void keyIsLoadedWholeWhereThereIsNone(Jedis jedis) {
        jedis.xadd("k", new StreamEntryID(7, 7), Map.of("f", "x"));
        byte[] payload = jedis.dump("k");
        assertThat(each(jedis, "stream", load(payload))).isEqualTo("A");
        jedis.xadd("k", new StreamEntryID(7, 8), Map.of("f", "y"));
        assertThat(each(jedis, "stream", load(payload))).isEqualTo("D");
        jedis.del("k");
        long in = System.currentTimeMillis() + 1_000_000;
        assertThat(together(jedis, "any", "stream", load(payload), expire("", in)))
                .isEqualTo("WW");
        assertThat(jedis.xlen("k")).isEqualTo(1);
        assertThat(jedis.pttl("k")).isBetween(900_000L, 1_000_000L);
        jedis.del("k");
        payload[3]++;
        assertThat(together(jedis, "any", "stream", load(payload), expire("", in)))
                .isEqualTo("BM");
        assertThat(jedis.exists("k")).isFalse();
        jedis.set("k", "theirs");
        assertThat(each(jedis, "stream", load(payload))).isEqualTo("T");
        assertThat(each(jedis, "module", load(payload))).isEqualTo("D");
    }

    @ParameterizedTest
    @MethodSource("servers")
    void knownStepIsNotDoneAgain(Jedis jedis) {
        assertThat(step(jedis, "k", 77, "any", "hash", false, List.of(add("n", "1"), create("f", "x"))))
                .isEqualTo("WW");
        jedis.hset("k", "f", "theirs");
        assertThat(step(jedis, "k", 77, "any", "hash", false, List.of(add("n", "1"), create("f", "x"))))
                .isEqualTo("WW");
        assertThat(jedis.hgetAll("k")).isEqualTo(Map.of("n", "1", "f", "theirs"));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void keyOfAnotherTypeIsLeftAlone(Jedis jedis) {
        for (String type : List.of("string", "list", "set", "zset", "hash")) {
            jedis.del("k");
            if (type.equals("hash")) {
                jedis.set("k", "x");
            } else {
                jedis.hset("k", "f", "x");
            }
            String digest = Servers.digest(jedis);
            for (String must : List.of("any", "absent", "present")) {
                assertThat(together(jedis, must, type, create("f", "x"), add("n", "1")))
                        .isEqualTo("TT");
                assertThat(each(jedis, type, create("f", "x"), raise("n", "1"))).isEqualTo("TT");
            }

            jedis.hset("marker", "attempt", ATTEMPT);
            for (int i = 1; i <= step; i++) {
                jedis.hdel("marker", Integer.toString(i));
            }
            assertThat(Servers.digest(jedis)).isEqualTo(digest);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void objectIsMadeOnlyWhereThereIsNone(Jedis jedis) {
        assertThat(together(jedis, "absent", "hash", create("a", "1"), create("b", "2")))
                .isEqualTo("WW");
        assertThat(together(jedis, "absent", "hash", create("a", "1"), create("b", "2")))
                .isEqualTo("AA");
        assertThat(together(jedis, "absent", "hash", create("a", "1"), create("c", "3")))
                .isEqualTo("KK");
        assertThat(together(jedis, "absent", "hash", create("a", "1"), create("b", "3")))
                .isEqualTo("KK");
        assertThat(jedis.hgetAll("k")).isEqualTo(Map.of("a", "1", "b", "2"));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void halfOfADeletedObjectDoesNotComeBack(Jedis jedis) {
        assertThat(together(jedis, "present", "hash", create("a", "1"), replace("b", "1", "2")))
                .isEqualTo("MM");
        assertThat(step(jedis, "k", 99, "present", "hash", false, List.of(add("n", "1"))))
                .isEqualTo("M");
        assertThat(jedis.exists("k")).isFalse();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void oneRefusalRefusesTheWholeObject(Jedis jedis) {
        jedis.hset("k", Map.of("a", "old", "b", "theirs", "c", "new"));
        assertThat(together(
                        jedis,
                        "present",
                        "hash",
                        replace("a", "old", "new"),
                        replace("b", "old", "new"),
                        replace("c", "old", "new"),
                        create("d", "1")))
                .isEqualTo("SDSS");
        assertThat(jedis.hgetAll("k")).isEqualTo(Map.of("a", "old", "b", "theirs", "c", "new"));
        assertThat(together(jedis, "present", "hash", replace("a", "old", "new"), replace("c", "old", "new")))
                .isEqualTo("WA");
    }

    @ParameterizedTest
    @MethodSource("servers")
    void attemptThatWasGivenUpIsRefused(Jedis jedis) {
        jedis.hset("marker", "attempt", "a later one");
        assertThatThrownBy(() -> each(jedis, "hash", create("f", "x")))
                .isInstanceOf(JedisDataException.class)
                .hasMessageContaining("SUPERSEDED");
        jedis.del("marker");
        assertThatThrownBy(() -> each(jedis, "hash", create("f", "x"))).hasMessageContaining("SUPERSEDED");
        assertThat(jedis.exists("k", "marker")).isZero();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void fullServerRefusesBeforeAnythingChanged(Jedis jedis) {
        jedis.configSet("maxmemory", "1");
        try {
            assertThatThrownBy(() -> each(jedis, "hash", create("f", "x"), create("g", "y")))
                    .hasMessageContaining("OOM");
        } finally {
            jedis.configSet("maxmemory", "0");
        }
        assertThat(jedis.exists("k")).isFalse();
        assertThat(jedis.hgetAll("marker")).containsOnlyKeys("attempt");
    }

    @ParameterizedTest
    @MethodSource("servers")
    void commandRefusedInTheMiddleIsDoneByTheNextTry(Jedis jedis) {
        jedis.aclSetUser("half", "on", ">pw", "~*", "+@all", "-hincrby");
        List<Write> writes = List.of(create("f", "x"), add("n", "1"), create("g", "y"));
        jedis.auth("half", "pw");
        assertThatThrownBy(() -> step(jedis, "k", 5, "any", "hash", false, writes))
                .isInstanceOf(JedisDataException.class)
                .hasMessageNotContaining("ERR unknown");
        assertThat(jedis.hget("marker", "5")).isEqualTo("W--");
        jedis.aclSetUser("half", "+hincrby");
        assertThat(step(jedis, "k", 5, "any", "hash", false, writes)).isEqualTo("WWW");
        assertThat(jedis.hgetAll("k")).isEqualTo(Map.of("f", "x", "n", "1", "g", "y"));
        jedis.aclDelUser("half");
    }

    @ParameterizedTest
    @MethodSource("servers")
    void halfOfAnObjectDeletedSinceTheRefusalDoesNotComeBack(Jedis jedis) {
        List<Write> writes = List.of(create("f", "x"), add("n", "1"));
        for (String must : List.of("absent", "present")) {
            int number = must.length();
            jedis.aclSetUser("half", "on", ">pw", "~*", "+@all", "-hincrby");
            jedis.auth("half", "pw");
            if (must.equals("present")) {
                jedis.hset("k", "theirs", "1");
            }
            assertThatThrownBy(() -> step(jedis, "k", number, must, "hash", true, writes))
                    .isInstanceOf(JedisDataException.class);
            jedis.del("k");
            jedis.aclSetUser("half", "+hincrby");
            assertThat(step(jedis, "k", number, must, "hash", true, writes)).isEqualTo("WM");
            assertThat(jedis.exists("k")).isFalse();
        }
        jedis.aclDelUser("half");
    }

    @ParameterizedTest
    @MethodSource("servers")
    void nothingIsWrittenOfWhichTheMarkerMayNotKnow(Jedis jedis) {
        jedis.aclSetUser("blind", "on", ">pw", "~*", "+@all", "-hset");
        jedis.auth("blind", "pw");
        assertThatThrownBy(() -> each(jedis, "hash", add("n", "1"))).isInstanceOf(JedisDataException.class);
        assertThat(jedis.exists("k")).isFalse();
        jedis.aclDelUser("blind");
    }

    @ParameterizedTest
    @MethodSource("servers")
    void bytesOfAnyKindPass(Jedis jedis) {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        Bytes bytes = Bytes.copyOf(all);
        assertThat(each(jedis, "hash", new Write("create", bytes, Bytes.EMPTY, bytes)))
                .isEqualTo("W");
        assertThat(jedis.hget("k".getBytes(StandardCharsets.UTF_8), all)).isEqualTo(all);
        assertThat(each(jedis, "hash", new Write("replace", bytes, bytes, Bytes.EMPTY)))
                .isEqualTo("W");
        assertThat(each(jedis, "hash", new Write("create", bytes, Bytes.EMPTY, Bytes.EMPTY)))
                .isEqualTo("A");
        jedis.del("k");
        Write list = new Write("create", Bytes.EMPTY, Bytes.EMPTY, ListEncoding.encode(List.of(bytes, bytes)));
        assertThat(each(jedis, "list", list, list)).isEqualTo("WA");
        assertThat(jedis.lrange("k".getBytes(StandardCharsets.UTF_8), 0, -1)).containsExactly(all, all);
    }
}
