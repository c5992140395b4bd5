package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Key;
import java.util.List;

/** Commands on hashes. */
final class HashCommands {
    static final List<CommandRule> RULES = List.of(
            CommandRule.of("HSET", -4, HashCommands::set),
            CommandRule.of("HMSET", -4, HashCommands::set),
            CommandRule.of("HSETNX", 4, HashCommands::setIfAbsent),
            CommandRule.of("HDEL", -3, HashCommands::remove),
            CommandRule.of("HINCRBY", 4, HashCommands::increment),
            CommandRule.of("HINCRBYFLOAT", 4, HashCommands::incrementFloat),
            CommandRule.of("HEXPIRE", -6, call -> expire(call, 1000, true)),
            CommandRule.of("HPEXPIRE", -6, call -> expire(call, 1, true)),
            CommandRule.of("HEXPIREAT", -6, call -> expire(call, 1000, false)),
            CommandRule.of("HPEXPIREAT", -6, call -> expire(call, 1, false)),
            CommandRule.of("HSETEX", -6, HashCommands::setWithDeadline),
            CommandRule.of("HPERSIST", -5, HashCommands::persist),
            CommandRule.of("HGETDEL", -5, HashCommands::getAndRemove));

    private HashCommands() {}

    private static WorkingHash hash(Call call) {
        return call.obtain(call.key(1), WorkingHash.class, WorkingHash::new);
    }

    private static void set(Call call) {
        if (call.count() % 2 != 0) {
            throw new RefusedException("wrong number of arguments");
        }
        WorkingHash hash = hash(call);
        if (hash.isEmpty()) {
            hash.expect((call.count() - 2) / 2, call.length(2));
        }
        for (int i = 2; i < call.count(); i += 2) {
            hash.set(call.argument(i), call.argument(i + 1));
        }
        call.changed(call.key(1));
    }

    private static void setIfAbsent(Call call) {
        WorkingHash hash = hash(call);
        if (hash.get(call.argument(2)) == null) {
            hash.set(call.argument(2), call.argument(3));
            call.changed(call.key(1));
        }
    }

    private static void remove(Call call) {
        remove(call, 2);
    }

    private static void getAndRemove(Call call) {
        remove(call, fields(call, 2, 1));
    }

    private static void remove(Call call, int first) {
        Key key = call.key(1);
        WorkingHash hash = call.find(key, WorkingHash.class);
        boolean removed = false;
        for (int i = first; hash != null && i < call.count(); i++) {
            removed |= hash.remove(call.argument(i));
        }
        if (removed) {
            call.changed(key);
        }
    }

    private static void increment(Call call) {
        long amount = call.integer(3);
        WorkingHash present = call.find(call.key(1), WorkingHash.class);
        Bytes before = present == null ? null : present.get(call.argument(2));
        long sum = StringCommands.sum(before == null ? 0 : Call.integer(before), amount);
        hash(call).change(call.argument(2), Bytes.of(sum));
        call.changed(call.key(1));
    }

    private static void incrementFloat(Call call) {
        WorkingHash present = call.find(call.key(1), WorkingHash.class);
        Bytes before = present == null ? null : present.get(call.argument(2));
        Bytes sum = StringCommands.sum(before == null ? Bytes.of(0) : before, call.argument(3));
        hash(call).change(call.argument(2), sum);
        call.changed(call.key(1));
    }

    /** {@code HPEXPIREAT key ms [NX|XX|GT|LT] FIELDS n field ...}, as servers log every deadline of a field. */
    private static void expire(Call call, long unit, boolean relative) {
        long time = Deadlines.scale(call.integer(2), unit);
        int at = 3;
        while (call.word(at).matches("NX|XX|GT|LT")) {
            at++;
        }
        List<String> conditions = call.words(3).subList(0, at - 3);
        int first = fields(call, at, 1);
        WorkingHash hash = call.find(call.key(1), WorkingHash.class);
        if (hash == null) {
            return;
        }
        long deadline = relative ? call.fromNow(call.key(1), time) : time;
        for (int i = first; deadline != Call.UNKNOWN && i < call.count(); i++) {
            Bytes field = call.argument(i);
            if (hash.get(field) != null && Deadlines.allow(conditions, hash.expiry(field), deadline)) {
                hash.expire(field, deadline);
                call.changed(call.key(1));
            }
        }
    }

    /**
     * {@code HSETEX key [FNX|FXX] [EX s|PX ms|EXAT s|PXAT ms|KEEPTTL] FIELDS n field value ...}, the form in which Redis
     * 8.6 logs HINCRBYFLOAT too. Where a condition does not hold, nothing is logged.
     */
    private static void setWithDeadline(Call call) {
        int at = 2;
        while (call.word(at).matches("FNX|FXX|NX|XX")) {
            at++;
        }
        SetOptions options = SetOptions.parse(call, at, "FIELDS");
        int first = fields(call, options.end(), 2);
        WorkingHash hash = hash(call);
        for (int i = first; i < call.count(); i += 2) {
            if (options.keepExpiry()) {
                hash.change(call.argument(i), call.argument(i + 1));
            } else {
                hash.set(call.argument(i), call.argument(i + 1));
            }
            if (options.hasDeadline() && options.deadline(call, call.key(1)) != Call.UNKNOWN) {
                hash.expire(call.argument(i), options.deadline(call, call.key(1)));
            }
        }
        call.changed(call.key(1));
    }

    private static void persist(Call call) {
        WorkingHash hash = call.find(call.key(1), WorkingHash.class);
        int first = fields(call, 2, 1);
        for (int i = first; hash != null && i < call.count(); i++) {
            if (hash.expiry(call.argument(i)) != null) {
                hash.persist(call.argument(i));
                call.changed(call.key(1));
            }
        }
    }

    /** Where the fields begin behind {@code FIELDS n}, each with so many arguments. */
    private static int fields(Call call, int at, int each) {
        long count = call.integer(at + 1);
        if (!call.word(at).equals("FIELDS")
                || count < 1
                || count > call.count()
                || each * count != call.count() - at - 2) {
            throw new RefusedException("syntax");
        }
        return at + 2;
    }
}
