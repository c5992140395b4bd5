package dev.rethread.aof;

import dev.rethread.aof.AofRecord.Annotation;
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
import java.util.OptionalInt;
import java.util.stream.IntStream;
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

    Databases databases = new Databases();
    final List<Damage> damages = new ArrayList<>();
    final List<String> doubts = new ArrayList<>();
    final Map<String, Uninterpreted> uninterpreted = new LinkedHashMap<>();
    final Deletions deletions = new Deletions();
    final List<String> parts = new ArrayList<>();
    long commands;
    long millis = Call.UNKNOWN;

    private final Limit limit;
    private final Heap heap;
    private final DeletionRun run = new DeletionRun();
    private @Nullable Stop stop;
    private String part = "";
    private long size;
    private int database;
    private @Nullable List<Frame> transaction;
    private long transactionStart;
    private Frame current = new Frame();
    private boolean afterHole;
    /** Whether a SELECT may be lost, and nothing tells which it was. */
    private boolean databaseUnknown;

    Replay(Until until, Heap heap) {
        this.limit = new Limit(until);
        this.heap = heap;
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
        parts.add(name);
        this.size = size;
        database = 0;
        transaction = null;
        afterHole = false;
        databaseUnknown = false;
        limit.part(name, size);
        while (stop == null) {
            Frame frame = reader.frame();
            AofRecord found = frame == null ? reader.next() : null;
            if (frame == null && found == null) {
                break;
            }
            heap.read(reader.position());
            if (frame != null) {
                accept(frame);
            } else if (found instanceof Hole hole) {
                hole(hole.damage(), last && hole.span().end() == size);
                findDatabase(reader, hole.span());
            } else {
                replay(found);
            }
        }
        if (stop == null && transaction != null) {
            unfinished(last);
        }
        if (stop == null && limit.endsWith(name)) {
            stop(Stop.Reason.UNTIL, size, "as far as was asked for");
        }
        heap.endOfPart(size);
    }

    private void stop(Stop.Reason reason, long offset, String detail) {
        stop = new Stop(reason, part, offset, detail);
    }

    /** Where a command, or the transaction it is in, begins. */
    private long start(long offset) {
        return transaction == null ? offset : transactionStart;
    }

    private void replay(@Nullable AofRecord found) {
        if (found instanceof AofRecord.Command command) {
            accept(Frame.of(command));
        } else if (found instanceof Annotation annotation) {
            annotation.seconds().ifPresent(seconds -> time(MILLIS * seconds, annotation.span()));
        } else if (found instanceof Preamble preamble) {
            begin(preamble);
        }
    }

    private void time(long now, Span span) {
        if (limit.isBeyond(now)) {
            stop(Stop.Reason.UNTIL, start(span.offset()), "what follows was executed at " + limit.told(now));
        } else {
            millis = now;
        }
    }

    /** Begins anew with the next base of the same AOF; what was removed before stays evidence. */
    Databases beginAgain() {
        Databases before = databases;
        databases = new Databases();
        doubts.clear();
        uninterpreted.clear();
        run.reset();
        return before;
    }

    /** Ends before the part just begun, with the keyspace of the parts before it. */
    void stepBack(Databases before, String base, Stop.Reason reason, String detail) {
        databases = before;
        doubts.clear();
        part = base;
        stop(reason, 0, detail);
    }

    /** Whether all so far was read and understood. */
    boolean complete() {
        return doubts.isEmpty() && databases.doubtful().isEmpty();
    }

    /** The file read last. */
    String part() {
        return part;
    }

    /** Its size. */
    long size() {
        return size;
    }

    Limit limit() {
        return limit;
    }

    /** Servers write an RDB at the beginning only; one in the middle is the beginning of another file. */
    private void begin(Preamble preamble) {
        long offset = preamble.span().offset();
        if (offset > 0 && limit.isWipe()) {
            String detail = "an RDB in the middle of the file: from here on it is another one, glued to it";
            stop(Stop.Reason.RESYNC, start(offset), detail);
            return;
        }
        if (offset > 0) {
            beginAgain();
            doubts.add(part + " " + preamble.span() + ": an RDB in the middle of the file, which no server loads");
        }
        load(preamble);
    }

    private void load(Preamble preamble) {
        RdbSnapshot keyspace = preamble.keyspace();
        limit.preamble(keyspace, preamble.span().end());
        int known = keyspace.damages().size();
        for (Key key : List.copyOf(keyspace.keys())) {
            Entry entry = keyspace.get(key);
            if (entry != null) {
                Slot slot = new Slot(
                        new Untouched(entry.value()),
                        entry.span().offset(),
                        entry.span().length(),
                        part);
                slot.expireAt = entry.expireAt();
                databases.put(key, slot);
                heap.read(entry.span().offset());
            }
        }
        keyspace.functions().forEach(this::library);
        damages.addAll(preamble.damages());
        damages.addAll(keyspace.damages().subList(known, keyspace.damages().size()));
        if (!keyspace.complete()) {
            boolean lost = !keyspace.damages().isEmpty();
            doubts.add(part + ": the RDB it begins with " + (lost ? "is damaged" : "fails its checksum"));
        }
    }

    private void library(Bytes code) {
        try {
            FunctionCommands.put(databases.functions(), code, true);
        } catch (RefusedException nameless) {
            doubts.add(part + ": a function library in the RDB it begins with: " + nameless.getMessage());
        }
    }

    private void hole(Damage damage, boolean tail) {
        if (limit.cuts(damage.span().end())) {
            stop(Stop.Reason.UNTIL, start(damage.span().offset()), "as far as was asked for");
            return;
        }
        damages.add(damage);
        if (tail) {
            String detail = damage.problem() + "; " + damage.span().length() + " bytes to the end of the file";
            stop(Stop.Reason.TORN_TAIL, start(damage.span().offset()), detail);
            return;
        }
        doubts.add(damage.toString());
        if (transaction != null) {
            execute(transaction);
        }
        transaction = null;
        afterHole = true;
    }

    /** Behind a hole, goes on in the database that the keys of the next commands are in. */
    private void findDatabase(AofReader reader, Span hole) {
        if (stop != null) {
            return;
        }
        OptionalInt found = LostSelect.database(reader, databases);
        databaseUnknown = found.isEmpty();
        if (found.orElse(database) != database) {
            database = found.getAsInt();
            doubts.add(part + " " + hole + ": by their keys the commands behind it are of database " + database);
        }
    }

    private void unfinished(boolean last) {
        String detail = "a MULTI without its EXEC, dropped as servers do";
        if (last) {
            stop(Stop.Reason.TORN_TAIL, transactionStart, detail);
        } else {
            doubts.add(part + " @0x" + Long.toHexString(transactionStart) + ": " + detail + ", but parts follow");
        }
        transaction = null;
    }

    private void accept(Frame frame) {
        if (limit.cuts(frame.end())) {
            stop(Stop.Reason.UNTIL, start(frame.offset()), "as far as was asked for");
            return;
        }
        commands++;
        CommandRule rule = frame.rule();
        String word = rule == null ? Call.word(frame.name()) : rule.name();
        switch (word) {
            case "MULTI" -> begin(frame);
            case "EXEC" -> end();
            default -> queueOrRun(frame, rule, word);
        }
        afterHole = false;
    }

    private void begin(Frame frame) {
        end();
        transaction = new ArrayList<>();
        transactionStart = frame.offset();
    }

    private void end() {
        if (transaction != null) {
            execute(transaction);
        }
        transaction = null;
    }

    private void execute(List<Frame> queue) {
        for (Frame frame : queue) {
            if (stop == null) {
                CommandRule rule = frame.rule();
                run(frame, rule, rule == null ? Call.word(frame.name()) : rule.name());
            }
        }
    }

    private void queueOrRun(Frame frame, @Nullable CommandRule rule, String word) {
        if (transaction == null) {
            run(frame, rule, word);
        } else {
            transaction.add(frame.keep());
        }
    }

    private void run(Frame frame, @Nullable CommandRule rule, String word) {
        current = frame;
        Call call = new Call(databases, database, frame, part, millis, this);
        run.begin(start(frame.offset()));
        try {
            if (rule != null) {
                rule.run(call);
                endRun(word);
            } else {
                runOther(call, word);
            }
        } catch (RefusedException refused) {
            count(word, "a server would refuse it: " + refused.getMessage());
            doubtKeys(call, rule);
        }
        if (databaseUnknown && rule != null) {
            doubtEverywhere(call, rule);
        }
    }

    /** The command may belong to any database that has its keys, or to one that has not. */
    private void doubtEverywhere(Call call, CommandRule rule) {
        for (int index : keys(call, rule)) {
            Key key = call.key(index);
            databases.doubt(key);
            for (int number : databases.numbers()) {
                Key other = new Key(number, key.name());
                if (databases.find(other) != null) {
                    databases.doubt(other);
                }
            }
        }
    }

    private void endRun(String word) {
        run.end(word.equals("DEL") || word.equals("UNLINK"));
        if (limit.isWipe() && run.isLong() && run.isMass(databases.lasting())) {
            String detail =
                    "a mass deletion begins here; when at least half of the keys without a deadline were gone: " + run;
            stop(Stop.Reason.MASS_DELETION, run.start(), detail);
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
        databaseUnknown = false;
    }

    private void flush(boolean all) {
        long total = databases.size();
        long removed = all ? total : databases.database(database).size();
        if (afterHole) {
            count(all ? "FLUSHALL" : "FLUSHDB", "it stands right behind damage, where it may be part of a text");
        } else if (databaseUnknown && !all) {
            count("FLUSHDB", "damage before it may have taken a SELECT, so that it is not known what it emptied");
        } else if (limit.isWipe() && removed >= MANY_KEYS && 2 * removed >= total) {
            String detail = Call.word(current.name()) + " would have removed " + removed + " of " + total + " keys";
            stop(Stop.Reason.WIPE, current.offset(), detail);
        } else {
            empty(all);
        }
    }

    private void empty(boolean all) {
        for (Key key : List.copyOf(databases.keys())) {
            if (all || key.database() == database) {
                removed(key);
            }
        }
        if (all) {
            databases.flushAll();
        } else {
            databases.flush(database);
        }
        run.reset();
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
        int[] written = CommandTable.keysWritten(word, call.arguments());
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
        for (int index : keys(call, rule)) {
            databases.doubt(call.key(index));
        }
    }

    /** Which arguments are keys that the command may write. */
    private static int[] keys(Call call, CommandRule rule) {
        int[] written = CommandTable.keysWritten(rule.name(), call.arguments());
        if (written.length > 0 || rule.firstKey() == 0) {
            return written;
        }
        int last = Math.min(rule.lastKey() < 0 ? call.count() + rule.lastKey() : rule.lastKey(), call.count() - 1);
        return IntStream.iterate(rule.firstKey(), index -> index <= last, index -> index + rule.step())
                .toArray();
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
                new Uninterpreted(1, part, current.offset(), reason),
                (known, unused) -> known.andOneMore());
    }

    @Override
    public void deleted(Key key, Slot slot) {
        if (slot.expireAt == Entry.NEVER) {
            run.removed();
        }
        removed(key);
    }

    private void removed(Key key) {
        deletions.add(new Deletion(key, part, current.offset(), label(Call.word(current.name()))));
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
