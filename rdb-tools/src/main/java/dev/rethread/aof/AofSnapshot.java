package dev.rethread.aof;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.source.Damage;
import dev.rethread.source.SourceException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
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

    private AofSnapshot(AofFiles files, Replay replay, Stop stop) {
        this.name = files.name();
        this.replay = replay;
        this.parts = List.copyOf(replay.parts);
        this.notes = files.notes();
        this.stop = stop;
        this.keys = replay.databases.keys();
    }

    /** As {@link #read(String, Path, Until)}, up to a wipe. */
    public static AofSnapshot read(String name, Path path) {
        return read(name, path, Until.WIPE);
    }

    /**
     * Replays an AOF in one file, or a multi-part directory by its manifest, with the history files in it that tell of
     * the time before.
     *
     * @param name as the incident knows the source
     * @throws SourceException if it is missing, empty, holds no command, its manifest cannot be used, {@code until} names
     *     what is not in it, or its keyspace does not fit the memory of the JVM
     */
    public static AofSnapshot read(String name, Path path, Until until) {
        AofFiles files = AofFiles.of(name, path, until);
        AofSnapshot snapshot = read(files, until, null);
        if (AofManifest.isIncrement(path)) {
            snapshot.replay.doubts.add(name + ": an incremental part without its base; read the directory instead");
        }
        return snapshot;
    }

    /** A mass deletion is known as one only in its midst: then all is read again up to where it began. */
    private static AofSnapshot read(AofFiles files, Until until, @Nullable Stop known) {
        Replay replay = replay(files, until);
        Stop early = replay.stop();
        if (known == null && early != null && early.reason() == Stop.Reason.MASS_DELETION) {
            return read(files, Until.offset(early.part(), early.offset()), early);
        }
        requireCommands(files.name(), replay);
        Stop stop = known != null ? known : early != null ? early : end(files, replay);
        return new AofSnapshot(files, replay, stop);
    }

    /** An error of the JVM is caught only here, where nothing holds the keyspace any longer that has filled the heap. */
    private static Replay replay(AofFiles files, Until until) {
        Heap heap = new Heap(files.name(), files.size());
        try {
            Replay replay = new Replay(until, heap);
            files.replay(replay);
            return replay;
        } catch (OutOfMemoryError full) {
            throw heap.full();
        }
    }

    private static Stop end(AofFiles files, Replay replay) {
        String detail = "every command was replayed"
                + replay.limit().atEnd(files.name()).map(more -> "; " + more).orElse("");
        return new Stop(Stop.Reason.END_OF_FILE, replay.part(), replay.size(), detail);
    }

    private static void requireCommands(String name, Replay replay) {
        if (replay.commands == 0 && replay.databases.size() == 0 && !replay.damages.isEmpty()) {
            throw new SourceException(
                    name + ": no whole command in it: " + replay.damages.get(0),
                    "This is no append-only file, or its beginning is destroyed.");
        }
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
        return slot == null ? null : new Entry(key, slot.value.freeze(), slot.expireAt, slot.span());
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

    /** The function libraries, of preambles and commands: their sources by their names. They are never run. */
    public Map<Bytes, Bytes> functions() {
        return Collections.unmodifiableMap(replay.databases.functions());
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

    /** The keys that commands removed, those of history files included. */
    public Deletions deletions() {
        return replay.deletions;
    }

    /** How many commands were read, those of dropped transactions included. */
    public long commands() {
        return replay.commands;
    }

    /** The second of the last {@code #TS:} line before the stop. */
    @Override
    public long written() {
        return lastTimestamp().map(Instant::toEpochMilli).orElse(0L);
    }

    /** The second of the last {@code #TS:} line before the stop; empty where the server wrote none. */
    public Optional<Instant> lastTimestamp() {
        return replay.millis == Call.UNKNOWN ? Optional.empty() : Optional.of(Instant.ofEpochMilli(replay.millis));
    }
}
