package dev.rethread.aof;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Commands over few keys, members and numbers, so that they meet, clash and empty one another's values. */
final class RandomCommands {
    private static final String[] SCORES = {"0", "1", "-1", "2.5", "0.1", "1e10", "inf", "-inf", "3", "(1"};
    private static final String FUTURE = "41024448";

    private final Random random;
    private final RandomStreams streams;
    private final RandomValues values;
    private int count;

    RandomCommands(long seed) {
        random = new Random(seed);
        streams = new RandomStreams(random);
        values = new RandomValues(random);
    }

    private String any(String... words) {
        return words[random.nextInt(words.length)];
    }

    /** Mostly a key that the family uses, now and then one of another. */
    private String key(char family) {
        return random.nextInt(20) == 0
                ? any("s", "h", "l", "t", "z", "p", "x") + random.nextInt(4)
                : family + "" + random.nextInt(4);
    }

    private String member() {
        return any("a", "b", "c", "d", "e", "f", "g", "10", "-7", "");
    }

    private String number() {
        return any("0", "1", "-1", "2", "3", "-2", "5", "-5", "9");
    }

    private String score() {
        return SCORES[random.nextInt(SCORES.length - 1)];
    }

    private String bound() {
        return any("-inf", "+inf", "(1", "0", "2.5", "(3", "-1");
    }

    private String lex() {
        return any("-", "+", "[b", "(c", "[e", "(a");
    }

    private String deadline() {
        return FUTURE + (10 + random.nextInt(90));
    }

    private static List<String> list(String... words) {
        return new ArrayList<>(List.of(words));
    }

    private List<String> many(List<String> head, int most) {
        int count = 1 + random.nextInt(most);
        for (int i = 0; i < count; i++) {
            head.add(member());
        }
        return head;
    }

    List<String> next() {
        count++;
        return switch (random.nextInt(18)) {
            case 12, 13, 14 -> streams.next(1 + count / 100);
            case 15, 16, 17 -> values.next();
            case 0, 1 -> string();
            case 2, 3 -> hash();
            case 4, 5 -> listCommand();
            case 6, 7 -> set();
            case 8, 9 -> sortedSet();
            case 10 -> store();
            default -> keys();
        };
    }

    private List<String> string() {
        String key = key('s');
        return switch (random.nextInt(18)) {
            case 0 -> list("SET", key, number());
            case 1 -> list("SET", key, member(), any("NX", "XX", "KEEPTTL", "GET"));
            case 2 -> list("SET", key, number(), any("EX", "PX"), "100000000");
            case 3 -> list("SET", key, number(), any("EXAT", "PXAT"), deadline() + (random.nextBoolean() ? "" : "000"));
            case 4 -> list("SETNX", key, member());
            case 5 -> list(any("SETEX", "PSETEX"), key, "100000000", number());
            case 6 -> list("GETSET", key, number());
            case 7 -> list("GETDEL", key);
            case 8 -> list("GETEX", key, any("PERSIST", "PERSIST"));
            case 9 -> list("GETEX", key, "EX", "100000000");
            case 10 -> list("APPEND", key, member());
            case 11 -> list("SETRANGE", key, any("0", "1", "5", "40"), member());
            case 12 -> list(any("INCR", "DECR"), key);
            case 13 -> list(any("INCRBY", "DECRBY"), key, number());
            case 14 -> list("INCRBYFLOAT", key, any("1.5", "-0.1", "3", "1e3"));
            case 15 -> list(any("MSET", "MSETNX"), key, number(), key('s'), member());
            case 16 -> list("SETBIT", key, any("0", "7", "8", "100"), any("0", "1"));
            default -> list("INCR", key('s'));
        };
    }

    private List<String> hash() {
        String key = key('h');
        return switch (random.nextInt(7)) {
            case 0 -> list("HSET", key, member(), number(), member(), member());
            case 1 -> list("HMSET", key, member(), number());
            case 2 -> list("HSETNX", key, member(), number());
            case 3 -> many(list("HDEL", key), 4);
            case 4 -> list("HINCRBY", key, member(), number());
            case 5 -> list("HINCRBYFLOAT", key, member(), any("1.5", "-0.25"));
            default -> list("HSET", key, member(), number());
        };
    }

    private List<String> listCommand() {
        String key = key('l');
        return switch (random.nextInt(10)) {
            case 0, 1 -> many(list(any("LPUSH", "RPUSH"), key), 12);
            case 2 -> many(list(any("LPUSHX", "RPUSHX"), key), 2);
            case 3 -> list(any("LPOP", "RPOP"), key);
            case 4 -> list(any("LPOP", "RPOP"), key, any("1", "2", "3"));
            case 5 -> list("LSET", key, number(), member());
            case 6 -> list("LTRIM", key, any("0", "0", "1", "-20", number()), any("-1", "-2", "20", number()));
            case 7 -> list("LREM", key, any("1", "-1", "-2", "2", "0"), member());
            case 8 -> list("LINSERT", key, any("BEFORE", "AFTER"), member(), member());
            default -> moveElement(key);
        };
    }

