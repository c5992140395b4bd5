package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Commands on strings. */
final class StringCommands {
    /** Redis grows a string by up to 512 MiB of zeros at one word; a damaged number must not do the same here. */
    private static final long MOST_ZEROS = 64 << 20;

    private static final int LONGEST = Integer.MAX_VALUE - 8;
    private static final int FLOAT_DIGITS = 17;
    private static final long MILLIS = 1000;

    static final List<CommandRule> RULES = List.of(
            CommandRule.of("SET", -3, StringCommands::set),
            CommandRule.of("SETNX", 3, StringCommands::setIfAbsent),
            CommandRule.of("SETEX", 4, call -> setWithDeadline(call, MILLIS)),
            CommandRule.of("PSETEX", 4, call -> setWithDeadline(call, 1)),
            CommandRule.of("GETSET", 3, StringCommands::getAndSet),
            CommandRule.of("GETDEL", 2, StringCommands::getAndDelete),
            CommandRule.of("GETEX", -2, StringCommands::getAndExpire),
            CommandRule.of("APPEND", 3, StringCommands::append),
            CommandRule.of("SETRANGE", 4, StringCommands::setRange),
            CommandRule.of("SETBIT", 4, StringCommands::setBit),
            CommandRule.of("INCR", 2, call -> increment(call, 1)),
            CommandRule.of("DECR", 2, call -> increment(call, -1)),
            CommandRule.of("INCRBY", 3, call -> increment(call, call.integer(2))),
            CommandRule.of("DECRBY", 3, call -> increment(call, negated(call.integer(2)))),
            CommandRule.of("INCRBYFLOAT", 3, StringCommands::incrementFloat),
            new CommandRule("MSET", -3, 1, -1, 2, StringCommands::setMany),
            new CommandRule("MSETNX", -3, 1, -1, 2, StringCommands::setManyIfAbsent),
            new CommandRule("MSETEX", -4, 2, 2, 1, StringCommands::setManyWithDeadline));

    private StringCommands() {}

    private static void set(Call call) {
        Key key = call.key(1);
        SetOptions options = SetOptions.parse(call, 3);
        if (options.get()) {
            call.find(key, WorkingString.class);
        }
        boolean exists = call.exists(key);
        if (options.onlyIfAbsent() ? exists : options.onlyIfPresent() && !exists) {
            return;
        }
        set(call, key, call.argument(2), options);
    }

    private static void set(Call call, Key key, Bytes value, SetOptions options) {
        long kept = options.keepExpiry() ? call.expiry(key) : Entry.NEVER;
        call.put(key, new WorkingString(value));
        call.setExpiry(key, options.hasDeadline() ? options.deadline(call, key) : kept);
    }

    private static void setIfAbsent(Call call) {
        Key key = call.key(1);
        if (!call.exists(key)) {
            call.put(key, new WorkingString(call.argument(2)));
        }
    }

    private static void setWithDeadline(Call call, long unit) {
        long deadline = Deadlines.scale(call.integer(2), unit);
        if (deadline <= 0) {
            throw new RefusedException("invalid expire time");
        }
        Key key = call.key(1);
        call.put(key, new WorkingString(call.argument(3)));
        call.setExpiry(key, call.fromNow(key, deadline));
    }

    private static void getAndSet(Call call) {
        Key key = call.key(1);
        call.find(key, WorkingString.class);
        call.put(key, new WorkingString(call.argument(2)));
    }

    private static void getAndDelete(Call call) {
        if (call.find(call.key(1), WorkingString.class) != null) {
            call.delete(call.key(1));
        }
    }

    private static void getAndExpire(Call call) {
        Key key = call.key(1);
        SetOptions options = SetOptions.parse(call, 2);
        if (call.find(key, WorkingString.class) == null) {
            return;
        }
        if (options.persist()) {
            call.setExpiry(key, Entry.NEVER);
        } else if (options.hasDeadline()) {
            call.setExpiry(key, options.deadline(call, key));
        }
    }

    static WorkingString string(Call call) {
        return call.obtain(call.key(1), WorkingString.class, () -> new WorkingString(Bytes.EMPTY));
    }

