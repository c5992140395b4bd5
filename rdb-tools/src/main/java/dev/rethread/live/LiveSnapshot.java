package dev.rethread.live;

import dev.rethread.keyspace.Entry;
import dev.rethread.keyspace.Key;
import dev.rethread.keyspace.MemorySnapshot;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A live server's whole keyspace at one moment, held in memory.
 *
 * <p>The server forks and sends its dump as to a new replica (PSYNC); its keys are neither read one by one nor touched,
 * and keys that expired but were not yet evicted are in the dump with their deadline. Of a cluster this is one node's
 * share.
 *
 * <p>What the server itself does: with {@code repl-diskless-sync no} (the default before Redis 7) it writes the dump to
 * its {@code dbfilename} first, as it does for any replica. Where that file is evidence, copy it before reading.
 */
public final class LiveSnapshot {
    /** The source's name in every snapshot of a live server. */
    public static final String SOURCE = "live";

    private static final int REPORT_EVERY = 4096;

    private final LiveAddress address;
    private final Progress progress;
    private final Map<Key, Entry> entries = new LinkedHashMap<>();
    private final PsyncClient client;

    private LiveSnapshot(LiveAddress address, Progress progress) {
        this.address = address;
        this.progress = progress;
        this.client = new PsyncClient(address, this::add);
    }

    /**
     * Takes the snapshot; it is complete.
     *
     * @throws LiveException where the server cannot be reached, refuses, falls silent for longer than the read timeout
     *     or sends anything but a whole dump
     */
    public static MemorySnapshot read(LiveAddress address, Progress progress) {
        LiveSnapshot snapshot = new LiveSnapshot(address, progress);
        snapshot.receive();
        return new MemorySnapshot(SOURCE, true, snapshot.entries);
    }

    private void receive() {
        try {
            client.open();
        } catch (IOException failure) {
            throw Failure.lost(address, entries.size(), failure);
        } catch (LiveException refused) {
            throw refused;
        } catch (RuntimeException | AssertionError failure) {
            // The library has no type of its own for what it cannot decode.
            throw Failure.unreadable(address, entries.size(), failure);
        }
        if (!client.whole()) {
            throw Failure.torn(address, entries.size(), null);
        }
        progress.advanced(entries.size(), client.received());
    }

    private void add(Entry entry) {
        entries.put(entry.key(), entry);
        if (entries.size() % REPORT_EVERY == 0) {
            progress.advanced(entries.size(), client.received());
        }
    }
}
