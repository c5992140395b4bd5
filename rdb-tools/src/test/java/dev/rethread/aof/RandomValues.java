package dev.rethread.aof;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Commands on HyperLogLogs, bits, places, the deadlines of fields; SORT, RESTORE and scripts. */
final class RandomValues {
    private static final String FUTURE = "4102444800000";

    private final Random random;

    RandomValues(Random random) {
        this.random = random;
    }

    private String any(String... words) {
        return words[random.nextInt(words.length)];
    }

    private String key(String family) {
        return random.nextInt(25) == 0 ? any("s", "h", "l", "z", "x", "p") + "0" : family + random.nextInt(3);
    }

    private String field() {
        return any("a", "b", "c", "d");
    }

    private static List<String> list(String... words) {
        return List.of(words);
    }

    List<String> next() {
        return switch (random.nextInt(7)) {
            case 0 -> counting();
            case 1, 2 -> bits();
            case 3 -> geo();
            case 4 -> fields();
            case 5 -> sorting();
            default -> others();
        };
    }

    private List<String> counting() {
        return switch (random.nextInt(7)) {
            case 0, 1 -> elements(any("1", "5", "40"));
            case 2 -> elements(any("900", "5"));
            case 3 -> list("PFMERGE", key("p"), key("p"), key("p"));
            case 4 -> list("PFCOUNT", key("p"));
            case 5 -> list("PFADD", key("p"));
            default -> list("PFCOUNT", key("p"), key("p"));
        };
    }

    private List<String> elements(String count) {
        List<String> words = new ArrayList<>(list("PFADD", key("p")));
        for (int i = Integer.parseInt(count); i > 0; i--) {
            words.add(Integer.toString(random.nextInt(1 << 18), 36));
        }
        return words;
    }

    private String type() {
        return any("u1", "i1", "u2", "i5", "u8", "i8", "u13", "i16", "u32", "i33", "u63", "i64");
    }

    private String offset() {
        return any("0", "1", "#1", "7", "#3", "30", "64", "100");
    }

    private String amount() {
        return any("0", "1", "-1", "3", "-7", "255", "65536", "9223372036854775807", "-9223372036854775808");
    }

    private List<String> bits() {
        String key = key("b");
        return switch (random.nextInt(8)) {
            case 0 -> list("BITFIELD", key, "SET", type(), offset(), amount());
            case 1, 2 -> list("BITFIELD", key, "INCRBY", type(), offset(), amount());
            case 3, 4 ->
                list(
                        "BITFIELD",
                        key,
                        "OVERFLOW",
                        any("SAT", "FAIL", "WRAP"),
                        "INCRBY",
                        type(),
                        offset(),
                        amount(),
                        "GET",
                        "u8",
                        "0",
                        "SET",
                        type(),
                        offset(),
                        amount(),
                        "OVERFLOW",
                        "SAT",
                        "SET",
                        type(),
                        offset(),
                        amount());
            case 5 -> list("BITOP", any("AND", "OR", "XOR"), key("b"), key("b"), key("b"), key("b"));
            case 6 -> list("BITOP", "NOT", key("b"), key("b"));
            default -> list("BITOP", any("DIFF", "DIFF1", "ANDOR", "ONE"), key("b"), key("b"), key("b"), key("b"));
        };
    }

    private String longitude() {
        return any("0", "13.4", "13.361389", "-74", "179.9", "2.35", "15.087269");
    }

    private String latitude() {
        return any("0", "52.5", "38.115556", "40.7", "-17.7", "48.85", "37.502669");
    }

