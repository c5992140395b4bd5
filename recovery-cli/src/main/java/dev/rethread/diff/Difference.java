package dev.rethread.diff;

import java.util.List;

/**
 * One key that differs, without any value.
 *
 * @param database its number
 * @param key as {@link dev.rethread.report.Names} shows it
 * @param type the word Redis uses; both, {@code hash -> string}, where it changed
 * @param where which side has it
 * @param content how much the side that has it holds: {@code 5 fields}; empty where both have it
 * @param elements what differs inside; empty unless both have it
 */
public record Difference(
        int database, String key, String type, Where where, String content, List<ElementDifference> elements) {
    public Difference {
        elements = List.copyOf(elements);
    }

    /** Which side has the key. */
    public enum Where {
        ONLY_IN_A("-"),
        ONLY_IN_B("+"),
        /** Only B has it, but A is not whole and may have lost it. */
        NOT_FOUND_IN_A("?"),
        IN_BOTH("~");

        private final String sign;

        Where(String sign) {
            this.sign = sign;
        }

        /** As a reader of diffs knows it: what leads from A to B. */
        public String sign() {
            return sign;
        }
    }
}
