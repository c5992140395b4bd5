package dev.rethread.infer;

/** Some of all. */
record Share(long some, long all) {
    /** From 0 to 1; 0 where there is nothing. */
    double part() {
        return all == 0 ? 0 : (double) some / all;
    }

    /** As {@link #part}, less where there are few: one of one is no proof. */
    double confidence() {
        return (double) some / (all + 1);
    }

    boolean atLeast(double part) {
        return all > 0 && part() >= part;
    }

    @Override
    public String toString() {
        return some + " of " + all;
    }
}
