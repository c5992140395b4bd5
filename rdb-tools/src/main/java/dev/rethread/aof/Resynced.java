package dev.rethread.aof;

import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Value;
import dev.rethread.keyspace.Value.HashValue;
import dev.rethread.keyspace.Value.ListValue;
import dev.rethread.keyspace.Value.SetValue;
import dev.rethread.keyspace.Value.SortedSetValue;
import dev.rethread.keyspace.Value.StringValue;
import java.util.Optional;

/**
 * Tells a rewrite from a resync. A rewrite writes what is there: its base is the keyspace with which the files before it
 * end. A replica that has taken a master's data begins a new base too, but of other content; nothing else in its files
 * tells of it.
 *
 * <p>Keys with a deadline may have expired in between and are left out of account.
 */
final class Resynced {
    private Resynced() {}

    /** What a base lacks of the keyspace before it; empty where it follows from it. */
    static Optional<String> between(Databases before, Databases base) {
        long missing = 0;
        long changed = 0;
        for (Key key : before.keys()) {
            Slot old = before.find(key);
            Slot now = base.find(key);
            if (old == null || old.expireAt != Entry.NEVER) {
                continue;
            }
            if (now == null) {
                missing++;
            } else if (differ(old.value.freeze(), now.value.freeze())) {
                changed++;
            }
        }
        if (missing + changed == 0) {
            return Optional.empty();
        }
        return Optional.of("of " + before.size() + " keys that the files before it end with, " + missing
                + " are missing in this base and " + changed + " have another value: a resync, no rewrite");
    }

    /** Streams and what modules keep are written in more than one way, so that only the kind is compared. */
    private static boolean differ(Value old, Value now) {
        if (old instanceof HashValue hash && !hash.fieldExpiries().isEmpty()) {
            return false;
        }
        boolean comparable = old instanceof StringValue
                || old instanceof ListValue
                || old instanceof SetValue
                || old instanceof SortedSetValue
                || old instanceof HashValue;
        return comparable ? !old.equals(now) : !old.type().equals(now.type());
    }
}
