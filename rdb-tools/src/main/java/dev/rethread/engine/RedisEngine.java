package dev.rethread.engine;

import dev.rethread.aof.AofPart;
import dev.rethread.aof.AofSnapshot;
import dev.rethread.aof.Stop;
import dev.rethread.aof.Until;
import dev.rethread.rdb.RdbSnapshot;
import dev.rethread.source.SourceException;
import dev.rethread.source.SourceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Has a redis-server load an AOF, and reads what it then saves.
 *
 * <p>Keys whose expiry lies in the past are there with their expiry, as with {@link AofSnapshot}: the server is started
 * as a replica of nobody, and replicas expire nothing. Deadlines that an old file counts from the moment of a command
 * count from now.
 */
public final class RedisEngine {
    private static final long SLOWEST_BYTES_A_SECOND = 2 << 20;

    private final Path server;
    private final Duration patience;

    private RedisEngine(Path server, Duration patience) {
        this.server = server;
        this.patience = patience;
    }

    /**
     * An engine that starts a server for every reading.
     *
     * @param server the program, or its name on the PATH
     * @param patience how long it may take to start and to end; for loading and saving there is more by the file's size
     */
    public static RedisEngine of(Path server, Duration patience) {
        return new RedisEngine(server, patience);
    }

    /**
     * What the server made of the file.
     *
     * @param file the server's dump, already without a name in any folder; to be closed after the snapshot
     * @param stop up to where the server was given the file
     * @param note what the operator should know
     */
    public record Loaded(RdbSnapshot snapshot, SourceFile file, Stop stop, String note) implements AutoCloseable {
        @Override
        public void close() {
            file.close();
        }
    }

    /**
     * Loads the AOF at {@code path} up to where {@link AofSnapshot} would end.
     *
     * @throws SourceException where it cannot be read, the server cannot be started, refuses the file (its own words are
     *     in the message) or does not end in time
     */
    public Loaded read(String name, Path path, Until until) {
        Stop stop = stop(name, path, until);
        List<AofPart> parts = AofCopy.parts(path);
        try (PrivateFolder folder = PrivateFolder.create()) {
            ServerVersion version = ServerVersion.of(server, patience);
            long bytes = AofCopy.copy(path, parts, stop, folder.path(), version);
            ServerRun run = new ServerRun(server, folder.path(), path.toString());
            run.loadAndSave(patience.plusSeconds(bytes / SLOWEST_BYTES_A_SECOND));
            SourceFile dump = SourceFile.open(folder.path().resolve(ServerRun.DUMP));
            return loaded(name, dump, stop, version);
        } catch (IOException e) {
            throw new SourceException(
                    path + ": cannot be copied for the server: " + e,
                    "Look for room in the folder for temporary files.",
                    e);
        }
    }

    private static Loaded loaded(String name, SourceFile dump, Stop stop, ServerVersion version) {
        try {
            String note = "loaded by " + version + "; offsets are those of its dump, not of the AOF; up to " + stop;
            return new Loaded(RdbSnapshot.read(name, dump), dump, stop, note);
        } catch (SourceException unreadable) {
            dump.close();
            throw unreadable;
        }
    }

    /** Only a wipe or a moment needs a replay to be found; the end and an offset are where they are. */
    private static Stop stop(String name, Path path, Until until) {
        if (until instanceof Until.End) {
            return new Stop(Stop.Reason.END_OF_FILE, name, Long.MAX_VALUE, "the end");
        }
        if (until instanceof Until.Offset offset) {
            String part = offset.file().isEmpty() ? name : name + "/" + offset.file();
            return new Stop(Stop.Reason.UNTIL, part, offset.offset(), "as far as was asked for");
        }
        return AofSnapshot.read(name, path, until).stop();
    }
}
