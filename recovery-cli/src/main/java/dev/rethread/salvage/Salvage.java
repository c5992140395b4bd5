package dev.rethread.salvage;

import dev.rethread.aof.AofSnapshot;
import dev.rethread.inventory.SourceDigest;
import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.rdb.RdbSnapshot;
import dev.rethread.source.Damage;
import dev.rethread.source.Sniffer;
import dev.rethread.source.SourceException;
import dev.rethread.source.SourceFile;
import dev.rethread.source.SourceFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A damaged source, read as far as it can be: its keyspace, and what was lost. What is not recognised as anything is
 * read as an RDB whose header is destroyed. Values turn out damaged as late as when they are decoded, so ask for
 * {@link #findings} afterwards.
 */
public final class Salvage implements AutoCloseable {
    private final Snapshot keyspace;
    private final long size;
    private final List<Bytes> functions;
    private final Supplier<List<Finding>> findings;
    private final @Nullable RdbSnapshot rdb;
    private final List<String> notes;
    private final @Nullable SourceFile open;

    private Salvage(RdbSnapshot rdb, SourceFile open) {
        this.keyspace = rdb;
        this.size = open.size();
        this.functions = rdb.functions();
        this.findings = () -> findings(rdb);
        this.rdb = rdb;
        this.notes = rdb.summary().note().stream().toList();
        this.open = open;
    }

    private Salvage(AofSnapshot aof, long size) {
        this.keyspace = aof;
        this.size = size;
        this.functions = List.copyOf(aof.functions().values());
        this.findings = () -> aof.damages().stream()
                .map(damage -> Finding.of(damage, null, null, 0))
                .toList();
        this.rdb = null;
        this.notes = Stream.concat(aof.notes().stream(), aof.doubts().stream()).toList();
        this.open = null;
    }

    /**
     * Reads the source at {@code path}.
     *
     * @throws SourceException if it is missing, or nothing can be read of it
     */
    public static Salvage of(Path path) {
        Path place = SourceFolder.is(path) ? Sniffer.locate(path) : path;
        return switch (Sniffer.sniff(place)) {
            case AOF, AOF_DIRECTORY ->
                new Salvage(
                        AofSnapshot.read(path.toString(), place),
                        SourceDigest.of(place).bytes());
            case BSON, MONGODUMP ->
                throw new SourceException(
                        path + ": holds documents, not a keyspace", "Use it as a source with 'rethread init'.");
            case RDB, UNKNOWN -> rdb(place);
        };
    }

    private static Salvage rdb(Path path) {
        SourceFile file = SourceFile.open(path);
        try {
            return new Salvage(RdbSnapshot.read(file), file);
        } catch (SourceException e) {
            file.close();
            throw e;
        }
    }

    /** First the stretches that were lost, then what contradicts itself without a byte lost. */
    private static List<Finding> findings(RdbSnapshot rdb) {
        List<Finding> findings = new ArrayList<>();
        List<Damage> lost = new ArrayList<>();
        rdb.regions().forEach(region -> {
            findings.add(Finding.of(region));
            lost.add(region.damage());
        });
        rdb.damages().stream()
                .filter(damage -> !lost.contains(damage))
                .forEach(damage ->
                        findings.add(read(damage) ? Finding.contradiction(damage) : Finding.of(damage, null, null, 0)));
        return findings;
    }

    /** A key that is there twice: its records were read. */
    private static boolean read(Damage damage) {
        return damage.doing().equals("key");
    }

    public Snapshot keyspace() {
        return keyspace;
    }

    /** Bytes of all its files. */
    public long size() {
        return size;
    }

    public List<Bytes> functions() {
        return functions;
    }

    /** What is wrong, so far as it has shown. */
    public List<Finding> findings() {
        return findings.get();
    }

    /** The format and its version, and what the checksum says. */
    public String format() {
        if (rdb == null) {
            return "AOF";
        }
        return "RDB " + rdb.summary().magic() + " " + rdb.summary().version();
    }

    /** What the checksum says, in lower case; "none" for an AOF. */
    public String checksum() {
        return rdb == null ? "none" : rdb.summary().crc().name().toLowerCase(Locale.ROOT);
    }

    /** How many keys the source announces, -1 where it does not. */
    public long keysExpected() {
        return rdb == null ? -1 : rdb.summary().keysExpected();
    }

    /** What else an operator should know, one line each. */
    public List<String> notes() {
        return notes;
    }

    /** What it lacks, in a sentence's beginning. */
    public String lack() {
        long lost = findings().stream().mapToLong(Finding::bytes).sum();
        return lost + " of " + size + " bytes of an " + format() + " lost, "
                + findings().size() + " findings, checksum " + checksum();
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
        }
    }
}
