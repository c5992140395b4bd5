package dev.rethread.model;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Links in texts: {@code [post 120]} in a world, {@code /post/7} in a keyspace. */
final class Links {
    private static final Pattern NAMED = Pattern.compile("\\[((post|topic) [?]?[0-9]*)]");
    private static final Pattern BY_ID = Pattern.compile("/(post|topic)/([0-9]+)");

    private Links() {}

    static String to(String name) {
        return "[" + name + "]";
    }

    static String rendered(String text, World world) {
        return NAMED.matcher(text).replaceAll(found -> "/" + found.group(2) + "/" + world.id(found.group(1)));
    }

    /** @param names name by kind and id, {@code post/7} */
    static String read(String text, UnaryOperator<String> names) {
        return BY_ID.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(to(names.apply(found.group(1) + "/" + found.group(2)))));
    }

    /** {@code text} with {@code [post ?]} for what is not in {@code world}. */
    static String known(String text, World world) {
        return NAMED.matcher(text)
                .replaceAll(found -> world.has(found.group(1)) ? found.group() : to(found.group(2) + " ?"));
    }

    /** {@code text} without the links to what is not in {@code world}. */
    static String without(String text, World world) {
        return NAMED.matcher(text).replaceAll(found -> world.has(found.group(1)) ? found.group() : "");
    }

    /** An expression for texts like {@code known}, where links that led nowhere lead anywhere. */
    static String anywhere(String known) {
        StringBuilder expression = new StringBuilder();
        for (String part : known.split(" [?]]", -1)) {
            expression.append(expression.isEmpty() ? "" : " [?]?[0-9]*]").append(Pattern.quote(part));
        }
        return expression.toString();
    }
}