    private static void append(Call call) {
        WorkingString present = call.find(call.key(1), WorkingString.class);
        requireReach(
                present,
                present == null ? 0 : present.length(),
                call.argument(2).length());
        string(call).append(call.argument(2));
        call.changed(call.key(1));
    }

    private static void setRange(Call call) {
        long offset = call.integer(2);
        Bytes piece = call.argument(3);
        WorkingString present = call.find(call.key(1), WorkingString.class);
        requireReach(present, offset, piece.length());
        if (!piece.isEmpty()) {
            string(call).overwrite((int) offset, piece);
            call.changed(call.key(1));
        }
    }

    private static void setBit(Call call) {
        long bit = call.integer(2);
        long on = call.integer(3);
        if (on != 0 && on != 1) {
            throw new RefusedException("bit is not 0 or 1");
        }
        requireReach(call.find(call.key(1), WorkingString.class), bit < 0 ? bit : bit >>> 3, 1);
        string(call).setBit(bit, on == 1);
        call.changed(call.key(1));
    }

    static void requireReach(@Nullable WorkingString present, long offset, int added) {
        long length = present == null ? 0 : present.length();
        if (offset < 0 || offset - length > MOST_ZEROS || offset > LONGEST - added) {
            throw new RefusedException("offset out of range");
        }
    }

    private static long negated(long amount) {
        if (amount == Long.MIN_VALUE) {
            throw new RefusedException("decrement would overflow");
        }
        return -amount;
    }

    private static void increment(Call call, long amount) {
        Key key = call.key(1);
        WorkingString present = call.find(key, WorkingString.class);
        long before = present == null ? 0 : Call.integer(present.bytes());
        call.putKeepingExpiry(key, new WorkingString(Bytes.of(sum(before, amount))));
    }

    static long sum(long before, long amount) {
        try {
            return Math.addExact(before, amount);
        } catch (ArithmeticException overflow) {
            throw new RefusedException("increment or decrement would overflow");
        }
    }

    private static void incrementFloat(Call call) {
        Key key = call.key(1);
        WorkingString present = call.find(key, WorkingString.class);
        Bytes before = present == null ? Bytes.of(0) : present.bytes();
        call.putKeepingExpiry(key, new WorkingString(sum(before, call.argument(2))));
    }

    /** Servers log the sum, not the addition, so this stands in for their 80-bit numbers only in odd files. */
    static Bytes sum(Bytes before, Bytes amount) {
        BigDecimal sum = decimal(before)
                .add(decimal(amount))
                .setScale(FLOAT_DIGITS, RoundingMode.HALF_EVEN)
                .stripTrailingZeros();
        return Bytes.of(sum.toPlainString());
    }

    private static BigDecimal decimal(Bytes text) {
        OptionalDouble number = Numbers.score(text);
        if (number.isEmpty()
                || Double.isInfinite(number.getAsDouble())
                || text.utf8().contains("x")) {
            throw new RefusedException("not a float");
        }
        return new BigDecimal(text.utf8());
    }

    private static void setMany(Call call) {
        requirePairs(call);
        for (int i = 1; i < call.count(); i += 2) {
            call.put(call.key(i), new WorkingString(call.argument(i + 1)));
        }
    }

    private static void setManyIfAbsent(Call call) {
        requirePairs(call);
        for (int i = 1; i < call.count(); i += 2) {
            if (call.exists(call.key(i))) {
                return;
            }
        }
        setMany(call);
    }

    /** {@code MSETEX n key value ... [NX|XX] [PXAT ms|KEEPTTL|...]}, Redis 8.4 and Valkey 9. */
    private static void setManyWithDeadline(Call call) {
        long pairs = call.integer(1);
        if (pairs < 1 || pairs > (call.count() - 2) / 2) {
            throw new RefusedException("syntax");
        }
        int end = (int) (2 + 2 * pairs);
        SetOptions options = SetOptions.parse(call, end);
        for (int i = 2; i < end; i += 2) {
            if (call.exists(call.key(i)) ? options.onlyIfAbsent() : options.onlyIfPresent()) {
                return;
            }
        }
        for (int i = 2; i < end; i += 2) {
            set(call, call.key(i), call.argument(i + 1), options);
        }
    }

    private static void requirePairs(Call call) {
        if (call.count() % 2 == 0) {
            throw new RefusedException("wrong number of arguments");
        }
    }
}
