package dev.rethread.live;

import dev.rethread.keyspace.Bytes;
import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.KeySink;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.rdb.RdbSnapshot;
import dev.rethread.source.Received;
import dev.rethread.source.SourceException;
import dev.rethread.source.SourceFile;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A live server's whole keyspace at one moment, open until it is closed. Not thread-safe.
 *
 * <p>The server forks and sends its dump as to a new replica (PSYNC); its keys are neither read one by one nor touched,
 * and keys that expired but were not yet evicted are in the dump with their deadline. Of a cluster this is one node's
 * share. The dump is kept as what was unpacked is, see {@link Received}: small in memory, large in a file that only this
 * process can read; so a keyspace of any size takes about 38 bytes of heap a key.
 *
 * <p>What the server itself does: with {@code repl-diskless-sync no} (the default before Redis 7) it writes the dump to
 * its {@code dbfilename} first, as it does for any replica. Where that file is evidence, copy it before reading.
 */
public final class LiveSnapshot implements Snapshot, AutoCloseable {
    /** The source's name in every snapshot of a live server. */
    public static final String SOURCE = "live";

    private final LiveAddress address;
    private final SourceFile file;
    private final RdbSnapshot dump;

    private LiveSnapshot(LiveAddress address, SourceFile file) {
        this.address = address;
        this.file = file;
        this.dump = RdbSnapshot.read(SOURCE, file);
    }

    /**
     * Takes the snapshot; it is complete.
     *
     * @throws LiveException where the server cannot be reached, refuses, falls silent for longer than the read timeout
     *     or sends anything but a whole dump
     * @throws SourceException where there is no room to keep the dump
     */
    public static LiveSnapshot read(LiveAddress address, Progress progress) {
        SourceFile file = receive(address, progress);
        try {
            LiveSnapshot snapshot = decode(address, file);
            progress.advanced(snapshot.keys().size(), file.size());
            return snapshot;
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static SourceFile receive(LiveAddress address, Progress progress) {
        try (Received received = new Received(SOURCE)) {
            PsyncClient client = new PsyncClient(address, (bytes, length) -> {
                received.add(bytes, length);
                progress.advanced(0, received.size());
            });
            try {
                client.open();
            } catch (IOException failure) {
                throw Failure.lost(address, received.size(), failure);
            } catch (LiveException | SourceException refused) {
                throw refused;
            } catch (RuntimeException | AssertionError failure) {
                // The library has no type of its own for an answer that is none.
                throw Failure.unreadable(address, received.size(), failure);
            }
            if (!client.whole()) {
                throw Failure.torn(address, received.size(), null);
            }
            return received.file();
        }
    }

    private static LiveSnapshot decode(LiveAddress address, SourceFile file) {
        try {
            LiveSnapshot snapshot = new LiveSnapshot(address, file);
            snapshot.requireWhole();
            return snapshot;
        } catch (SourceException notAnRdb) {
            throw Failure.unreadable(address, file.size(), notAnRdb);
        }
    }

    /**
     * Values are decoded when they are asked for, so one may turn out damaged after the reading: what this snapshot told
     * is then not to be relied on.
     *
     * @throws LiveException if one did
     */
    public void requireWhole() {
        if (!dump.complete()) {
            throw Failure.damaged(address, file.size(), dump.damages());
        }
    }

    /** The sources of the server's function libraries. */
    public List<Bytes> functions() {
        return dump.functions();
    }

    @Override
    public String source() {
        return dump.source();
    }

    @Override
    public boolean complete() {
        return dump.complete();
    }

    @Override
    public long written() {
        return dump.written();
    }

    @Override
    public Collection<Key> keys() {
        return dump.keys();
    }

    @Override
    public @Nullable Entry get(Key key) {
        return dump.get(key);
    }

    @Override
    public void walk(KeySink sink) {
        dump.walk(sink);
    }

    @Override
    public boolean partial(Key key) {
        return dump.partial(key);
    }

    @Override
    public long fingerprint(Key key) {
        return dump.fingerprint(key);
    }

    @Override
    public void unlike(Snapshot other, Consumer<Key> keys) {
        dump.unlike(other instanceof LiveSnapshot live ? live.dump : other, keys);
    }

    /** Gives up the dump. */
    @Override
    public void close() {
        file.close();
    }
}
