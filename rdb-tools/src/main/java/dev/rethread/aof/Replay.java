package dev.rethread.aof;

import dev.rethread.aof.AofRecord.Annotation;
import dev.rethread.aof.AofRecord.Command;
import dev.rethread.aof.AofRecord.Hole;
import dev.rethread.aof.AofRecord.Preamble;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Span;
import dev.rethread.rdb.RdbSnapshot;
import dev.rethread.source.Damage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replays the records of one or several parts, in order, as a server does that loads them.
 *
 * <p>Where damage follows a MULTI, the commands between are replayed if more of the file follows the damage: servers
 * write a transaction in one piece, so it was executed. At the end of a file they are dropped, as servers do.
 */
final class Replay implements Call.Effects {
    static final long MANY_KEYS = 10;

    private static final long MILLIS = 1000;
    private static final int LONGEST_NAME = 40;
    private static final Command NOTHING = new Command(new Span(0, 0), List.of(Bytes.EMPTY));

    final Databases databases = new Databases();
    final List<Damage> damages = new ArrayList<>();
    final List<String> doubts = new ArrayList<>();
    final Map<String, Uninterpreted> uninterpreted = new LinkedHashMap<>();
    Deletions deletions = Deletions.NONE;
    long commands;
    long millis = Call.UNKNOWN;

    private final AtWipe atWipe;
    private @Nullable Stop stop;
    private String part = "";
    private int database;
    private @Nullable List<Command> transaction;
    private long transactionStart;
    private Command current = NOTHING;
    private boolean afterHole;

    Replay(AtWipe atWipe) {
        this.atWipe = atWipe;
    }

    /** Where replaying ended before the end of the last part, or null. */
    @Nullable
    Stop stop() {
        return stop;
    }

    /**
     * Replays one file.
     *
     * @param size of the file
     * @param last whether no other part follows it
     */
    void part(String name, AofReader reader, long size, boolean last) {
        part = name;
        database = 0;
        transaction = null;
        afterHole = false;
        while (stop == null) {
            AofRecord found = reader.next();
            if (found == null) {
                break;
            }
            if (found instanceof Hole hole) {
                hole(hole.damage(), last && hole.span().end() == size);
            } else {
                replay(found);
            }
        }
        if (stop == null && transaction != null) {
            unfinished(last);
        }
    }

    private void replay(AofRecord found) {
        if (found instanceof Command command) {
            commands++;
            accept(command);
            afterHole = false;
        } else if (found instanceof Annotation annotation) {
            annotation.seconds().ifPresent(seconds -> millis = MILLIS * seconds);
        } else if (found instanceof Preamble preamble) {
            load(preamble);
        }
    }

    private void load(Preamble preamble) {
        RdbSnapshot keyspace = preamble.keyspace();
        int known = keyspace.damages().size();
        for (Key key : List.copyOf(keyspace.keys())) {
            Entry entry = keyspace.get(key);
            if (entry != null) {
                Slot slot = new Slot(new Untouched(entry.value()), entry.span(), part);
                slot.expireAt = entry.expireAt();
                databases.put(key, slot);
            }
        }
        damages.addAll(preamble.damages());
        damages.addAll(keyspace.damages().subList(known, keyspace.damages().size()));
        if (!keyspace.complete()) {
            boolean lost = !keyspace.damages().isEmpty();
            doubts.add(part + ": the RDB it begins with " + (lost ? "is damaged" : "fails its checksum"));
        }
    }

    private void hole(Damage damage, boolean tail) {
        damages.add(damage);
        if (tail) {
            long offset = transaction == null ? damage.span().offset() : transactionStart;
            String detail = damage.problem() + "; " + damage.span().length() + " bytes to the end of the file";
            stop = new Stop(Stop.Reason.TORN_TAIL, part, offset, detail);
            return;
        }
        doubts.add(damage.toString());
        if (transaction != null) {
            execute(transaction);
        }
        transaction = null;
        afterHole = true;
    }

    private void unfinished(boolean last) {
        String detail = "a MULTI without its EXEC, dropped as servers do";
        if (last) {
            stop = new Stop(Stop.Reason.TORN_TAIL, part, transactionStart, detail);
        } else {
            doubts.add(part + " @0x" + Long.toHexString(transactionStart) + ": " + detail + ", but parts follow");
        }
        transaction = null;
    }

    private void accept(Command command) {
        CommandRule rule = CommandTable.find(command.name());
        String word = rule == null ? Call.word(command.name()) : rule.name();
        switch (word) {
            case "MULTI" -> begin(command);
            case "EXEC" -> end();
            case "DISCARD" -> transaction = null;
            default -> queueOrRun(command, rule, word);
        }
    }

    private void begin(Command command) {
        end();
        transaction = new ArrayList<>();
        transactionStart = command.span().offset();
    }

