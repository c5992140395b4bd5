package dev.rethread.infer;

/**
 * A line of the proposed profile.
 *
 * @param rule as the grammar says it
 * @param confidence from 0 to 1
 * @param reason what in the keyspace says so; no value of it
 */
record Guess(String rule, double confidence, String reason) {
    Guess(String rule, Share share, String reason) {
        this(rule, share.confidence(), share + " " + reason);
    }

    Guess because(String more) {
        return new Guess(rule, confidence, reason + "; " + more);
    }

    /** {@code 0.98: 234 of 234 values are ids of user}. */
    String comment() {
        return String.format(java.util.Locale.ROOT, "%.2f: %s", confidence, reason);
    }
}
