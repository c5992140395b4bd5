package dev.rethread.diff;

import java.util.Map;

/**
 * How many keys there are of each kind. What an incomplete side lacks is not known to be missing: those keys are
 * counted apart, and no difference.
 *
 * @param inA keys that A has
 * @param inB keys that B has
 * @param onlyInA keys that B, being whole, is known not to have
 * @param onlyInB keys that A, being whole, is known not to have
 * @param notFoundInA keys of B that A, which is not whole, may have lost
 * @param notFoundInB keys of A that B, which is not whole, may have lost
 * @param changed keys of both that differ
 * @param equal keys of both that mean the same
 * @param expired keys on one side only whose deadline has passed: a server drops such a key when it loads a file
 * @param types type to how many differ
 */
public record Sides(
        long inA,
        long inB,
        long onlyInA,
        long onlyInB,
        long notFoundInA,
        long notFoundInB,
        long changed,
        long equal,
        long expired,
        Map<String, OfType> types) {

    /** The keys of one type that differ. */
    public record OfType(long onlyInA, long onlyInB, long changed) {
        static final OfType NONE = new OfType(0, 0, 0);

        OfType plus(Difference.Where where) {
            return switch (where) {
                case ONLY_IN_A -> new OfType(onlyInA + 1, onlyInB, changed);
                case ONLY_IN_B -> new OfType(onlyInA, onlyInB + 1, changed);
                case IN_BOTH -> new OfType(onlyInA, onlyInB, changed + 1);
                case NOT_FOUND_IN_A -> this;
            };
        }
    }

    /** Keys that are known to differ. */
    public long different() {
        return onlyInA + onlyInB + changed;
    }
}
