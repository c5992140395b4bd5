package dev.rethread.aof;

import org.jspecify.annotations.Nullable;

/**
 * The options of ZADD.
 *
 * @param firstScore index of the first score
 */
record AddOptions(
        boolean onlyIfAbsent,
        boolean onlyIfPresent,
        boolean onlyIfGreater,
        boolean onlyIfLess,
        boolean increment,
        int firstScore) {
    /** What ZINCRBY does. */
    static final AddOptions INCREMENT = new AddOptions(false, false, false, false, true, 2);

    static AddOptions parse(Call call) {
        boolean nx = false;
        boolean xx = false;
        boolean gt = false;
        boolean lt = false;
        boolean incr = false;
        int at = 2;
        for (boolean more = true; more && at < call.count(); ) {
            switch (call.option(at)) {
                case "NX" -> nx = true;
                case "XX" -> xx = true;
                case "GT" -> gt = true;
                case "LT" -> lt = true;
                case "INCR" -> incr = true;
                case "CH" -> {}
                default -> more = false;
            }
            at += more ? 1 : 0;
        }
        AddOptions options = new AddOptions(nx, xx, gt, lt, incr, at);
        options.check(call.count() - at);
        return options;
    }

    private void check(int left) {
        boolean contradiction = (onlyIfAbsent && (onlyIfPresent || onlyIfGreater || onlyIfLess))
                || (onlyIfGreater && onlyIfLess)
                || (increment && left != 2);
        if (left == 0 || left % 2 != 0 || contradiction) {
            throw new RefusedException("syntax");
        }
    }

    /** Whether the member's score may become {@code wanted}; {@code before} is null where it is new. */
    boolean allows(@Nullable Double before, double wanted) {
        if (before == null) {
            return !onlyIfPresent;
        }
        return !onlyIfAbsent
                && before != wanted
                && !(onlyIfGreater && wanted <= before)
                && !(onlyIfLess && wanted >= before);
    }
}
