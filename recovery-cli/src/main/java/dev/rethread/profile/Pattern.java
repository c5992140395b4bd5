package dev.rethread.profile;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.rethread.item.Template;
import dev.rethread.keyspace.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A key, field or member with placeholders: {@code thread:{thread}:likes}. It recognises such bytes and takes the
 * placeholders' values out, or makes them from values.
 *
 * <p>A placeholder matches one byte or more and names the domain of the ids in its place; where two of one domain stand
 * side by side, {@code {alias:domain}} tells them apart. {@code *} matches anything, nothing too, and is not kept. Each
 * matches as few bytes as possible, the first before the second. Bytes are compared as they are: a name that fits is
 * found without a regular expression, and one that does not costs no memory. Immutable.
 */
public final class Pattern {
    private static final java.util.regex.Pattern WILDCARD =
            java.util.regex.Pattern.compile("\\{([A-Za-z][A-Za-z0-9_.]*)(?::([A-Za-z]+))?}|\\*");
    private static final String ANYTHING = "";

    /** How far a wildcard's bytes could be found. */
    private enum Fit {
        FOUND,
        /** Not from here; from a later place perhaps. */
        NOT_HERE,
        /** Nor from any later place. */
        NEVER
    }

    private final String text;
    private final byte[][] literals;
    private final List<String> wildcards;
    private final Map<String, String> domains;
    private final boolean[] digits;
    private final int specificity;
    private final int shortest;

    @JsonCreator
    public Pattern(String text) {
        this.text = text;
        List<byte[]> between = new ArrayList<>();
        List<String> names = new ArrayList<>();
        Map<String, String> typed = new HashMap<>();
        Matcher matcher = WILDCARD.matcher(text);
        int from = 0;
        while (matcher.find()) {
            String name = matcher.group(1);
            between.add(Bytes.of(text.substring(from, matcher.start())).unsafeArray());
            names.add(name == null ? ANYTHING : name);
            if (name != null) {
                typed.put(name, matcher.group(2) == null ? name : matcher.group(2));
            }
            from = matcher.end();
        }
        between.add(Bytes.of(text.substring(from)).unsafeArray());
        literals = between.toArray(new byte[0][]);
        wildcards = List.copyOf(names);
        domains = Map.copyOf(typed);
        digits = new boolean[names.size()];
        specificity = between.stream().mapToInt(literal -> literal.length).sum();
        shortest = specificity
                + (int) names.stream().filter(name -> !name.isEmpty()).count();
    }

    /** A number in a profile is the text of its digits. */
    @JsonCreator
    static Pattern of(long number) {
        return new Pattern(Long.toString(number));
    }

    private Pattern(Pattern same, boolean[] digits) {
        this.text = same.text;
        this.literals = same.literals;
        this.wildcards = same.wildcards;
        this.domains = same.domains;
        this.specificity = same.specificity;
        this.shortest = same.shortest;
        this.digits = digits;
    }

    /** This pattern, its placeholders of {@code counted} domains matching digits only. */
    public Pattern typed(Predicate<String> counted) {
        boolean[] only = new boolean[wildcards.size()];
        for (int i = 0; i < only.length; i++) {
            String name = wildcards.get(i);
            only[i] = !name.isEmpty() && counted.test(domainOf(name));
        }
        return new Pattern(this, only);
    }

    /** Whether {@code bytes} have this form. */
    public boolean fits(Bytes bytes) {
        return fits(bytes.unsafeArray(), null);
    }

    /** The placeholders' values where {@code bytes} has this form. */
    public Optional<Map<String, Bytes>> match(Bytes bytes) {
        if (!fits(bytes)) {
            return Optional.empty();
        }
        int[] ends = ends(bytes);
        Map<String, Bytes> values = new LinkedHashMap<>();
        for (int i = 0; i < ends.length; i++) {
            if (!wildcards.get(i).isEmpty()) {
                values.put(wildcards.get(i), bytes.slice(start(i, ends), ends[i]));
            }
        }
        return Optional.of(values);
    }

    /** What stands in the place of each {@code *}, where {@code bytes} has this form. */
    public List<Bytes> anything(Bytes bytes) {
        if (!wildcards.contains(ANYTHING) || !fits(bytes)) {
            return List.of();
        }
        int[] ends = ends(bytes);
        return IntStream.range(0, ends.length)
                .filter(i -> wildcards.get(i).equals(ANYTHING))
                .mapToObj(i -> bytes.slice(start(i, ends), ends[i]))
                .toList();
    }

