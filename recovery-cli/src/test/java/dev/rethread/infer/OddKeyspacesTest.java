package dev.rethread.infer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Value;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Whatever a keyspace holds, what is proposed for it loads. */
class OddKeyspacesTest {
    private static final int KEYSPACES = 40;
    private static final List<String> ODD = List.of(
            "",
            " ",
            ":",
            "::",
            "a",
            "user",
            "users",
            "id",
            "{id}",
            "{user}",
            "*",
            "#",
            "\"",
            "'",
            "\\",
            "\n",
            "\u0000",
            "null",
            "true",
            "y",
            "-1",
            "0",
            "007",
            "12",
            "99999999999999999999",
            "1398000000000",
            "1398000000",
            "1.5e308",
            "a@b.example",
            "10.0.0.1",
            "[1,2]",
            "[\"3\"]",
            "{\"id\":1,\"user\":2}",
            "{",
            "}",
            "post",
            "é",
            "secret",
            "token",
            "count",
            "time",
            "within",
            "derived",
            "12-3",
            "post:1:2",
            "a b c",
            "next",
            "nextUser");

    private static String odd(SplittableRandom random) {
        return random.nextInt(4) == 0 ? "" + random.nextInt(40) : ODD.get(random.nextInt(ODD.size()));
    }

    private static String name(SplittableRandom random) {
        StringBuilder name = new StringBuilder(odd(random));
        for (int more = random.nextInt(4); more > 0; more--) {
            name.append(":/.".charAt(random.nextInt(3) == 0 ? random.nextInt(3) : 0))
                    .append(odd(random));
        }
        return name.toString();
    }

    private static void put(Keyspace keyspace, String key, SplittableRandom random) {
        Object[] pairs = IntStream.range(0, 1 + random.nextInt(6))
                .boxed()
                .flatMap(i -> java.util.stream.Stream.of((Object) odd(random), (Object) odd(random)))
                .toArray();
        switch (random.nextInt(5)) {
            case 0 -> keyspace.string(key, odd(random));
            case 1 -> keyspace.hash(key, pairs);
            case 2 -> keyspace.set(key, List.of(pairs));
            case 3 -> keyspace.list(key, odd(random));
            default -> keyspace.zset(key, odd(random), random.nextInt(5), odd(random), 1.4e12);
        }
    }

    @RepeatedTest(KEYSPACES)
    void whatIsProposedLoads(RepetitionInfo repetition) {
        SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
        Keyspace keyspace = new Keyspace();
        for (int shape = 0; shape < 30; shape++) {
            String shaped = name(random);
            for (int key = random.nextInt(12); key >= 0; key--) {
                put(keyspace, random.nextInt(3) == 0 ? name(random) : shaped.replaceAll("[0-9]+", "" + key), random);
            }
        }
        Proposal proposal = keyspace.proposal();

        assertThat(proposal.mistake())
                .as("seed %d\n%s", repetition.getCurrentRepetition(), proposal.yaml())
                .isNull();
    }

    @Test
    void anEmptyKeyspaceHasAProfileToo() {
        Proposal proposal = new Keyspace().proposal();
        assertThat(proposal.mistake()).isNull();
        assertThat(proposal.keys()).isZero();
    }

    @Test
    void keysThatAreNoTextAreNeverInTheWay() {
        Keyspace keyspace = new Keyspace();
        byte[] bytes = new byte[70_000];
        for (int i = 0; i < 50; i++) {
            new SplittableRandom(i).nextBytes(bytes);
            Key key = new Key(0, Bytes.wrap(bytes.clone()));
            keyspace.put(key, Entry.NEVER, new Value.HashValue(java.util.Map.of(key.name(), key.name())));
        }
        assertThat(keyspace.proposal().mistake()).isNull();
    }

    @Test
    void theLargestDatabaseIsRead() {
        Keyspace keyspace = new Keyspace().string("a", 1);
        IntStream.range(0, 9)
                .forEach(i -> keyspace.put(
                        new Key(3, Bytes.of("word" + i)), Entry.NEVER, new Value.StringValue(Bytes.of("x"))));
        assertThat(keyspace.proposal())
                .extracting(Proposal::database, Proposal::keys)
                .containsExactly(3, 9L);
    }
}
