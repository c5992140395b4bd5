package dev.rethread.rebase;

import dev.rethread.keyspace.Key;
import java.util.regex.Pattern;

/** Names of keys and fields for reports: what looks like a token is cut, since a name can be a secret itself. */
final class Masks {
    private static final Pattern TOKEN = Pattern.compile("(?=[\\w-]*\\d)[\\w-]{16,}|[\\w-]{32,}");

    private Masks() {}

    static String key(Key key) {
        return mask(key.toString());
    }

    static String mask(String name) {
        return TOKEN.matcher(name)
                .replaceAll(token ->
                        java.util.regex.Matcher.quoteReplacement(token.group().substring(0, 2) + "…"));
    }
}