    private List<String> moveElement(String key) {
        return switch (random.nextInt(4)) {
            case 0 -> list("RPOPLPUSH", key, key('l'));
            case 1 -> list("BRPOPLPUSH", key, key('l'), "0.01");
            case 2 -> list("LMOVE", key, key('l'), any("LEFT", "RIGHT"), any("LEFT", "RIGHT"));
            default -> list("BLMOVE", key, key('l'), any("LEFT", "RIGHT"), any("LEFT", "RIGHT"), "0.01");
        };
    }

    private List<String> set() {
        String key = key('t');
        return switch (random.nextInt(6)) {
            case 0, 1 -> many(list("SADD", key), 8);
            case 2 -> many(list("SREM", key), 3);
            case 3 -> list("SMOVE", key, key('t'), member());
            case 4 -> list("SPOP", key);
            default -> list("SPOP", key, any("1", "2", "20"));
        };
    }

    private List<String> sortedSet() {
        String key = key('z');
        return switch (random.nextInt(12)) {
            case 0, 1 -> list("ZADD", key, score(), member(), score(), member());
            case 2 -> list("ZADD", key, any("NX", "XX", "GT", "LT", "CH"), score(), member());
            case 3 -> list("ZADD", key, any("XX", "CH"), any("GT", "LT"), score(), member());
            case 4 -> list("ZADD", key, "INCR", score(), member());
            case 5 -> many(list("ZREM", key), 3);
            case 6 -> list("ZINCRBY", key, score(), member());
            case 7 -> list("ZREMRANGEBYRANK", key, number(), number());
            case 8 -> list("ZREMRANGEBYSCORE", key, bound(), bound());
            // Where scores differ, a range of names depends on the set's encoding in the server.
            case 9 ->
                random.nextBoolean()
                        ? list("ZREMRANGEBYLEX", "y" + key.charAt(1), lex(), lex())
                        : list("ZADD", "y" + key.charAt(1), "0", member(), "0", member(), "0", member());
            case 10 -> list(any("ZPOPMIN", "ZPOPMAX"), key);
            default -> list(any("ZPOPMIN", "ZPOPMAX"), key, any("1", "2"));
        };
    }

    private List<String> store() {
        return switch (random.nextInt(9)) {
            case 0 -> list("SUNIONSTORE", key('t'), key('t'), key('t'));
            case 1 -> list("SINTERSTORE", key('t'), key('t'), key('t'));
            case 2 -> list("SDIFFSTORE", key('t'), key('t'), key('t'));
            case 3 -> list("ZUNIONSTORE", key('z'), "3", key('z'), key('t'), key('z'));
            case 4 -> list("ZINTERSTORE", key('z'), "2", key('z'), key('z'), "WEIGHTS", "2", "-0.5");
            case 5 -> list("ZUNIONSTORE", key('z'), "2", key('z'), key('z'), "AGGREGATE", any("MIN", "MAX", "SUM"));
            case 6 -> list("ZDIFFSTORE", key('z'), "2", key('z'), key('z'));
            case 7 -> list("ZRANGESTORE", key('z'), key('z'), number(), number());
            default -> list("ZRANGESTORE", key('z'), key('z'), bound(), bound(), "BYSCORE", "LIMIT", "1", "3");
        };
    }

    private List<String> keys() {
        char family = any("s", "h", "l", "t", "z", "p", "f", "x").charAt(0);
        String key = key(family);
        return switch (random.nextInt(14)) {
            case 0 -> list(any("DEL", "UNLINK"), key, key(family));
            case 1 -> list(any("EXPIRE", "PEXPIRE"), key, "100000000");
            case 2 -> list("EXPIREAT", key, deadline());
            case 3 -> list("PEXPIREAT", key, deadline() + "123");
            case 4 -> list("PERSIST", key);
            case 5, 6 -> list(any("RENAME", "RENAMENX"), key, key(family));
            case 7, 8 -> list("COPY", key, key(family), "REPLACE");
            case 9 -> list("COPY", key, key(family), "DB", any("0", "1", "2"));
            case 10 -> list("MOVE", key, any("0", "1", "2"));
            case 11 -> list("SWAPDB", any("0", "1"), any("1", "2"));
            case 12 -> list(any("EXPIRE", "PEXPIRE"), key, "-1");
            default -> list("SELECT", any("0", "0", "1", "2"));
        };
    }
}
