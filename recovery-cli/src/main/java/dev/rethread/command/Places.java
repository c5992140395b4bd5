package dev.rethread.command;

import dev.rethread.incident.ExitCode;
import dev.rethread.incident.OperatorException;
import dev.rethread.inventory.LiveServer;
import dev.rethread.inventory.Survivor;
import dev.rethread.inventory.SurvivorOpener;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.live.LiveAddress;
import dev.rethread.live.LiveSnapshot;
import dev.rethread.rdb.RdbSnapshot;
import dev.rethread.report.Progress;
import java.util.ArrayList;
import java.util.List;

/** Opens the keyspaces that a command line names, files and servers alike, and keeps them open until it is closed. */
final class Places implements AutoCloseable {
    private final Console console;
    private final LiveOptions live;
    private final Progress progress;
    private final SurvivorOpener opener = SurvivorOpener.plain();
    private final List<LiveSnapshot> servers = new ArrayList<>();

    Places(Console console, LiveOptions live, Progress progress) {
        this.console = console;
        this.live = live;
        this.progress = progress;
    }

    /**
     * Reads the keyspace at {@code place}.
     *
     * @throws OperatorException if it holds documents
     * @throws dev.rethread.source.SourceException if it cannot be read
     * @throws dev.rethread.live.LiveException if the server does not hand it out
     */
    Place open(String place) {
        console.interrupt().check();
        return LiveServer.isAddress(place) ? server(place) : file(place);
    }

    private Place server(String url) {
        LiveAddress address = live.address(console, url);
        progress.update("reading " + address + ": waiting for the server's dump", 0, 0);
        LiveSnapshot snapshot = LiveSnapshot.read(
                address, (keys, bytes) -> progress.update("reading " + address + ", bytes", bytes, 0));
        servers.add(snapshot);
        return new Place(address.toString(), "live", snapshot, List::of, snapshot::functions, List.of());
    }

    private Place file(String path) {
        progress.update("reading " + path, 0, 0);
        Survivor survivor = opener.open(path, console.directory().resolve(path).normalize());
        Snapshot snapshot = survivor.snapshot();
        if (snapshot == null) {
            throw new OperatorException(
                    survivor.path() + ": a " + survivor.kind().label() + " holds documents, no keyspace",
                    "Name an RDB, an AOF or a server; 'rethread inventory' looks into documents.",
                    ExitCode.SOURCE);
        }
        return new Place(
                path,
                survivor.kind().label(),
                snapshot,
                survivor::damages,
                () -> snapshot instanceof RdbSnapshot rdb ? rdb.functions() : List.of(),
                survivor.notes());
    }

    @Override
    public void close() {
        servers.forEach(LiveSnapshot::close);
        opener.close();
    }
}
