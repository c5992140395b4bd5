package dev.rethread.aof;

import dev.rethread.keyspace.StreamId;
import dev.rethread.keyspace.StreamValue.Pending;
import org.jspecify.annotations.Nullable;

/**
 * The options of XCLAIM.
 *
 * @param time Unix milliseconds of the delivery
 * @param retries the count of deliveries, or -1
 */
record ClaimOptions(long time, long retries, boolean force, boolean justId, StreamId lastId) {
    static ClaimOptions parse(Call call, int from) {
        long time = -1;
        long retries = -1;
        boolean force = false;
        boolean justId = false;
        StreamId lastId = StreamId.ZERO;
        int at = from;
        while (at < call.count()) {
            switch (call.word(at)) {
                case "FORCE" -> force = true;
                case "JUSTID" -> justId = true;
                case "TIME" -> time = call.integer(++at);
                case "RETRYCOUNT" -> retries = call.integer(++at);
                case "LASTID" -> lastId = StreamIds.parse(call.argument(++at));
                default -> throw new RefusedException("syntax");
            }
            at++;
        }
        if (time < 0) {
            throw new RefusedException("the time of the delivery is not in the log");
        }
        return new ClaimOptions(time, retries, force, justId, lastId);
    }

    /** How often the entry was delivered, this time included. */
    long deliveries(@Nullable Pending before) {
        if (retries >= 0) {
            return retries;
        }
        return (before == null ? 0 : before.deliveries()) + (justId ? 0 : 1);
    }
}