    /** {@code bytes}, which have this form, with other words in the place of each {@code *}. */
    public Bytes reworded(Bytes bytes, UnaryOperator<Bytes> words) {
        int[] ends = ends(bytes);
        List<Template.Part> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < ends.length; i++) {
            if (wildcards.get(i).equals(ANYTHING)) {
                literal(bytes.slice(from, start(i, ends)), parts);
                literal(words.apply(bytes.slice(start(i, ends), ends[i])), parts);
                from = ends[i];
            }
        }
        literal(bytes.slice(from, bytes.length()), parts);
        return new Template(parts).lost();
    }

    /** {@code bytes}, which have this form, with a template in the place of each placeholder; the rest as it is. */
    public Template rewrite(Bytes bytes, Function<String, Template> values) {
        int[] ends = ends(bytes);
        List<Template.Part> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < ends.length; i++) {
            if (!wildcards.get(i).isEmpty()) {
                literal(bytes.slice(from, start(i, ends)), parts);
                parts.addAll(values.apply(wildcards.get(i)).parts());
                from = ends[i];
            }
        }
        literal(bytes.slice(from, bytes.length()), parts);
        return new Template(parts);
    }

    /** These bytes with each placeholder's template in its place. */
    public Template fill(Function<String, Template> values) {
        List<Template.Part> parts = new ArrayList<>();
        for (int i = 0; i < literals.length; i++) {
            literal(Bytes.wrap(literals[i]), parts);
            if (i < wildcards.size()) {
                parts.addAll(values.apply(wildcards.get(i)).parts());
            }
        }
        return new Template(parts);
    }

    private static void literal(Bytes bytes, List<Template.Part> parts) {
        if (!bytes.isEmpty()) {
            parts.add(new Template.Part.Literal(bytes));
        }
    }

    /** These bytes with each placeholder's bytes in its place. */
    public Bytes fillBytes(Function<String, Bytes> values) {
        return fill(name -> Template.literal(values.apply(name))).lost();
    }

    /** The names of the placeholders, in their order; {@code *} has none. */
    public List<String> placeholders() {
        return wildcards.stream().filter(name -> !name.isEmpty()).toList();
    }

    /** The domain that a placeholder's ids are of: its own name, or that after the colon. */
    public String domainOf(String placeholder) {
        return domains.getOrDefault(placeholder, placeholder);
    }

    /** More literal text is more specific: such patterns are tried first. */
    int specificity() {
        return specificity;
    }

    /** What every name of this form begins with. */
    Bytes prefix() {
        return Bytes.wrap(literals[0]);
    }

    /** Where each wildcard's bytes end. */
    private int[] ends(Bytes bytes) {
        int[] ends = new int[wildcards.size()];
        if (!fits(bytes.unsafeArray(), ends)) {
            throw new IllegalArgumentException("not of the form " + text);
        }
        return ends;
    }

    private int start(int wildcard, int[] ends) {
        return (wildcard == 0 ? 0 : ends[wildcard - 1]) + literals[wildcard].length;
    }

    /** The end is looked at first: most patterns of one beginning differ there. */
    private boolean fits(byte[] bytes, int @Nullable [] ends) {
        byte[] first = literals[0];
        byte[] last = literals[literals.length - 1];
        int end = bytes.length - last.length;
        if (bytes.length < shortest || !stands(last, bytes, end) || !stands(first, bytes, 0)) {
            return false;
        }
        return wildcards.isEmpty() ? bytes.length == first.length : fit(bytes, 0, first.length, end, ends) == Fit.FOUND;
    }

    /**
     * Finds the bytes of the wildcards from the {@code i}th on. Where one that takes anything has tried every place in
     * vain, no earlier one can help it by ending later, so the search is over: the time grows with the name's length, not
     * with its power.
     */
    private Fit fit(byte[] bytes, int i, int from, int end, int @Nullable [] ends) {
        int limit = digits[i] ? digitsEnd(bytes, from, end) : end;
        byte[] next = literals[i + 1];
        boolean last = i == digits.length - 1;
        int least = wildcards.get(i).isEmpty() ? from : from + 1;
        for (int to = last ? Math.max(least, end) : least; to <= limit; to++) {
            Fit rest = last ? Fit.FOUND : Fit.NOT_HERE;
            if (!last && to + next.length <= end && stands(next, bytes, to)) {
                rest = fit(bytes, i + 1, to + next.length, end, ends);
            }
            if (rest == Fit.FOUND && ends != null) {
                ends[i] = to;
            }
            if (rest != Fit.NOT_HERE) {
                return rest;
            }
        }
        return digits[i] ? Fit.NOT_HERE : Fit.NEVER;
    }

    private static int digitsEnd(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }

    private static boolean stands(byte[] literal, byte[] bytes, int at) {
        return Arrays.equals(literal, 0, literal.length, bytes, at, at + literal.length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
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
