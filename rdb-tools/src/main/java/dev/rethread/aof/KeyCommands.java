package dev.rethread.aof;

import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Value;
import dev.rethread.rdb.RdbPayload;
import java.util.List;

/** Commands on keys of any type. */
final class KeyCommands {
    private static final long MILLIS = 1000;
    private static final int MOST_DATABASES = Integer.MAX_VALUE;

    static final List<CommandRule> RULES = List.of(
            new CommandRule("DEL", -2, 1, -1, 1, KeyCommands::delete),
            new CommandRule("UNLINK", -2, 1, -1, 1, KeyCommands::delete),
            CommandRule.of("EXPIRE", -3, call -> expire(call, MILLIS, true)),
            CommandRule.of("PEXPIRE", -3, call -> expire(call, 1, true)),
            CommandRule.of("EXPIREAT", -3, call -> expire(call, MILLIS, false)),
            CommandRule.of("PEXPIREAT", -3, call -> expire(call, 1, false)),
            CommandRule.of("PERSIST", 2, KeyCommands::persist),
            CommandRule.ofTwo("RENAME", 3, KeyCommands::rename),
            CommandRule.ofTwo("RENAMENX", 3, KeyCommands::renameIfAbsent),
            CommandRule.ofTwo("COPY", -3, KeyCommands::copy),
            CommandRule.of("SORT", -2, SortCommand::run),
            CommandRule.of("RESTORE", -4, KeyCommands::restore),
            CommandRule.of("RESTORE-ASKING", -4, KeyCommands::restore),
            CommandRule.of("MOVE", 3, KeyCommands::moveToDatabase),
            new CommandRule("SWAPDB", 3, 0, 0, 0, KeyCommands::swap));

    private KeyCommands() {}

    private static void delete(Call call) {
        for (int i = 1; i < call.count(); i++) {
            call.delete(call.key(i));
        }
    }

    private static void expire(Call call, long unit, boolean relative) {
        Key key = call.key(1);
        long time = Deadlines.scale(call.integer(2), unit);
        List<String> conditions = call.words(3);
        if (!call.exists(key)) {
            return;
        }
        long at = relative ? call.fromNow(key, time) : time;
        Long before = call.expiry(key) == Entry.NEVER ? null : call.expiry(key);
        if (at != Call.UNKNOWN && Deadlines.allow(conditions, before, at)) {
            call.setExpiry(key, Math.max(0, at));
        }
    }

    private static void persist(Call call) {
        if (call.expiry(call.key(1)) != Entry.NEVER) {
            call.setExpiry(call.key(1), Entry.NEVER);
        }
    }

    private static void rename(Call call) {
        if (!call.exists(call.key(1))) {
            throw new RefusedException("no such key");
        }
        call.move(call.key(1), call.key(2));
    }

    private static void renameIfAbsent(Call call) {
        if (!call.exists(call.key(1))) {
            throw new RefusedException("no such key");
        }
        if (!call.exists(call.key(2))) {
            call.move(call.key(1), call.key(2));
        }
    }

    /** {@code COPY from to [DB n] [REPLACE]}. */
    private static void copy(Call call) {
        int database = call.database;
        boolean replace = false;
        for (int at = 3; at < call.count(); at++) {
            switch (call.word(at)) {
                case "REPLACE" -> replace = true;
                case "DB" -> database = database(call, ++at);
                default -> throw new RefusedException("syntax");
            }
        }
        Key from = call.key(1);
        Key to = new Key(database, call.argument(2));
        if (from.equals(to)) {
            throw new RefusedException("source and destination are the same");
        }
        Slot slot = call.databases.find(from);
        if (slot == null || (call.exists(to) && !replace)) {
            return;
        }
        call.put(to, Working.thaw(slot.value.freeze()));
        call.setExpiry(to, slot.expireAt);
        if (call.databases.isDoubtful(from)) {
            call.databases.doubt(to);
        }
    }

    /** {@code RESTORE key ttl payload [REPLACE] [ABSTTL] [IDLETIME s] [FREQ n]}. */
    private static void restore(Call call) {
        boolean replace = false;
        boolean absolute = false;
        for (int at = 4; at < call.count(); at++) {
            switch (call.word(at)) {
                case "REPLACE" -> replace = true;
                case "ABSTTL" -> absolute = true;
                case "IDLETIME", "FREQ" -> at++;
                default -> throw new RefusedException("syntax");
            }
        }
        Key key = call.key(1);
        long time = call.integer(2);
        if (time < 0 || (!replace && call.exists(key))) {
            throw new RefusedException("the key exists, or its time is negative");
        }
        Value value = RdbPayload.decode(call.argument(3))
                .orElseThrow(() -> new RefusedException("the payload cannot be read"));
        call.put(key, Working.thaw(value));
        if (time > 0) {
            call.setExpiry(key, absolute ? time : call.fromNow(key, time));
        }
    }

    private static void moveToDatabase(Call call) {
        int database = database(call, 2);
        Key from = call.key(1);
        Key to = new Key(database, from.name());
        if (database == call.database) {
            throw new RefusedException("source and destination are the same");
        }
        if (call.exists(from) && !call.exists(to)) {
            call.move(from, to);
        }
    }

    private static void swap(Call call) {
        int left = database(call, 1);
        int right = database(call, 2);
        if (left != right) {
            call.databases.swap(left, right);
        }
    }

    static int database(Call call, int index) {
        long number = call.integer(index);
        if (number < 0 || number > MOST_DATABASES) {
            throw new RefusedException("invalid DB index");
        }
        return (int) number;
    }
}
