package dev.rethread.infer;

import java.util.regex.Pattern;

/** Scalars of YAML. */
final class Yaml {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");
    /** What a reader takes for something else than a name. */
    static final java.util.Set<String> WORDS =
            java.util.Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n");

    private Yaml() {}

    /** Quoted where a reader could take it for something else. */
    static String quoted(String text) {
        boolean plain = PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(java.util.Locale.ROOT));
        return plain ? text : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
