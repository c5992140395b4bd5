package dev.rethread.infer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What can follow one beginning of a key: literals, digits, and the names that the literals were too many to tell. */
final class ShapeNode {
    private static final int LITERALS = 64;
    private static final int ALIKE = 4;
    private static final int TOKEN = 16;
    private static final int TOKEN_DIGITS = 3;
    private static final int LONE_LEAVES = 16;

    private final int limit;
    private final Map<String, ShapeNode> literals = new TreeMap<>();
    private @Nullable ShapeNode ids;
    private @Nullable ShapeNode names;
    private boolean full;
    private long passed;
    private long arrived;

    ShapeNode(int limit) {
        this.limit = limit;
    }

    /** The node behind a segment. */
    ShapeNode pass(String segment) {
        ShapeNode next = next(segment);
        next.passed++;
        return next;
    }

    void arrive() {
        arrived++;
    }

    /** Folds literals that only data can explain; the first segment keeps its words. */
    void settle(boolean first) {
        if (!first) {
            foldAlike();
        }
        children().values().forEach(child -> child.settle(false));
    }

    void collect(String prefix, List<KeyShape> into) {
        if (arrived > 0) {
            into.add(new KeyShape(prefix, arrived));
        }
        children().forEach((segment, child) -> child.collect(prefix + segment, into));
    }

    private ShapeNode next(String segment) {
        if (segment.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return ids();
        }
        ShapeNode literal = literals.get(segment);
        if (literal != null) {
            return literal;
        }
        if (full || isPersonal(segment)) {
            return names();
        }
        if (literals.size() == limit) {
            full = true;
            foldRare();
            return names();
        }
        ShapeNode added = new ShapeNode(LITERALS);
        literals.put(segment, added);
        return added;
    }

    /** A token or an address: data at once, also where there is but one, since a pattern is printed. */
    private static boolean isPersonal(String segment) {
        boolean address = segment.indexOf('@') > 0;
        boolean token = segment.length() >= TOKEN
                && segment.indexOf(' ') < 0
                && segment.chars().filter(Character::isDigit).count() >= TOKEN_DIGITS;
        return address || token;
    }

    /** Segments no more frequent than the average are data; a word of the application stands out. */
    private void foldRare() {
        long all = literals.values().stream().mapToLong(node -> node.passed).sum();
        long average = (all + literals.size() - 1) / literals.size();
        fold(literals.keySet().stream()
                .filter(segment -> passed(segment) <= average)
                .toList());
    }

    private long passed(String segment) {
        ShapeNode node = literals.get(segment);
        return node == null ? 0 : node.passed;
    }

    /** Several names with the same set of continuations are one shape; so are many that end here, each once. */
    private void foldAlike() {
        Map<String, List<String>> bySuffixes = new HashMap<>();
        literals.forEach((segment, node) -> bySuffixes
                .computeIfAbsent(node.suffixes(), s -> new ArrayList<>())
                .add(segment));
        bySuffixes.forEach((suffixes, segments) -> {
            boolean leaves = suffixes.isEmpty();
            boolean lone = segments.stream().allMatch(segment -> passed(segment) == 1);
            if (leaves ? lone && segments.size() >= LONE_LEAVES : segments.size() >= ALIKE) {
                fold(segments);
            }
        });
    }

    /** What follows, as text; empty where keys end here and nothing follows. */
    private String suffixes() {
        StringBuilder text = new StringBuilder();
        children()
                .forEach((segment, child) -> text.append(segment)
                        .append('(')
                        .append(child.suffixes())
                        .append(')'));
        return text.toString();
    }

    private void fold(List<String> segments) {
        for (String segment : segments) {
            ShapeNode node = literals.remove(segment);
            if (node != null) {
                names().absorb(node);
            }
        }
    }

    private void absorb(ShapeNode other) {
        passed += other.passed;
        arrived += other.arrived;
        other.children().forEach((segment, child) -> childFor(segment).absorb(child));
    }

    private ShapeNode childFor(String segment) {
        if (segment.equals("{id}")) {
            return ids();
        }
        if (segment.equals("*")) {
            return names();
        }
        return next(segment);
    }

    private ShapeNode ids() {
        ShapeNode node = ids == null ? new ShapeNode(LITERALS) : ids;
        ids = node;
        return node;
    }

    private ShapeNode names() {
        ShapeNode node = names == null ? new ShapeNode(LITERALS) : names;
        names = node;
        return node;
    }

    private Map<String, ShapeNode> children() {
        Map<String, ShapeNode> children = new TreeMap<>(literals);
        if (ids != null) {
            children.put("{id}", ids);
        }
        if (names != null) {
            children.put("*", names);
        }
        return children;
    }
}
