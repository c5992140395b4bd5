package dev.rethread.inventory;

import dev.rethread.aof.AofSnapshot;
import dev.rethread.aof.Deletion;
import dev.rethread.aof.Stop;
import dev.rethread.document.DocumentDump;
import dev.rethread.engine.RedisEngine;
import dev.rethread.keyspace.Bytes;
import dev.rethread.profile.SecretShapes;
import dev.rethread.rdb.RdbSnapshot;
import dev.rethread.rebase.Evidence;
import dev.rethread.source.Damage;
import dev.rethread.source.Sniffer;
import dev.rethread.source.SourceException;
import dev.rethread.source.SourceFile;
import dev.rethread.source.SourceKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Opens survivors by what they are, and keeps open what must stay open until it is closed. */
public final class SurvivorOpener implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final boolean hashing;
    private final List<SourceFile> open = new ArrayList<>();

    private SurvivorOpener(boolean hashing) {
        this.hashing = hashing;
    }

    /** Takes the digest of every source before it is read. */
    public static SurvivorOpener hashing() {
        return new SurvivorOpener(true);
    }

    /** Takes no digests, which saves a reading of all. */
    public static SurvivorOpener plain() {
        return new SurvivorOpener(false);
    }

    /** As {@link #open(String, Path, AofReading)}, an append-only file as {@link AofReading#PLAIN}. */
    public Survivor open(String name, Path path) {
        return open(name, path, AofReading.PLAIN);
    }

    /**
     * Recognises and reads the source at {@code path}: a file, compressed or not, a directory, an archive that
     * holds one source, or something in an archive.
     *
     * @param reading how, if it is an append-only file
     * @throws SourceException if it is missing, empty, or nothing that Rethread reads
     */
    public Survivor open(String name, Path path, AofReading reading) {
        Path place = Sniffer.locate(path);
        SourceKind kind = Sniffer.sniff(place);
        SourceDigest digest = hashing ? SourceDigest.of(place) : SourceDigest.NOT_TAKEN;
        return switch (kind) {
            case RDB -> rdb(name, place, digest, reading);
            case AOF, AOF_DIRECTORY -> aof(name, place, kind, digest, reading);
            case BSON, MONGODUMP -> documents(name, place, kind, digest, reading);
            case UNKNOWN -> throw new IllegalStateException("refused before");
        };
    }

    private Survivor rdb(String name, Path path, SourceDigest digest, AofReading reading) {
        SourceFile file = SourceFile.open(path);
        open.add(file);
        RdbSnapshot snapshot = RdbSnapshot.read(name, file);
        List<String> notes =
                new ArrayList<>(Stream.concat(snapshot.summary().note().stream(), reading.ignored().stream())
                        .toList());
        Bytes salvaged = snapshot.aux(RdbSnapshot.SALVAGED);
        if (salvaged != null) {
            notes.add("salvaged from a damaged file: " + salvaged);
        }
        Evidence evidence = new Evidence.Keyspace(name, snapshot);
        return new Survivor(name, path, SourceKind.RDB, digest, evidence, snapshot::damages, notes);
    }

    private Survivor aof(String name, Path path, SourceKind kind, SourceDigest digest, AofReading reading) {
        Path server = reading.server();
        if (server != null) {
            return loaded(RedisEngine.of(server, PATIENCE).read(name, path, reading.until()), path, kind, digest);
        }
        AofSnapshot snapshot = AofSnapshot.read(name, path, reading.until());
        Evidence evidence = new Evidence.Keyspace(name, snapshot);
        return new Survivor(name, path, kind, digest, evidence, snapshot::damages, notes(snapshot));
    }

    private Survivor loaded(RedisEngine.Loaded loaded, Path path, SourceKind kind, SourceDigest digest) {
        open.add(loaded.file());
        RdbSnapshot snapshot = loaded.snapshot();
        Evidence evidence = new Evidence.Keyspace(snapshot.source(), snapshot);
        List<String> notes = List.of(loaded.note());
        return new Survivor(snapshot.source(), path, kind, digest, evidence, snapshot::damages, notes);
    }

    private static List<String> notes(AofSnapshot snapshot) {
        List<String> notes = new ArrayList<>(snapshot.notes());
        Deletion first = snapshot.deletions().first();
        Deletion last = snapshot.deletions().last();
        if (first != null && last != null) {
            notes.add(snapshot.deletions().count() + " keys removed by commands, the first at " + place(first)
                    + ", the last at " + place(last));
        }
        Set<String> damages = snapshot.damages().stream().map(Damage::toString).collect(Collectors.toSet());
        snapshot.doubts().stream()
                .filter(doubt -> !damages.contains(doubt))
                .map(SecretShapes::cut)
                .forEach(notes::add);
        snapshot.uninterpreted()
                .forEach((command, what) -> notes.add(what.count() + " " + command + " not replayed, the first at "
                        + what.part() + " @0x" + Long.toHexString(what.firstOffset()) + ": " + what.reason()));
        if (snapshot.stop().reason() != Stop.Reason.END_OF_FILE) {
            notes.add("stopped at " + snapshot.stop());
        }
        return notes;
    }

    /** Without the key, which may be the id of somebody's session. */
    private static String place(Deletion deletion) {
        return deletion.part() + " @0x" + Long.toHexString(deletion.offset()) + " " + deletion.command();
    }

    private static Survivor documents(
            String name, Path path, SourceKind kind, SourceDigest digest, AofReading reading) {
        DocumentDump dump = DocumentDump.open(name, path);
        Evidence evidence = new Evidence.Documents(name, dump::forEach);
        return new Survivor(name, path, kind, digest, evidence, dump::damages, reading.ignored());
    }

    @Override
    public void close() {
        open.forEach(SourceFile::close);
    }
}
