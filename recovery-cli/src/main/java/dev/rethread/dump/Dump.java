package dev.rethread.dump;

import dev.rethread.json.JsonLines;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.rdb.RdbSnapshot;
import dev.rethread.rdb.RdbTarget;
import dev.rethread.rdb.RdbWriter;
import dev.rethread.rdb.UnwritableException;
import dev.rethread.report.Names;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Writes the keyspace of a snapshot as a file. An RDB that is not complete says so itself: in the AUX field
 * {@link RdbSnapshot#SALVAGED}, and in one more ({@link RdbSnapshot#partialField}) for each value of which only a part is
 * left. Servers pass over these.
 */
public final class Dump {
    private static final String UNMARKED = "only a part of a value, which this version has no field to say of";

    private final Snapshot source;
    private final LongConsumer written;
    private final List<LeftOut> leftOut = new ArrayList<>();
    private long keys;

    /** A key or a library that the target has no place for, and what it is. */
    public record LeftOut(int database, String key, String what) {
        /** As a line has it. */
        public String text() {
            return key.isEmpty() ? what : (database == 0 ? "" : database + "/") + key + ", " + what;
        }
    }

    /** What was written, and what was not. */
    public record Result(long keys, List<LeftOut> leftOut) {
        public Result {
            leftOut = List.copyOf(leftOut);
        }
    }

    private interface EntryWriter {
        void write(Entry entry) throws IOException;
    }

    /** @param written told with each key how many were written */
    public Dump(Snapshot source, LongConsumer written) {
        this.source = source;
        this.written = written;
    }

    /** As JSON lines, see {@link JsonLines}. */
    public Result jsonLines(OutputStream out) {
        try (JsonLines json = JsonLines.to(out)) {
            boolean whole = source.complete();
            source.walk((key, expireAt, sure) -> {
                written.accept(json.lines());
                return whole || !source.partial(key)
                        ? json.key(key, expireAt, sure)
                        : json.partial(key, expireAt, sure);
            });
            return new Result(json.lines(), leftOut);
        }
    }

    /**
     * As an RDB for {@code target}, with these function libraries.
     *
     * @param lack says of a source that is not complete, after all of it was read, what it lacks
     */
    public Result rdb(OutputStream out, RdbTarget target, List<Bytes> functions, Supplier<String> lack)
            throws IOException {
        try (RdbWriter writer = RdbWriter.to(out, target)) {
            for (Bytes code : functions) {
                function(writer, code);
            }
            for (Map.Entry<Integer, Long> database : databases().entrySet()) {
                writer.database(database.getKey(), database.getValue(), 0);
                for (Key key : source.keys()) {
                    if (key.database() == database.getKey()) {
                        entry(key, entry -> write(writer, target, entry));
                    }
                }
            }
            mark(writer, target, lack);
        }
        return new Result(keys, leftOut);
    }

    private SortedMap<Integer, Long> databases() {
        SortedMap<Integer, Long> databases = new TreeMap<>();
        source.keys().forEach(key -> databases.merge(key.database(), 1L, Long::sum));
        return databases;
    }

    private void function(RdbWriter writer, Bytes code) throws IOException {
        try {
            writer.function(code);
        } catch (UnwritableException refused) {
            leftOut.add(new LeftOut(0, "", refused.what()));
        }
    }

    private void entry(Key key, EntryWriter writer) throws IOException {
        Entry entry = source.get(key);
        if (entry == null) {
            return;
        }
        try {
            writer.write(entry);
            written.accept(keys);
        } catch (UnwritableException refused) {
            leftOut.add(new LeftOut(key.database(), Names.CUT.show(key.name()), refused.what()));
        }
    }

    private void write(RdbWriter writer, RdbTarget target, Entry entry) throws IOException {
        boolean partial = source.partial(entry.key());
        if (partial && !target.carriesAux()) {
            leftOut.add(new LeftOut(
                    entry.key().database(), Names.CUT.show(entry.key().name()), UNMARKED));
            return;
        }
        writer.write(entry);
        keys++;
        if (partial) {
            writer.aux(RdbSnapshot.partialField(entry.key()), Bytes.EMPTY);
        }
    }

    /** At the end, when it is known whether every value could be decoded and written. */
    private void mark(RdbWriter writer, RdbTarget target, Supplier<String> lack) throws IOException {
        if (target.carriesAux() && (!source.complete() || !leftOut.isEmpty())) {
            String what = source.complete() ? "the source was whole" : lack.get();
            String left = leftOut.isEmpty() ? "" : "; " + leftOut.size() + " entries had no place in this version";
            writer.aux(Bytes.of(RdbSnapshot.SALVAGED), Bytes.of(what + left));
        }
    }
}