    private void end() {
        List<Command> queue = transaction;
        transaction = null;
        if (queue != null) {
            execute(queue);
        }
    }

    private void execute(List<Command> queue) {
        for (Command command : queue) {
            if (stop == null) {
                CommandRule rule = CommandTable.find(command.name());
                run(command, rule, rule == null ? Call.word(command.name()) : rule.name());
            }
        }
    }

    private void queueOrRun(Command command, @Nullable CommandRule rule, String word) {
        if (transaction == null) {
            run(command, rule, word);
        } else {
            transaction.add(command);
        }
    }

    private void run(Command command, @Nullable CommandRule rule, String word) {
        current = command;
        Call call = new Call(databases, database, command, part, millis, this);
        try {
            if (rule != null) {
                rule.run(call);
            } else {
                runOther(call, word);
            }
        } catch (RefusedException refused) {
            count(word, "a server would refuse it: " + refused.getMessage());
            doubtKeys(call, rule);
        }
    }

    private void runOther(Call call, String word) {
        switch (word) {
            case "SELECT" -> select(call);
            case "FLUSHALL" -> flush(true);
            case "FLUSHDB" -> flush(false);
            default -> pass(call, word);
        }
    }

    private void select(Call call) {
        if (call.count() != 2) {
            throw new RefusedException("wrong number of arguments");
        }
        database = KeyCommands.database(call, 1);
    }

    private void flush(boolean all) {
        long total = databases.size();
        long removed = all ? total : databases.database(database).size();
        if (afterHole) {
            count(all ? "FLUSHALL" : "FLUSHDB", "it stands right behind damage, where it may be part of a text");
        } else if (atWipe == AtWipe.STOP && removed >= MANY_KEYS && 2 * removed >= total) {
            String detail = Call.word(current.name()) + " would have removed " + removed + " of " + total + " keys";
            stop = new Stop(Stop.Reason.WIPE, part, current.span().offset(), detail);
        } else {
            empty(all, removed);
        }
    }

    private void empty(boolean all, long removed) {
        if (all) {
            databases.flushAll();
        } else {
            databases.flush(database);
        }
        if (removed > 0) {
            deletions = deletions.and(removed, part, current.span().offset());
        }
    }

    private void pass(Call call, String word) {
        if (CommandTable.isHarmless(word)) {
            return;
        }
        boolean first = !uninterpreted.containsKey(label(word));
        count(word, "it cannot be replayed here");
        if (CommandTable.isOutsideTheKeys(word)) {
            return;
        }
        int[] written = CommandTable.keysWritten(word, current.arguments());
        for (int index : written) {
            doubt(call, index, index);
        }
        if (written.length == 0) {
            if (first) {
                doubt("what " + label(word) + " changed is not known");
            }
            doubt(call, 1, CommandTable.isScript(word) ? call.count() - 1 : 1);
        }
    }

    private void doubt(Call call, int first, int last) {
        for (int i = first; i <= Math.min(last, call.count() - 1); i++) {
            databases.doubt(call.key(i));
        }
    }

    private void doubtKeys(Call call, @Nullable CommandRule rule) {
        if (rule == null || rule.firstKey() == 0) {
            doubt("a refused " + call.word(0) + " may mean that something before it is missing");
            return;
        }
        int[] written = CommandTable.keysWritten(rule.name(), current.arguments());
        for (int index : written) {
            databases.doubt(call.key(index));
        }
        if (written.length > 0) {
            return;
        }
        int last = rule.lastKey() < 0 ? call.count() + rule.lastKey() : rule.lastKey();
        for (int i = rule.firstKey(); i <= Math.min(last, call.count() - 1); i += rule.step()) {
            databases.doubt(call.key(i));
        }
    }

    private void doubt(String reason) {
        doubts.add(part + " " + current.span() + ": " + reason);
    }

    /** What stands in a name's place behind damage may be anything that users wrote; it must not reach a report. */
    private static String label(String word) {
        boolean plain = word.length() <= LONGEST_NAME && word.chars().allMatch(next -> next > ' ' && next < 0x7f);
        return plain ? word : "(no command name)";
    }

    private void count(String word, String reason) {
        uninterpreted.merge(
                label(word),
                new Uninterpreted(1, part, current.span().offset(), reason),
                (known, unused) -> known.andOneMore());
    }

    @Override
    public void deleted(Key key) {
        deletions = deletions.and(1, part, current.span().offset());
    }

    @Override
    public void inexact(Key key, String reason) {
        count(Call.word(current.name()), reason);
        databases.doubt(key);
    }

    @Override
    public void deadlineUnknown(Key key) {
        count(Call.word(current.name()), "its deadline counts from a moment that the file does not tell");
        databases.doubt(key);
    }
}
