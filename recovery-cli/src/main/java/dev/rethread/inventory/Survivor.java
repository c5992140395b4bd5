package dev.rethread.inventory;

import dev.rethread.keyspace.Snapshot;
import dev.rethread.rebase.Evidence;
import dev.rethread.source.SourceKind;
import java.nio.file.Path;
import java.util.List;

/**
 * A surviving source, read.
 *
 * @param name what the incident calls it
 * @param complete whether what is missing in it was missing from the forum at that moment
 * @param damages one line each: file, offset, what was being read, what is wrong
 * @param notes what else an operator should know, one line each: where reading stopped and why
 */
public record Survivor(
        String name,
        Path path,
        SourceKind kind,
        SourceDigest digest,
        Evidence evidence,
        boolean complete,
        List<String> damages,
        List<String> notes) {
    public Survivor {
        damages = List.copyOf(damages);
        notes = List.copyOf(notes);
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
    public @org.jspecify.annotations.Nullable Snapshot snapshot() {
        return evidence instanceof Evidence.Keyspace keyspace ? keyspace.snapshot() : null;
    }
}
