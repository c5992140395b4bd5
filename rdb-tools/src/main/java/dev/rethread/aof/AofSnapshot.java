package dev.rethread.aof;

import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.source.Damage;
import dev.rethread.source.SourceException;
import dev.rethread.source.SourceFile;
import dev.rethread.source.SourceFolder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keyspace an AOF leaves when it is replayed, held in memory; the source is closed again once it is read.
 *
 * <p>An entry's span is that of the last command that changed the key, or of its record in the RDB that the file begins
 * with. It counts within one file: {@link #fileOf} says which. Keys whose expiry lies in the past are there, with their
 * expiry. {@link #get} copies, so that asking for one large value again and again is not cheap. Not thread-safe.
 */
public final class AofSnapshot implements Snapshot {
    private final String name;
    private final Replay replay;
    private final List<String> parts;
    private final List<String> notes;
    private final Stop stop;
    private final Collection<Key> keys;

    private AofSnapshot(String name, Replay replay, List<String> parts, List<String> notes, Stop stop) {
        this.name = name;
        this.replay = replay;
        this.parts = List.copyOf(parts);
        this.notes = List.copyOf(notes);
        this.stop = stop;
        this.keys = Collections.unmodifiableSet(new LinkedHashSet<>(replay.databases.keys()));
    }

    /** As {@link #read(String, Path, AtWipe)}, ending before a wipe. */
    public static AofSnapshot read(String name, Path path) {
        return read(name, path, AtWipe.STOP);
    }

    /**
     * Replays an AOF in one file, or a multi-part directory by its manifest.
     *
     * @param name as the incident knows the source
     * @throws SourceException if it is missing, empty, holds no command, or its manifest cannot be used
     */
    public static AofSnapshot read(String name, Path path, AtWipe atWipe) {
        return SourceFolder.is(path) ? readDirectory(name, path, atWipe) : readFile(name, path, atWipe);
    }

    private static AofSnapshot readFile(String name, Path path, AtWipe atWipe) {
        Replay replay = new Replay(atWipe);
        try (SourceFile source = SourceFile.open(path)) {
            unpacking(source, replay);
            replay.part(name, AofReader.of(name, source), source.size(), true);
            if (replay.commands == 0 && replay.databases.size() == 0 && !replay.damages.isEmpty()) {
                throw new SourceException(
                        path + ": no whole command in it: " + replay.damages.get(0),
                        "This is no append-only file, or its beginning is destroyed.");
            }
            if (AofManifest.isIncrement(path)) {
                replay.doubts.add(name + ": an incremental part without its base; read the directory instead");
            }
            Stop end = new Stop(Stop.Reason.END_OF_FILE, name, source.size(), "every command was replayed");
            return new AofSnapshot(name, replay, List.of(name), List.of(), stop(replay, end));
        }
    }

    private static AofSnapshot readDirectory(String name, Path directory, AtWipe atWipe) {
        AofManifest manifest = AofManifest.read(directory);
        Replay replay = new Replay(atWipe);
        replay.damages.addAll(manifest.damages());
        manifest.damages().forEach(damage -> replay.doubts.add(damage.toString()));
        List<String> parts = new ArrayList<>();
        Stop end = new Stop(Stop.Reason.END_OF_FILE, name, 0, "no file was read");
        for (AofPart part : manifest.loaded()) {
            if (replay.stop() == null) {
                boolean last = parts.size() == manifest.loaded().size() - 1;
                end = readPart(name + "/" + part.file(), SourceFolder.find(directory, part.file()), replay, last);
                parts.add(end.part());
            }
        }
        return new AofSnapshot(name, replay, parts, manifest.notes(), stop(replay, end));
    }

    private static Stop readPart(String name, Path path, Replay replay, boolean last) {
        try (SourceFile source = SourceFile.openPart(path)) {
            unpacking(source, replay);
            replay.part(name, AofReader.of(name, source), source.size(), last);
            return new Stop(Stop.Reason.END_OF_FILE, name, source.size(), "every command was replayed");
        }
    }

    /** What was lost before there were commands to read. */
    private static void unpacking(SourceFile source, Replay replay) {
        replay.damages.addAll(source.damages());
        source.damages().forEach(damage -> replay.doubts.add(damage.toString()));
    }

    private static Stop stop(Replay replay, Stop end) {
        Stop early = replay.stop();
        return early == null ? end : early;
    }

    @Override
    public String source() {
        return name;
    }

    /**
     * True where everything up to {@link #stop} was read and understood, so that a missing key was deleted or never
     * there. A wipe stopped at, a torn last command and a transaction without end do not count against it.
     */
    @Override
    public boolean complete() {
        return replay.doubts.isEmpty() && replay.databases.doubtful().isEmpty();
    }

    @Override
    public Collection<Key> keys() {
        return keys;
    }

    @Override
    public @Nullable Entry get(Key key) {
        Slot slot = replay.databases.find(key);
        return slot == null ? null : new Entry(key, slot.value.freeze(), slot.expireAt, slot.span);
    }

    @Override
    public String fileOf(Key key) {
        Slot slot = replay.databases.find(key);
        return slot == null ? name : slot.part;
    }

    /** The files read, in order, named as by {@link #fileOf}. */
    public List<String> parts() {
        return parts;
    }

    /** Everything that could not be read, in the order it was found. */
    public List<Damage> damages() {
        return Collections.unmodifiableList(replay.damages);
    }

    /** Where replaying ended, and why. */
    public Stop stop() {
        return stop;
    }

    /** Commands that were not replayed, by name in upper case, in the order of their first; what is no name is counted together. */
    public Map<String, Uninterpreted> uninterpreted() {
        return Collections.unmodifiableMap(replay.uninterpreted);
    }

    /** Keys that a command wrote which was not replayed; what {@link #get} says of them may be old or nothing. */
    public Set<Key> doubtful() {
        return Collections.unmodifiableSet(replay.databases.doubtful());
    }

    /** Why the whole is not complete, apart from {@link #doubtful} keys; one line each. */
    public List<String> doubts() {
        return Collections.unmodifiableList(replay.doubts);
    }

    /** Files of the directory that were not read, and why. */
    public List<String> notes() {
        return notes;
    }

    /** The keys that commands removed. */
    public Deletions deletions() {
        return replay.deletions;
    }

    /** How many commands were read, those of dropped transactions included. */
    public long commands() {
        return replay.commands;
    }

    /** The second of the last {@code #TS:} line before the stop; empty where the server wrote none. */
    public Optional<Instant> lastTimestamp() {
        return replay.millis == Call.UNKNOWN ? Optional.empty() : Optional.of(Instant.ofEpochMilli(replay.millis));
    }
}
