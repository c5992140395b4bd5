package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every command that can be replayed, and what is known of those that cannot. */
final class CommandTable {
    /** Change no key of the keyspace. */
    private static final Set<String> HARMLESS = Set.of(
            "PING",
            "ECHO",
            "PUBLISH",
            "SPUBLISH",
            "REPLCONF",
            "SCRIPT",
            "SELECT",
            "MULTI",
            "EXEC",
            "DISCARD",
            "AUTH",
            "HELLO",
            "CLIENT",
            "CONFIG",
            "INFO",
            "WAIT",
            "TOUCH",
            "OBJECT",
            "EXISTS",
            "TYPE",
            "GET",
            "TTL",
            "PTTL",
            "WATCH",
            "UNWATCH",
            "LATENCY",
            "SLOWLOG",
            "DBSIZE");

    /** Counted where they stand, but no key depends on them. */
    private static final Set<String> OUTSIDE_THE_KEYS = Set.of("ACL", "CLUSTER", "MODULE");

    /** Write the key of their first argument in a way that has no model here. */
    private static final Set<String> WRITE_FIRST = Set.of("XCFGSET", "XIDMPRECORD", "VADD", "VREM", "VSETATTR", "SPOP");

    /** Write the key behind the word STORE or STOREDIST, if it is there. */
    private static final Set<String> WRITE_BEHIND_STORE = Set.of("SORT", "GEORADIUS", "GEORADIUSBYMEMBER");

    /** Name the keys they touch behind their number, and may touch others. */
    private static final Set<String> SCRIPTS = Set.of("EVAL", "EVALSHA", "FCALL");

    private static final Map<Bytes, CommandRule> RULES = rules();
    private static final RuleIndex INDEX = new RuleIndex(Set.copyOf(RULES.values()));

    private CommandTable() {}

    private static Map<Bytes, CommandRule> rules() {
        Map<Bytes, CommandRule> rules = new HashMap<>();
        Stream.of(
                        StringCommands.RULES,
                        HashCommands.RULES,
                        ListCommands.RULES,
                        SetCommands.RULES,
                        SortedSetCommands.RULES,
                        SortedSetStores.RULES,
                        StreamCommands.RULES,
                        HyperLogLogCommands.RULES,
                        BitCommands.RULES,
                        FunctionCommands.RULES,
                        KeyCommands.RULES)
                .flatMap(List::stream)
                .forEach(rule -> {
                    rules.put(Bytes.of(rule.name()), rule);
                    rules.put(Bytes.of(rule.name().toLowerCase(Locale.ROOT)), rule);
                });
        return rules;
    }

    /** How to replay the command of this name, or null. */
    static @Nullable CommandRule find(Bytes name) {
        CommandRule rule = RULES.get(name);
        return rule != null ? rule : RULES.get(Bytes.of(Call.word(name)));
    }

    /** As {@link #find(Bytes)}, of the bytes from {@code from} to before {@code to}. */
    static @Nullable CommandRule find(byte[] window, int from, int to) {
        return INDEX.find(window, from, to);
    }

    static boolean isHarmless(String name) {
        return HARMLESS.contains(name);
    }

    static boolean isScript(String name) {
        return SCRIPTS.contains(name);
    }

    static boolean isOutsideTheKeys(String name) {
        return OUTSIDE_THE_KEYS.contains(name);
    }

    /**
     * Which arguments are the keys that a command without a rule writes.
     *
     * @return their indices; empty where it is not known which keys it writes
     */
    static int[] keysWritten(String name, List<Bytes> arguments) {
        if (WRITE_FIRST.contains(name)) {
            return new int[] {1};
        }
        if (WRITE_BEHIND_STORE.contains(name)) {
            return IntStream.range(2, arguments.size())
                    .filter(i -> Call.word(arguments.get(i - 1)).startsWith("STORE"))
                    .toArray();
        }
        return new int[0];
    }
}
