package dev.rethread.profile;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
 * <p>A placeholder matches one byte or more, as few as possible; {@code *} matches anything and is not kept.
 */
public final class Pattern {
    private static final java.util.regex.Pattern PLACEHOLDER = java.util.regex.Pattern.compile("\\{([A-Za-z]+)}|\\*");

    private final String text;
    private final List<String> literals = new ArrayList<>();
    private final List<String> placeholders = new ArrayList<>();
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
            values.put(placeholders.get(i), Bytes.wrap(matcher.group(i + 1).getBytes(StandardCharsets.ISO_8859_1)));
        }
        return Optional.of(values);
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

    public List<String> placeholders() {
        return List.copyOf(placeholders);
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
    public String toString() {
        return text;
    }
}
