package dev.rethread.delta;

import dev.rethread.keyspace.Bytes;
import java.math.BigInteger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counters merge by difference: what the gap added is added to what live counts now. */
public final class Counter {
    private static final int LONG_BITS = 63;

    private Counter() {}

    /**
     * {@code live + evidence - base}, an absent counter counting as 0, in Redis' own decimal form.
     *
     * @return empty, a refusal, where one of them is not an integer as INCR reads it or the result leaves 64 bits
     */
    public static Optional<Bytes> merge(@Nullable Bytes base, @Nullable Bytes evidence, @Nullable Bytes live) {
        if (!integer(base) || !integer(evidence) || !integer(live)) {
            return Optional.empty();
        }
        BigInteger sum = number(live).add(number(evidence)).subtract(number(base));
        return sum.bitLength() > LONG_BITS ? Optional.empty() : Optional.of(Bytes.of(sum.longValueExact()));
    }

    /** Redis takes no sign +, no spaces and no leading zeros. */
    private static boolean integer(@Nullable Bytes text) {
        if (text == null) {
            return true;
        }
        try {
            return Bytes.of(Long.parseLong(text.utf8())).equals(text);
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }

    private static BigInteger number(@Nullable Bytes text) {
        return text == null ? BigInteger.ZERO : new BigInteger(text.utf8());
    }
}
