package dev.rethread.aof;

import java.util.List;
import java.util.Random;

/** Commands on few streams with few ids, groups and consumers. */
final class RandomStreams {
    private final Random random;

    RandomStreams(Random random) {
        this.random = random;
    }

    private String any(String... words) {
        return words[random.nextInt(words.length)];
    }

    private String key() {
        return random.nextInt(25) == 0 ? any("s0", "h1") : "x" + random.nextInt(3);
    }

    private String id() {
        return any("0-0", "0", "1-1", "1-2", "2", "2-5", "3-1", "4-0", "7-7", "9", "11-3", "12", "20-1", "0-7");
    }

    private String group() {
        return any("g", "g2");
    }

    private String consumer() {
        return any("c", "d", "e");
    }

    private String growing(int round) {
        return (round + random.nextInt(2)) + any("", "-1", "-2", "-*");
    }

    List<String> next(int round) {
        return switch (random.nextInt(24)) {
            case 0, 1, 2, 3 ->
                list("XADD", key(), any(growing(round), growing(round), "*"), "f", "v", "g", any("1", ""));
            case 4 -> list("XADD", key(), growing(round), "f", "v");
            case 5 ->
                list(
                        "XADD",
                        key(),
                        any("MAXLEN", "MAXLEN"),
                        any("=", "~"),
                        any("0", "2", "5"),
                        growing(round),
                        "a",
                        "b");
            case 6 -> list("XADD", key(), "NOMKSTREAM", "MINID", any("=", "~"), id(), growing(round), "a", "b");
            case 7 -> list("XADD", key(), id(), "f", "v");
            case 8 -> list("XDEL", key(), id(), round + "-1", (round - 1) + "-1");
            case 9 -> list("XTRIM", key(), any("MAXLEN", "MINID"), any("=", "~"), any("0", "1", "3", "8", "" + round));
            case 10 -> list("XSETID", key(), any("" + round, id(), "30-1"));
            case 11 -> list("XSETID", key(), (round + 1) + "-0", "ENTRIESADDED", any("0", "50"), "MAXDELETEDID", id());
            case 12 -> list("XGROUP", "CREATE", key(), group(), any("$", "0", id()), "MKSTREAM");
            case 13 ->
                list("XGROUP", "CREATE", key(), group(), any("$", "0", id()), "ENTRIESREAD", any("0", "1", "-1"));
            case 14 -> list("XGROUP", "SETID", key(), group(), any("$", "0", id()));
            case 15 ->
                random.nextInt(3) == 0
                        ? list("XGROUP", any("DESTROY"), key(), group())
                        : list("XGROUP", any("CREATECONSUMER", "DELCONSUMER"), key(), group(), consumer());
            case 16, 17 ->
                list("XREADGROUP", "GROUP", group(), consumer(), "COUNT", any("1", "2", "9"), "STREAMS", key(), ">");
            case 18 -> list("XREADGROUP", "GROUP", group(), consumer(), "NOACK", "STREAMS", key(), any(">", "0"));
            case 19 -> list("XACK", key(), group(), id(), round + "-1", (round - 1) + "-1");
            case 20 -> list("XCLAIM", key(), group(), consumer(), "0", id(), round + "-1", any("FORCE", "JUSTID"));
            case 21 ->
                list(
                        "XCLAIM",
                        key(),
                        group(),
                        consumer(),
                        "0",
                        round + "-1",
                        any("TIME", "IDLE"),
                        "1000",
                        "RETRYCOUNT",
                        "7");
            case 22 -> list("XAUTOCLAIM", key(), group(), consumer(), "0", "0", "COUNT", any("1", "5"));
            default -> newer(round);
        };
    }

    /** Redis 8.2 and later. */
    private List<String> newer(int round) {
        String references = any("KEEPREF", "DELREF", "ACKED");
        return switch (random.nextInt(4)) {
            case 0 -> list("XDELEX", key(), references, "IDS", "2", id(), round + "-1");
            case 1 -> list("XACKDEL", key(), group(), references, "IDS", "2", id(), round + "-1");
            case 2 -> list("XTRIM", key(), "MINID", "=", "" + round, references);
            default -> list("XADD", key(), references, "MINID", "=", id(), growing(round), "k", "v");
        };
    }

    private static List<String> list(String... words) {
        return List.of(words);
    }
}
