package dev.rethread.dump;

import dev.rethread.json.JsonLines;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.rdb.RdbTarget;
import dev.rethread.rdb.RdbWriter;
import dev.rethread.rdb.UnwritableException;
import dev.rethread.report.Names;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * Writes the keyspace of a snapshot as a file. One that is not complete says so itself: an RDB in the AUX field
 * {@code rethread-salvaged}, and in {@code rethread-partial:<db>:<key>} for each value of which something is left.
 */
public final class Dump {
    private static final Bytes SALVAGED = Bytes.of("rethread-salvaged");
    private static final String PARTIAL = "rethread-partial:";
    private static final Names NAMES = new Names(false);

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
            source.walk((key, expireAt, sure) -> {
                written.accept(json.lines());
                return json.key(key, expireAt, sure);
            });
            return new Result(json.lines(), leftOut);
        }
    }

    /** As an RDB for {@code target}, with these function libraries. */
    public Result rdb(OutputStream out, RdbTarget target, List<Bytes> functions) throws IOException {
        try (RdbWriter writer = RdbWriter.to(out, target)) {
            for (Bytes code : functions) {
                function(writer, code);
            }
            for (Map.Entry<Integer, Long> database : databases().entrySet()) {
                writer.database(database.getKey(), database.getValue(), 0);
                for (Key key : source.keys()) {
                    if (key.database() == database.getKey()) {
                        entry(key, writer::write);
                        partial(writer, target, key);
                    }
                }
            }
            mark(writer, target);
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
            keys++;
            written.accept(keys);
        } catch (UnwritableException refused) {
            leftOut.add(new LeftOut(key.database(), NAMES.show(key.name()), refused.what()));
        }
    }

    private void partial(RdbWriter writer, RdbTarget target, Key key) throws IOException {
        if (source.partial(key) && target.carriesAux()) {
            writer.aux(named(key), Bytes.EMPTY);
        }
    }

    private static Bytes named(Key key) {
        byte[] prefix = (PARTIAL + key.database() + ":").getBytes(StandardCharsets.US_ASCII);
        byte[] name = Arrays.copyOf(prefix, prefix.length + key.name().length());
        System.arraycopy(
                key.name().unsafeArray(), 0, name, prefix.length, key.name().length());
        return Bytes.wrap(name);
    }

    /** At the end, when it is known whether every value could be decoded and written. */
    private void mark(RdbWriter writer, RdbTarget target) throws IOException {
        if (target.carriesAux() && (!source.complete() || !leftOut.isEmpty())) {
            String why = source.complete() ? "" : "the source was not whole; ";
            writer.aux(SALVAGED, Bytes.of(why + leftOut.size() + " entries had no place in this version"));
        }
    }
}
