package dev.rethread.fit;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Type;
import dev.rethread.report.Names;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Unclaimed keys by the form of their names: numbers become {@code #}, tokens are cut. */
final class Shapes {
    private static final int MOST = 1000;
    private static final Form OTHERS = new Form("(other forms)", "-");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    static final Names NAMES = new Names(false);

    private final Map<Form, long[]> counts = new HashMap<>();

    private record Form(String name, String type) {}

    /** A name as it may be shown, its numbers as {@code #}. */
    static String masked(Bytes name) {
        return NUMBER.matcher(NAMES.show(name).replaceAll("\\([0-9]+ bytes\\)$", ""))
                .replaceAll("#");
    }

    void add(Bytes name, Type type, long bytes) {
        Form form = new Form(masked(name), type.word());
        long[] count = counts.containsKey(form) || counts.size() < MOST
                ? counts.computeIfAbsent(form, f -> new long[2])
                : counts.computeIfAbsent(OTHERS, f -> new long[2]);
        count[0]++;
        count[1] += bytes;
    }

    List<Fit.Shape> largest() {
        return counts.entrySet().stream()
                .map(e -> new Fit.Shape(e.getKey().name(), e.getKey().type(), e.getValue()[0], e.getValue()[1]))
                .sorted(Comparator.comparingLong(Fit.Shape::keys)
                        .reversed()
                        .thenComparing(Fit.Shape::form)
                        .thenComparing(Fit.Shape::type))
                .toList();
    }
}
