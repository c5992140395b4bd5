package dev.rethread.infer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Sorts keys into shapes as they stream by: digits become an id, and segments of which there are too many to be anything
 * but data become a name. Segments end at {@code :}; before the first of these also at {@code .} and {@code /}, which
 * later are part of names, but for numbers with a point between them.
 *
 * <p>The first segment keeps far more literals than later ones: that is where applications put the words that tell
 * their keys apart. Memory is bounded whatever the keys are. Not safe for use by several threads.
 */
public final class KeyShapes {
    private static final int FIRST_SEGMENTS = 4096;
    private static final int DEEPEST = 16;
    private static final int NODES = 1 << 15;

    private final ShapeNode.Budget budget = new ShapeNode.Budget(NODES);
    private final ShapeNode root = new ShapeNode(FIRST_SEGMENTS, budget);

    /** Counts a key. */
    public void add(byte[] key) {
        ShapeNode node = root;
        for (String segment : segments(key)) {
            node = node.pass(segment);
        }
        node.arrive();
    }

    /** The shapes so far, the most frequent first, equal ones by pattern. Ends the counting. */
    public List<KeyShape> shapes() {
        List<ShapeNode.Placed> shapes = new ArrayList<>();
        root.settle(true);
        root.collect(List.of(), shapes);
        shapes.sort(Comparator.comparingLong(
                        (ShapeNode.Placed placed) -> placed.shape().keys())
                .reversed()
                .thenComparing(placed -> placed.shape().pattern()));
        for (int i = 0; i < shapes.size(); i++) {
            shapes.get(i).node().number(i);
        }
        return shapes.stream().map(ShapeNode.Placed::shape).toList();
    }

    /**
     * Which of {@link #shapes} a key has, after these were asked for.
     *
     * @param variables gets what stands in the place of the segments that are not literal
     * @return its position; -1 for a key that was not counted
     */
    int find(byte[] key, List<byte[]> variables) {
        ShapeNode node = root;
        for (String segment : segments(key)) {
            ShapeNode next = node.known(segment);
            if (next == null) {
                return -1;
            }
            if (!node.literal(next)) {
                variables.add(segment.getBytes(StandardCharsets.ISO_8859_1));
            }
            node = next;
        }
        return node.number();
    }

    /** A run of separators is a segment of its own, and so is what stands between two runs. */
    private static List<String> segments(byte[] key) {
        String name = new String(key, StandardCharsets.ISO_8859_1);
        int colon = name.indexOf(':');
        List<String> segments = new ArrayList<>();
        int start = 0;
        while (start < name.length()) {
            boolean first = colon < 0 || start < colon;
            int end = segments.size() < DEEPEST ? segmentEnd(name, start, first) : name.length();
            add(name.substring(start, end), segments);
            start = end;
        }
        return segments;
    }

    private static int segmentEnd(String name, int start, boolean first) {
        boolean separator = isSeparator(name.charAt(start), first);
        int end = start + 1;
        while (end < name.length() && isSeparator(name.charAt(end), first) == separator) {
            end++;
        }
        return end;
    }

    /** Two numbers with a point between them are two; more, as in an address, are one name. */
    private static void add(String segment, List<String> segments) {
        int point = segment.indexOf('.');
        if (point > 0 && digits(segment.substring(0, point)) && digits(segment.substring(point + 1))) {
            segments.add(segment.substring(0, point));
            segments.add(".");
            segments.add(segment.substring(point + 1));
        } else {
            segments.add(segment);
        }
    }

    static boolean digits(String segment) {
        boolean digits = !segment.isEmpty();
        for (int i = 0; digits && i < segment.length(); i++) {
            digits = segment.charAt(i) >= '0' && segment.charAt(i) <= '9';
        }
        return digits;
    }

    private static boolean isSeparator(char c, boolean first) {
        return c == ':' || (first && (c == '.' || c == '/'));
    }
}
