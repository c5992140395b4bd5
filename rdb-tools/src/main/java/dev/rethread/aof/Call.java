package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One command being replayed: its arguments, and the databases as the commands' code sees them. */
final class Call {
    /** Where the second of the command is not known; as a deadline the same as none. */
    static final long UNKNOWN = Entry.NEVER;

    final Databases databases;
    final int database;
    private final Frame command;
    private final String part;
    private final long millis;
    private final Effects effects;

    /** Receives what a command does beyond writing values. */
    interface Effects {
        /** A key is gone under which {@code slot} was. */
        void deleted(Key key, Slot slot);

        /** The command has written what can be known, but a server may have written it otherwise. */
        void inexact(Key key, String reason);

        /** A deadline counted from now, and nobody knows when now was. */
        void deadlineUnknown(Key key);
    }

    Call(Databases databases, int database, Frame command, String part, long millis, Effects effects) {
        this.databases = databases;
        this.database = database;
        this.command = command;
        this.part = part;
        this.millis = millis;
        this.effects = effects;
    }

    /** How many arguments there are, the name included. */
    int count() {
        return command.count();
    }

    /** How many bytes the arguments from {@code first} on have together. */
    int length(int first) {
        long length = 0;
        for (int i = first; i < count(); i++) {
            length += command.length(i);
        }
        return (int) Math.min(length, Integer.MAX_VALUE / 2);
    }

    List<Bytes> arguments() {
        return command.arguments();
    }

    Bytes argument(int index) {
        if (index >= count()) {
            throw new RefusedException("syntax: argument " + index + " is missing");
        }
        return command.argument(index);
    }

    /** The argument in upper case, for names and options. */
    String word(int index) {
        return word(argument(index));
    }

    /** As {@link #word}; empty where the argument does not begin with a letter, as a score rarely does. */
    String option(int index) {
        Bytes text = argument(index);
        return !text.isEmpty() && Character.isLetter(text.at(0)) ? word(text) : "";
    }

    static String word(Bytes bytes) {
        return new String(bytes.unsafeArray(), StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
    }

    /** All arguments from {@code index} on, in upper case. */
    List<String> words(int index) {
        return command.arguments().stream().skip(index).map(Call::word).toList();
    }

    long integer(int index) {
        return integer(argument(index));
    }

    static long integer(Bytes bytes) {
        OptionalLong number = Numbers.parse(bytes);
        if (number.isEmpty()) {
            throw new RefusedException("not an integer");
        }
        return number.getAsLong();
    }

    double score(int index) {
        OptionalDouble number = Numbers.score(argument(index));
        if (number.isEmpty()) {
            throw new RefusedException("not a float");
        }
        return number.getAsDouble();
    }

    /** The key named by an argument, in the selected database. */
    Key key(int index) {
        return new Key(database, argument(index));
    }

    boolean exists(Key key) {
        return databases.find(key) != null;
    }

    /**
     * The value to read or change, or null where there is none.
     *
     * @throws RefusedException where the key holds another type
     */
    <T extends Working> @Nullable T find(Key key, Class<T> type) {
        Working value = findAny(key);
        if (value == null) {
            return null;
        }
        if (!type.isInstance(value)) {
            throw new RefusedException("the key holds another type");
        }
        return type.cast(value);
    }

    /** The value of any type, or null where there is none. */
    @Nullable
    Working findAny(Key key) {
        Slot slot = databases.find(key);
        if (slot == null) {
            return null;
        }
        if (slot.value instanceof Untouched untouched) {
            slot.value = Working.thaw(untouched.value());
        }
        return slot.value;
    }

    /** As {@link #find}, but makes the value where there is none. */
    <T extends Working> T obtain(Key key, Class<T> type, Supplier<T> maker) {
        T found = find(key, type);
        if (found != null) {
            return found;
        }
        T made = maker.get();
        databases.add(key, slot(made));
        return made;
    }

    /** Must follow a change in place: the command becomes what wrote the key last, and an empty value goes. */
    void changed(Key key) {
        Slot slot = databases.find(key);
        if (slot != null && slot.value.isEmpty()) {
            delete(key);
        } else if (slot != null) {
            stamp(slot);
        }
    }

    /** Lays a new value over whatever is there, expiry included; an empty one only clears the way. */
    void put(Key key, Working value) {
        if (value.isEmpty()) {
            delete(key);
        } else {
            databases.put(key, slot(value));
        }
    }

    /** As {@link #put}, but the expiry stays. */
    void putKeepingExpiry(Key key, Working value) {
        long expireAt = expiry(key);
        put(key, value);
        setExpiry(key, expireAt);
    }

    /** Carries a slot to another key, expiry included. */
    void move(Key from, Key to) {
        boolean doubtful = databases.isDoubtful(from);
        Slot slot = databases.remove(from);
        if (slot != null) {
            databases.put(to, slot);
            stamp(slot);
        }
        if (doubtful) {
            databases.doubt(to);
        }
    }

    boolean delete(Key key) {
        Slot slot = databases.remove(key);
        if (slot != null) {
            effects.deleted(key, slot);
        }
        return slot != null;
    }

    /** Unix milliseconds, or {@link Entry#NEVER}. */
    long expiry(Key key) {
        Slot slot = databases.find(key);
        return slot == null ? Entry.NEVER : slot.expireAt;
    }

    void setExpiry(Key key, long at) {
        Slot slot = databases.find(key);
        if (slot != null) {
            databases.expire(slot, at);
            stamp(slot);
        }
    }

    /** The moment {@code offset} milliseconds after the command was executed, or {@link #UNKNOWN}. */
    long fromNow(Key key, long offset) {
        if (millis == UNKNOWN) {
            effects.deadlineUnknown(key);
            return UNKNOWN;
        }
        if (offset > Long.MAX_VALUE - millis) {
            throw new RefusedException("invalid expire time");
        }
        return millis + offset;
    }

    /** Notes that what the command wrote may not be what a server made of it. Must follow the writing. */
    void inexact(Key key, String reason) {
        effects.inexact(key, reason);
    }

    private void stamp(Slot slot) {
        slot.stamp(command.offset(), command.length(), part);
    }

    private Slot slot(Working value) {
        return new Slot(value, command.offset(), command.length(), part);
    }
}
