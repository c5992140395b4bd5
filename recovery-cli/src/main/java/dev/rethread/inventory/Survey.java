package dev.rethread.inventory;

import dev.rethread.aof.AofSnapshot;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.profile.Profile;
import dev.rethread.rdb.RdbSnapshot;
import dev.rethread.rebase.Coverage;
import dev.rethread.rebase.Evidence;
import dev.rethread.source.SourceKind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a survivor is worth, as values.
 *
 * @param kind as {@code SourceKind} words it
 * @param bytes of all its files
 * @param amount keys, or documents
 * @param from the oldest creation time in its content, Unix ms; 0 if unknown
 * @param to the newest moment in its content, Unix ms; 0 if unknown
 * @param items kind of item to how many; empty without a profile
 * @param rdb what an RDB says of itself; null for other kinds
 * @param aof how an append-only file was replayed; null for other kinds, and where a server loaded it
 */
public record Survey(
        String name,
        String path,
        String kind,
        long bytes,
        String sha256,
        boolean complete,
        long amount,
        long from,
        long to,
        Map<String, Long> items,
        List<String> damages,
        List<String> notes,
        @Nullable RdbFacts rdb,
        @Nullable AofFacts aof) {

    /** Looks through a live server's keyspace; no file stands behind it. */
    public static Survey of(String address, Snapshot live, AofReading reading, @Nullable Profile profile) {
        Coverage coverage = coverage(profile, new Evidence.Keyspace(live.source(), live));
        return new Survey(
                live.source(),
                address,
                "live",
                0,
                "",
                true,
                live.keys().size(),
                coverage.from(),
                coverage.to(),
                coverage.items(),
                List.of(),
                reading.ignored(),
                null,
                null);
    }

    /** Looks through all of {@code survivor}; {@code profile} tells what its keys mean, null where nobody knows. */
    public static Survey of(Survivor survivor, @Nullable Profile profile) {
        Coverage coverage = coverage(profile, survivor.evidence());
        return new Survey(
                survivor.name(),
                survivor.path().toString(),
                survivor.kind().label(),
                survivor.digest().bytes(),
                survivor.digest().sha256(),
                survivor.complete(),
                survivor.amount(),
                coverage.from(),
                coverage.to(),
                coverage.items(),
                survivor.damages(),
                survivor.notes(),
                survivor.snapshot() instanceof RdbSnapshot rdb ? RdbFacts.of(rdb) : null,
                survivor.snapshot() instanceof AofSnapshot aof ? AofFacts.of(aof) : null);
    }

    private static Coverage coverage(@Nullable Profile profile, Evidence evidence) {
        return profile == null ? new Coverage(Map.of(), 0, 0) : Coverage.of(profile, evidence);
    }

    /** Whether it holds documents, which prove what existed and never what was deleted. */
    public boolean holdsDocuments() {
        return kind.equals(SourceKind.BSON.label()) || kind.equals(SourceKind.MONGODUMP.label());
    }
}
