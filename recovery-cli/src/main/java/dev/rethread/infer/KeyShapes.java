package dev.rethread.infer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Sorts keys into shapes as they stream by: segments end at {@code :}, {@code .} and {@code /}; digits become an id,
 * and segments of which there are too many to be anything but data become a name.
 *
 * <p>The first segment keeps far more literals than later ones: that is where applications put the words that tell
 * their keys apart. Not safe for use by several threads.
 */
public final class KeyShapes {
    private static final int FIRST_SEGMENTS = 4096;
    private static final int DEEPEST = 16;

    private final ShapeNode root = new ShapeNode(FIRST_SEGMENTS);

    /** Counts a key. */
    public void add(byte[] key) {
        String name = new String(key, StandardCharsets.ISO_8859_1);
        ShapeNode node = root;
        int start = 0;
        for (int depth = 1; start < name.length(); depth++) {
            int end = depth < DEEPEST ? segmentEnd(name, start) : name.length();
            node = node.pass(name.substring(start, end));
            start = end;
        }
        node.arrive();
    }

    /** The shapes so far, the most frequent first, equal ones by pattern. Ends the counting. */
    public List<KeyShape> shapes() {
        List<KeyShape> shapes = new ArrayList<>();
        root.settle(true);
        root.collect("", shapes);
        shapes.sort(Comparator.comparingLong(KeyShape::keys).reversed().thenComparing(KeyShape::pattern));
        return shapes;
    }

    /** A run of separators is a segment of its own, and so is what stands between two runs. */
    private static int segmentEnd(String name, int start) {
        boolean separator = isSeparator(name.charAt(start));
        int end = start + 1;
        while (end < name.length() && isSeparator(name.charAt(end)) == separator) {
            end++;
        }
        return end;
    }

    private static boolean isSeparator(char c) {
        return c == ':' || c == '.' || c == '/';
    }
}