    private List<String> geo() {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 ->
                list("GEOADD", key("g"), longitude(), latitude(), field(), longitude(), latitude(), field());
            case 3 -> list("GEOADD", key("g"), any("NX", "XX", "CH"), longitude(), latitude(), field());
            case 4 ->
                list(
                        "GEORADIUS",
                        key("g"),
                        longitude(),
                        latitude(),
                        any("1", "200", "1500", "9000"),
                        "km",
                        any("STORE", "STOREDIST"),
                        key("g"));
            case 5 ->
                list("GEORADIUSBYMEMBER", key("g"), field(), any("200", "3000"), any("mi", "km"), "STORE", key("g"));
            case 6 ->
                list(
                        "GEOSEARCHSTORE",
                        key("g"),
                        key("g"),
                        "FROMLONLAT",
                        longitude(),
                        latitude(),
                        "BYBOX",
                        any("100", "3000"),
                        "2000",
                        "km",
                        "ASC",
                        "COUNT",
                        any("1", "3"));
            default ->
                list(
                        "GEOSEARCHSTORE",
                        key("g"),
                        key("g"),
                        "FROMMEMBER",
                        field(),
                        "BYRADIUS",
                        any("300", "7000"),
                        "km",
                        "DESC");
        };
    }

    /** Redis 7.4 and later, Valkey 9; older servers refuse most of it. */
    private List<String> fields() {
        String key = key("f");
        String future = FUTURE + random.nextInt(10);
        return switch (random.nextInt(13)) {
            case 0, 1 -> list("HSET", key, field(), "1", field(), "2");
            case 2 -> list("HPEXPIREAT", key, future, "FIELDS", "2", field(), field());
            case 3 -> list("HPEXPIREAT", key, future, any("NX", "XX", "GT", "LT"), "FIELDS", "2", field(), field());
            case 4 ->
                list(
                        any("HEXPIRE", "HPEXPIRE"),
                        key,
                        any("100000000", "200000000"),
                        any("NX", "XX", "GT", "LT"),
                        "FIELDS",
                        "1",
                        field());
            case 5 -> list("HPERSIST", key, "FIELDS", "2", field(), field());
            case 6 -> list("HSETEX", key, any("EX", "PX"), "100000000", "FIELDS", "1", field(), "x");
            case 7 ->
                list(
                        "HSETEX",
                        key,
                        any("FNX", "FXX"),
                        any("KEEPTTL", "KEEPTTL"),
                        "FIELDS",
                        "2",
                        field(),
                        "y",
                        field(),
                        "z");
            case 8 -> list("HSETEX", key, any("FNX", "FXX"), "PXAT", future, "FIELDS", "1", field(), "w");
            case 9 -> list("HGETEX", key, any("PXAT", "PXAT"), future, "FIELDS", "2", field(), field());
            case 10 -> list("HGETEX", key, "PERSIST", "FIELDS", "1", field());
            case 11 -> list("HGETDEL", key, "FIELDS", "1", field());
            default -> list(any("HINCRBY", "HINCRBYFLOAT"), key, field(), "3");
        };
    }

    private List<String> sorting() {
        return switch (random.nextInt(7)) {
            case 0 -> list("RPUSH", key("n"), any("3", "1", "2", "10"), any("5", "-1", "0.5"));
            case 1 -> list("SORT", key("n"), any("ASC", "DESC"), "STORE", key("n"));
            case 2 ->
                list(
                        "SORT",
                        key("n"),
                        "LIMIT",
                        any("0", "1", "-1"),
                        any("2", "9", "-1"),
                        any("ALPHA", "ASC"),
                        "STORE",
                        key("n"));
            case 3 -> list("SORT", any("t1", "z1", "n1", "l1"), "ALPHA", any("DESC", "ASC"), "STORE", key("l"));
            case 4 ->
                list(
                        "SORT",
                        any("t1", "z1", "n1"),
                        "BY",
                        any("nosort", "w_*", "h*->a"),
                        "GET",
                        "#",
                        "GET",
                        "w_*",
                        "GET",
                        "h*->b",
                        "STORE",
                        key("l"));
            case 5 -> list("SET", "w_" + any("1", "2", "3", "a", "10"), any("5", "6", "7"));
            default -> list("LTRIM", key("n"), "0", "6");
        };
    }

    private List<String> others() {
        return switch (random.nextInt(9)) {
            case 0, 1 ->
                list(
                        "RESTORE",
                        key(any("s", "l", "h", "z", "p", "x")),
                        "0",
                        "@" + any("s1", "l1", "h1", "z1", "t1", "p1", "f1", "x1"),
                        "REPLACE");
            case 2 -> list("RESTORE", key("s"), FUTURE, "@" + any("s1", "l1"), "ABSTTL");
            case 3 -> list("EVAL", "return redis.call(unpack(ARGV))", "0", "SPOP", "t1", "2");
            case 4 ->
                list(
                        "EVAL",
                        "redis.call('SET',KEYS[1],'v'); return redis.call('INCR',KEYS[2])",
                        "2",
                        key("s"),
                        key("s"));
            case 5 ->
                list(
                        any("LMPOP", "ZMPOP"),
                        "2",
                        any("l1", "z1"),
                        any("z2", "l2"),
                        any("LEFT", "MIN", "RIGHT", "MAX"),
                        "COUNT",
                        "2");
            case 6 -> list(any("BLPOP", "BRPOP"), key("l"), "0.01");
            case 7 -> list("MSETEX", "2", key("s"), "1", key("s"), "2", any("NX", "XX", "KEEPTTL"));
            default -> list("SET", key("s"), "7", any("IFEQ", "IFNE"), any("1", "7"));
        };
    }
}
