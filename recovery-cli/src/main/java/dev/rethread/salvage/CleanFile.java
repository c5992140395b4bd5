package dev.rethread.salvage;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.rdb.RdbSnapshot;
import dev.rethread.rdb.RdbTarget;
import dev.rethread.rdb.RdbWriter;
import dev.rethread.rdb.UnwritableException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a salvaged keyspace as an RDB. Where something was lost, AUX fields say so: {@link RdbSnapshot#SALVAGED} for
 * the whole, {@link RdbSnapshot#partialField} for each partial value. Servers pass over them.
 */
public final class CleanFile {
    private final Salvage salvage;
    private final RdbTarget target;
    private final boolean partials;
    private final List<String> unwritten = new ArrayList<>();
    private long keys;
    private long partial;

    /** @param partials whether partial values are written too; never for a target without AUX fields to mark them */
    public CleanFile(Salvage salvage, RdbTarget target, boolean partials) {
        this.salvage = salvage;
        this.target = target;
        this.partials = partials && target.carriesAux();
    }

    /** Writes all of it to {@code out}, which stays open. */
    public void write(OutputStream out) throws IOException {
        Map<Integer, List<Key>> databases = new TreeMap<>();
        Snapshot keyspace = salvage.keyspace();
        keyspace.keys().stream()
                .filter(key -> partials || !keyspace.partial(key))
                .forEach(key -> databases
                        .computeIfAbsent(key.database(), number -> new ArrayList<>())
                        .add(key));
        RdbWriter writer = RdbWriter.to(out, target).allowLoss();
        marks(writer);
        for (Bytes function : salvage.functions()) {
            function(writer, function);
        }
        for (Map.Entry<Integer, List<Key>> database : databases.entrySet()) {
            writer.database(database.getKey(), database.getValue().size(), 0);
            for (Key key : database.getValue()) {
                key(writer, key);
            }
        }
        writer.close();
        if (writer.losses() > 0) {
            unwritten.add(writer.losses() + " values without the expiry of their fields");
        }
    }

    private void marks(RdbWriter writer) throws IOException {
        if (salvage.keyspace().complete() || !target.carriesAux()) {
            return;
        }
        long lost = salvage.findings().stream().mapToLong(Finding::bytes).sum();
        String text = lost + " of " + salvage.size() + " bytes of an " + salvage.format() + " lost, "
                + salvage.findings().size() + " findings, checksum " + salvage.checksum();
        writer.aux(Bytes.of(RdbSnapshot.SALVAGED), Bytes.of(text));
        if (partials) {
            for (Key key : salvage.partialKeys()) {
                writer.aux(RdbSnapshot.partialField(key), Bytes.of("1"));
            }
        }
    }

    private void function(RdbWriter writer, Bytes function) throws IOException {
        try {
            writer.function(function);
        } catch (UnwritableException e) {
            unwritten.add(String.valueOf(e.getMessage()));
        }
    }

    private void key(RdbWriter writer, Key key) throws IOException {
        Entry entry = salvage.keyspace().get(key);
        if (entry == null) {
            return;
        }
        try {
            writer.write(entry);
            keys++;
            partial += salvage.keyspace().partial(key) ? 1 : 0;
        } catch (UnwritableException e) {
            unwritten.add(String.valueOf(e.getMessage()));
        }
    }

    /** Keys written, the partial ones included. */
    public long keys() {
        return keys;
    }

    public long partial() {
        return partial;
    }

    /** What the target has no place for. */
    public List<String> unwritten() {
        return unwritten;
    }
}
