package dev.rethread.inventory;

import dev.rethread.aof.AofSnapshot;
import dev.rethread.aof.Stop;
import dev.rethread.document.DocumentDump;
import dev.rethread.rdb.RdbSnapshot;
import dev.rethread.rebase.Evidence;
import dev.rethread.source.Sniffer;
import dev.rethread.source.SourceException;
import dev.rethread.source.SourceFile;
import dev.rethread.source.SourceKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens survivors by what they are, and keeps open what must stay open until it is closed. */
public final class SurvivorOpener implements AutoCloseable {
    private final List<SourceFile> open = new ArrayList<>();

    /**
     * Recognises, hashes and reads the source at {@code path}: a file, compressed or not, a directory, an archive that
     * holds one source, or something in an archive.
     *
     * @throws SourceException if it is missing, empty, or nothing that Rethread reads
     */
    public Survivor open(String name, Path path) {
        Path place = Sniffer.locate(path);
        SourceKind kind = Sniffer.sniff(place);
        SourceDigest digest = SourceDigest.of(place);
        return switch (kind) {
            case RDB -> rdb(name, place, digest);
            case AOF, AOF_DIRECTORY -> aof(name, place, kind, digest);
            case BSON, MONGODUMP -> documents(name, place, kind, digest);
            case UNKNOWN -> throw new IllegalStateException("refused before");
        };
    }

    private Survivor rdb(String name, Path path, SourceDigest digest) {
        SourceFile file = SourceFile.open(path);
        open.add(file);
        RdbSnapshot snapshot = RdbSnapshot.read(name, file);
        List<String> notes = snapshot.summary().note().stream().toList();
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
