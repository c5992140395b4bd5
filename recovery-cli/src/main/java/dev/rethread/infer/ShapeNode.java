package dev.rethread.infer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What can follow one beginning of a key: literals, digits, and the names that the literals were too many to tell. */
final class ShapeNode {
    private static final int LITERALS = 64;
    private static final int LONGEST_LITERAL = 40;
    private static final int ALIKE = 3;
    /** So few alike that come so often each are the application's words, not data. */
    private static final int FEW_WORDS = 8;

    private static final int OFTEN = 3;
    private static final int TOKEN = 16;
    private static final int TOKEN_DIGITS = 3;
    private static final int LONE_LEAVES = 16;
    private static final int LONE_LEAVES_BESIDE_NAMES = 3;

    /** How many nodes may still be made for literals. */
    static final class Budget {
        private int left;

        Budget(int nodes) {
            left = nodes;
        }

        private boolean take() {
            return left-- > 0;
        }
    }

    /** A shape and the node where its keys end. */
    record Placed(KeyShape shape, ShapeNode node) {}

    private final int limit;
    private final Budget budget;
    private final Map<String, ShapeNode> literals = new TreeMap<>();
    private @Nullable ShapeNode ids;
    private @Nullable ShapeNode names;
    private boolean full;
    private long passed;
    private long arrived;
    private int number = -1;

    ShapeNode(int limit, Budget budget) {
        this.limit = limit;
        this.budget = budget;
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

    void number(int number) {
        this.number = number;
    }

    /** The shape whose keys end here; -1 where none do. */
    int number() {
        return number;
    }

    /** The node behind a segment of a key that was counted; null for others. */
    @Nullable
    ShapeNode known(String segment) {
        ShapeNode literal = literals.get(segment);
        return literal != null ? literal : KeyShapes.digits(segment) && ids != null ? ids : names;
    }

    /** Whether {@code next} is behind a literal segment. */
    boolean literal(ShapeNode next) {
        return next != ids && next != names;
    }

    /**
     * Folds literals that only data can explain.
     *
     * @param words whether this is before the first colon: what points part there are the application's words
     */
    void settle(boolean words) {
        if (!words) {
            foldAlike();
            foldBesideNames();
        }
        children().forEach((segment, child) -> child.settle(words && segment.indexOf(':') < 0));
    }

    void collect(List<String> prefix, List<Placed> into) {
        if (arrived > 0) {
            into.add(new Placed(new KeyShape(prefix, arrived), this));
        }
        children().forEach((segment, child) -> {
            List<String> longer = new ArrayList<>(prefix);
            longer.add(segment);
            child.collect(longer, into);
        });
    }

    private ShapeNode next(String segment) {
        if (KeyShapes.digits(segment)) {
            return ids();
        }
        ShapeNode literal = literals.get(segment);
        if (literal != null) {
            return literal;
        }
        if (full || isData(segment) || !budget.take()) {
            return names();
        }
        if (literals.size() == limit) {
            full = true;
            foldRare();
            return names();
        }
        ShapeNode added = new ShapeNode(LITERALS, budget);
        literals.put(segment, added);
        return added;
    }

    /**
     * What no application calls anything: data at once, also where there is but one, since a pattern is printed. A token,
     * an address, several words, a letter beyond ASCII, and what a pattern would mistake for a placeholder.
     */
    private static boolean isData(String segment) {
        boolean token = segment.length() >= TOKEN
                && segment.chars().filter(Character::isDigit).count() >= TOKEN_DIGITS;
        return token || segment.length() > LONGEST_LITERAL || !segment.chars().allMatch(ShapeNode::isWordCharacter);
    }

    private static boolean isWordCharacter(int c) {
        return c > ' ' && c < 0x7f && "@*{}#\"'".indexOf(c) < 0;
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
        Map<Set<String>, List<String>> byContinuations = new HashMap<>();
        literals.forEach((segment, node) -> byContinuations
                .computeIfAbsent(node.continuations(), s -> new ArrayList<>())
                .add(segment));
        byContinuations.forEach((continuations, segments) -> {
            boolean leaves = continuations.equals(Set.of(""));
            boolean lone = segments.stream().allMatch(segment -> passed(segment) == 1);
            boolean words = segments.size() <= FEW_WORDS
                    && segments.stream().mapToLong(this::passed).sum()
                            >= (long) OFTEN * segments.size() * continuations.size();
            if (words) {
                return;
            }
            if (leaves ? lone && segments.size() >= LONE_LEAVES : segments.size() >= ALIKE) {
                fold(segments);
            }
        });
    }

    /** Where there are names, a literal that goes on as one of them does is a name; so are some that end, each once. */
    private void foldBesideNames() {
        if (names == null) {
            return;
        }
        Set<String> known = names.continuations();
        known.remove("");
        List<String> alike = new ArrayList<>();
        List<String> lone = new ArrayList<>();
        literals.forEach((segment, node) -> {
            Set<String> shared = new HashSet<>(node.continuations());
            boolean leaf = shared.equals(Set.of("")) && node.passed == 1;
            shared.retainAll(known);
            if (!shared.isEmpty()) {
                alike.add(segment);
            } else if (leaf) {
                lone.add(segment);
            }
        });
        fold(alike);
        if (names.arrived > 0 && lone.size() >= LONE_LEAVES_BESIDE_NAMES) {
            fold(lone);
        }
    }

    /** How keys go on from here, as patterns; an empty one where some end. */
    private Set<String> continuations() {
        Set<String> found = new TreeSet<>();
        if (arrived > 0) {
            found.add("");
        }
        children()
                .forEach((segment, child) ->
                        child.continuations().forEach(continuation -> found.add(segment + continuation)));
        return found;
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
        if (segment.equals(KeyShape.ID)) {
            return ids();
        }
        if (segment.equals(KeyShape.NAME)) {
            return names();
        }
        return next(segment);
    }

    private ShapeNode ids() {
        ShapeNode node = ids == null ? new ShapeNode(LITERALS, budget) : ids;
        ids = node;
        return node;
    }

    private ShapeNode names() {
        ShapeNode node = names == null ? new ShapeNode(LITERALS, budget) : names;
        names = node;
        return node;
    }

    private Map<String, ShapeNode> children() {
        Map<String, ShapeNode> children = new TreeMap<>(literals);
        if (ids != null) {
            children.put(KeyShape.ID, ids);
        }
        if (names != null) {
            children.put(KeyShape.NAME, names);
        }
        return children;
    }
}
