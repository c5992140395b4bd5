package dev.rethread.profile;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;

/**
 * A key, field or member with placeholders: {@code thread:{thread}:likes}. It recognises such bytes and takes the
 * placeholders' values out, or makes them from values.
 *
 * <p>A placeholder matches one byte or more, as few as possible, and names the domain of the ids in its place; where two
 * of one domain stand side by side, {@code {alias:domain}} tells them apart. {@code *} matches anything and is not kept.
 */
public final class Pattern {
    private static final java.util.regex.Pattern PLACEHOLDER =
            java.util.regex.Pattern.compile("\\{([A-Za-z][A-Za-z0-9_.]*)(?::([A-Za-z]+))?}|\\*");

    private final String text;
    private final List<String> literals = new ArrayList<>();
    private final List<String> placeholders = new ArrayList<>();
    private final Map<String, String> domains = new HashMap<>();
    private final java.util.regex.Pattern regex;

    @JsonCreator
    public Pattern(String text) {
        this.text = text;
        StringBuilder expression = new StringBuilder();
        Matcher matcher = PLACEHOLDER.matcher(text);
        int from = 0;
        while (matcher.find()) {
            literal(expression, text.substring(from, matcher.start()));
            placeholders.add(matcher.group(1) == null ? "" : matcher.group(1));
            if (matcher.group(1) != null) {
                domains.put(matcher.group(1), matcher.group(2) == null ? matcher.group(1) : matcher.group(2));
            }
            expression.append(matcher.group(1) == null ? "(.*)" : "(.+?)");
            from = matcher.end();
        }
        literal(expression, text.substring(from));
        regex = java.util.regex.Pattern.compile(expression.toString(), java.util.regex.Pattern.DOTALL);
    }

    private void literal(StringBuilder expression, String literal) {
        String bytes = latin1(Bytes.of(literal));
        literals.add(literal);
        expression.append(java.util.regex.Pattern.quote(bytes));
    }

    /** The placeholders' values where {@code bytes} has this form. */
    public Optional<Map<String, Bytes>> match(Bytes bytes) {
        Matcher matcher = regex.matcher(latin1(bytes));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<String, Bytes> values = new LinkedHashMap<>();
        for (int i = 0; i < placeholders.size(); i++) {
            if (!placeholders.get(i).isEmpty()) {
                values.put(placeholders.get(i), Bytes.wrap(matcher.group(i + 1).getBytes(StandardCharsets.ISO_8859_1)));
            }
        }
        return Optional.of(values);
    }

    /** {@code bytes}, which have this form, with a template in the place of each placeholder; the rest as it is. */
    public Template rewrite(Bytes bytes, Function<String, Template> values) {
        Matcher matcher = regex.matcher(latin1(bytes));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not of the form " + text);
        }
        List<Template.Part> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < placeholders.size(); i++) {
            if (!placeholders.get(i).isEmpty()) {
                literal(bytes, from, matcher.start(i + 1), parts);
                parts.addAll(values.apply(placeholders.get(i)).parts());
                from = matcher.end(i + 1);
            }
        }
        literal(bytes, from, bytes.length(), parts);
        return new Template(parts);
    }

    private static void literal(Bytes bytes, int from, int to, List<Template.Part> parts) {
        if (from < to) {
            parts.add(
                    new Template.Part.Literal(Bytes.wrap(java.util.Arrays.copyOfRange(bytes.unsafeArray(), from, to))));
        }
    }

    /** These bytes with each placeholder's template in its place. */
    public Template fill(Function<String, Template> values) {
        List<Template.Part> parts = new ArrayList<>();
        for (int i = 0; i < literals.size(); i++) {
            if (!literals.get(i).isEmpty()) {
                parts.add(new Template.Part.Literal(Bytes.of(literals.get(i))));
            }
            if (i < placeholders.size()) {
                parts.addAll(values.apply(placeholders.get(i)).parts());
            }
        }
        return new Template(parts);
    }

    /** These bytes with each placeholder's bytes in its place. */
    public Bytes fillBytes(Function<String, Bytes> values) {
        return fill(name -> Template.literal(values.apply(name))).lost();
    }

    /** The names of the placeholders, in their order; {@code *} has none. */
    public List<String> placeholders() {
        return placeholders.stream().filter(name -> !name.isEmpty()).toList();
    }

    /** The domain that a placeholder's ids are of: its own name, or that after the colon. */
    public String domainOf(String placeholder) {
        return domains.getOrDefault(placeholder, placeholder);
    }

    /** More literal text is more specific: such patterns are tried first. */
    int specificity() {
        return literals.stream().mapToInt(String::length).sum();
    }

    /** Bytes as characters one to one, so that a regular expression sees bytes. */
    private static String latin1(Bytes bytes) {
        return new String(bytes.unsafeArray(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pattern pattern && pattern.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
