package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import dev.rethread.rdb.RdbPayload;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** FUNCTION: the libraries are kept as their sources and never run, since what functions do is logged by itself. */
final class FunctionCommands {
    private static final Pattern SHEBANG = Pattern.compile("#!\\w+\\s.*?name=([\\w]+)[^\\n]*");

    static final List<CommandRule> RULES =
            List.of(new CommandRule("FUNCTION", -2, 0, 0, 0, FunctionCommands::function));

    private FunctionCommands() {}

    private static void function(Call call) {
        Map<Bytes, Bytes> functions = call.databases.functions();
        switch (call.word(1)) {
            case "LOAD" -> load(call, functions);
            case "DELETE" -> functions.remove(call.argument(2));
            case "FLUSH" -> functions.clear();
            case "RESTORE" -> restore(call, functions);
            default -> throw new RefusedException("it does not write");
        }
    }

    private static void load(Call call, Map<Bytes, Bytes> functions) {
        boolean replace = call.word(2).equals("REPLACE");
        if (call.count() != (replace ? 4 : 3)) {
            throw new RefusedException("syntax");
        }
        put(functions, call.argument(call.count() - 1), replace);
    }

    /**
     * Enters a library under the name that its first line gives.
     *
     * @throws RefusedException where it has none, or another is called so and it may not be replaced
     */
    static void put(Map<Bytes, Bytes> functions, Bytes code, boolean replace) {
        String text = code.utf8();
        Matcher shebang = SHEBANG.matcher(text.lines().findFirst().orElse(""));
        if (!shebang.matches()) {
            throw new RefusedException("a library without a name");
        }
        Bytes name = Bytes.of(shebang.group(1));
        if (!replace && functions.containsKey(name)) {
            throw new RefusedException("the library exists");
        }
        functions.put(name, code);
    }

    /** {@code FUNCTION RESTORE payload [FLUSH|APPEND|REPLACE]}. */
    private static void restore(Call call, Map<Bytes, Bytes> functions) {
        List<Bytes> libraries = RdbPayload.functions(call.argument(2))
                .orElseThrow(() -> new RefusedException("the payload cannot be read"));
        String policy = call.count() > 3 ? call.word(3) : "APPEND";
        if (policy.equals("FLUSH")) {
            functions.clear();
        }
        libraries.forEach(code -> put(functions, code, !policy.equals("APPEND")));
    }
}
