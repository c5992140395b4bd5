package dev.rethread.inventory;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.rebase.Evidence;
import dev.rethread.report.Names;
import dev.rethread.source.Damage;
import dev.rethread.source.SourceKind;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A surviving source, read. Values are decoded when they are asked for, and one that then turns out damaged counts from
 * that moment on: ask for {@link #complete} and {@link #damages} after whatever looked through the content.
 *
 * @param name what the incident calls it
 * @param damaged what could not be read so far
 * @param notes what else an operator should know, one line each: where reading stopped and why
 */
public record Survivor(
        String name,
        Path path,
        SourceKind kind,
        SourceDigest digest,
        Evidence evidence,
        Supplier<List<Damage>> damaged,
        List<String> notes) {
    public Survivor {
        notes = List.copyOf(notes);
    }

    /**
     * Whether what is missing in it was missing from the forum at that moment. A dump of documents proves existence,
     * never deletion.
     */
    public boolean complete() {
        Snapshot snapshot = snapshot();
        return snapshot != null && snapshot.complete();
    }

    /** One line each: file, offset, what was being read, what is wrong. */
    public List<String> damages() {
        return damaged.get().stream().map(Survivor::line).toList();
    }

    private static String line(Damage damage) {
        Bytes key = damage.key() == null ? null : Bytes.of(Names.CUT.show(damage.key()));
        return new Damage(damage.file(), damage.span(), damage.doing(), key, damage.problem()).toString();
    }

    /** How many keys or documents were read. */
    public long amount() {
        if (evidence instanceof Evidence.Keyspace keyspace) {
            return keyspace.snapshot().keys().size();
        }
        long[] count = new long[1];
        ((Evidence.Documents) evidence).reader().forEach(document -> count[0]++);
        return count[0];
    }

    /** The keyspace it holds; null for documents. */
    public @Nullable Snapshot snapshot() {
        return evidence instanceof Evidence.Keyspace keyspace ? keyspace.snapshot() : null;
    }
}
