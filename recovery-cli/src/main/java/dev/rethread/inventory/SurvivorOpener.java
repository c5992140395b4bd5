package dev.rethread.inventory;

import dev.rethread.aof.AofSnapshot;
import dev.rethread.aof.Stop;
import dev.rethread.document.DocumentDump;
import dev.rethread.keyspace.Bytes;
import dev.rethread.rdb.RdbSnapshot;
import dev.rethread.rebase.Evidence;
import dev.rethread.source.Sniffer;
import dev.rethread.source.SourceException;
import dev.rethread.source.SourceFile;
import dev.rethread.source.SourceKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens survivors by what they are, and keeps open what must stay open until it is closed. */
public final class SurvivorOpener implements AutoCloseable {
    private final List<SourceFile> open = new ArrayList<>();

    /**
     * Recognises, hashes and reads the source at {@code path}.
     *
     * @throws SourceException if it is missing, empty, or nothing that Rethread reads
     */
    public Survivor open(String name, Path path) {
        SourceKind kind = kindOf(path);
        SourceDigest digest = SourceDigest.of(path);
        return switch (kind) {
            case RDB -> rdb(name, path, digest);
            case AOF, AOF_DIRECTORY -> aof(name, path, kind, digest);
            case BSON, MONGODUMP -> documents(name, path, kind, digest);
            case UNKNOWN -> throw new IllegalStateException("refused before");
        };
    }

    /**
     * What the source at {@code path} is.
     *
     * @throws SourceException if it is missing, empty, or nothing that Rethread reads
     */
    public static SourceKind kindOf(Path path) {
        SourceKind kind = Sniffer.sniff(path);
        if (kind == SourceKind.UNKNOWN) {
            throw new SourceException(
                    path + ": neither an RDB nor an AOF nor a mongodump",
                    Files.isDirectory(path)
                            ? "Name the file or the appendonlydir in it that you mean."
                            : "Look at its first bytes: a compressed file must be unpacked first; if it was an RDB whose"
                                    + " header is destroyed, 'rethread salvage' reads it.");
        }
        return kind;
    }

    private Survivor rdb(String name, Path path, SourceDigest digest) {
        SourceFile file = SourceFile.open(path);
        open.add(file);
        RdbSnapshot snapshot = RdbSnapshot.read(name, file);
        List<String> notes = new ArrayList<>(snapshot.summary().note().stream().toList());
        Bytes salvaged = snapshot.aux(RdbSnapshot.SALVAGED);
        if (salvaged != null) {
            notes.add("salvaged from a damaged file: " + salvaged);
        }
        Evidence evidence = new Evidence.Keyspace(name, snapshot);
        return new Survivor(name, path, SourceKind.RDB, digest, evidence, snapshot::damages, notes);
    }

    private static Survivor aof(String name, Path path, SourceKind kind, SourceDigest digest) {
        AofSnapshot snapshot = AofSnapshot.read(name, path);
        Evidence evidence = new Evidence.Keyspace(name, snapshot);
        return new Survivor(name, path, kind, digest, evidence, snapshot::damages, notes(snapshot));
    }

    private static List<String> notes(AofSnapshot snapshot) {
        List<String> notes = new ArrayList<>(snapshot.notes());
        notes.addAll(snapshot.doubts());
        snapshot.uninterpreted()
                .forEach((command, what) -> notes.add(what.count() + " " + command + " not replayed, the first at "
                        + what.part() + " @0x" + Long.toHexString(what.firstOffset()) + ": " + what.reason()));
        if (snapshot.stop().reason() != Stop.Reason.END_OF_FILE) {
            notes.add("stopped at " + snapshot.stop());
        }
        return notes;
    }

    private static Survivor documents(String name, Path path, SourceKind kind, SourceDigest digest) {
        DocumentDump dump = DocumentDump.open(name, path);
        Evidence evidence = new Evidence.Documents(name, dump::forEach);
        return new Survivor(name, path, kind, digest, evidence, dump::damages, List.of());
    }

    @Override
    public void close() {
        open.forEach(SourceFile::close);
    }
}
