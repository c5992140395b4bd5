package dev.rethread.command;

import dev.rethread.incident.ExitCode;
import dev.rethread.incident.Incident;
import dev.rethread.incident.IncidentLock;
import dev.rethread.incident.Manifest;
import dev.rethread.incident.OperatorException;
import dev.rethread.inventory.IncidentSources;
import dev.rethread.inventory.LiveServer;
import dev.rethread.inventory.SourceDigest;
import dev.rethread.inventory.Survivor;
import dev.rethread.inventory.SurvivorOpener;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.ledger.Ledger;
import dev.rethread.ledger.SourceRow;
import dev.rethread.live.LiveAddress;
import dev.rethread.live.LiveSnapshot;
import dev.rethread.profile.Profile;
import dev.rethread.profile.Profiles;
import dev.rethread.rebase.Policies;
import dev.rethread.rebase.Staging;
import dev.rethread.report.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An incident folder that this process has taken: its manifest, its profile, its ledger. */
final class Workspace implements AutoCloseable {
    private final Console console;
    private final Incident incident;
    private final IncidentLock lock;
    private final Profile profile;
    private final Ledger ledger;

    private Workspace(Console console, Incident incident, String command) {
        this.console = console;
        this.incident = incident;
        this.lock = incident.lock(command);
        try {
            this.profile = profile(console, incident.manifest());
            this.ledger = Ledger.open(incident.ledger());
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Finds and takes the incident folder for {@code command}. */
    static Workspace open(Console console, IncidentOptions options, String command) {
        return new Workspace(console, options.find(console), command);
    }

    /** A shipped profile by name, or a file. */
    static Profile profile(Console console, String nameOrFile) {
        boolean file = nameOrFile.endsWith(".yaml") || nameOrFile.endsWith(".yml");
        return Profiles.read(file ? console.directory().resolve(nameOrFile).toString() : nameOrFile);
    }

    /** The incident's profile, in its database and behind its prefix. */
    static Profile profile(Console console, Manifest manifest) {
        Manifest.Policies policies = manifest.policies();
        return profile(console, manifest.profile(), policies.database(), policies.prefix());
    }

    /** A profile for a forum in another place than it says; null for where it says. */
    static Profile profile(Console console, String nameOrFile, @Nullable Integer database, @Nullable String prefix) {
        Profile read = profile(console, nameOrFile);
        if (database != null && database < 0) {
            throw new OperatorException("no database " + database, "They count from 0.", ExitCode.USAGE);
        }
        return read.at(
                Objects.requireNonNullElse(database, read.database()),
                Objects.requireNonNullElse(prefix, read.prefix()));
    }

    /**
     * What the incident decides.
     *
     * @throws OperatorException if its map of ids does not fit the profile
     */
    static Policies policies(Incident incident, Profile profile) {
        Manifest.Policies decided = incident.manifest().policies();
        try {
            return new Policies(
                    Policies.given(profile, incident.mappedIds()),
                    decided.reposts() == Manifest.Reposts.MERGE,
                    decided.absent() == Manifest.Absent.PLACEHOLDER);
        } catch (IllegalArgumentException e) {
            throw new OperatorException(
                    incident.map() + ": " + e.getMessage(),
                    "See 'rethread profile show " + profile.name() + "' for the domains.",
                    ExitCode.PRECONDITION,
                    e);
        }
    }

    /** What the operator decided is an input as the sources are. */
    private void decisions(List<SourceRow> rows) {
        rows.add(row(incident.file(), "incident"));
        Path map = incident.map();
        if (map != null) {
            rows.add(row(map, "map"));
        }
        Path own = console.directory().resolve(incident.manifest().profile());
        if (Files.isRegularFile(own)) {
            rows.add(row(own, "profile"));
        }
    }

    private static SourceRow row(Path file, String role) {
        SourceDigest digest = SourceDigest.of(file);
        return new SourceRow(role, role, "yaml", file.toString(), digest.bytes(), digest.sha256());
    }

    Incident incident() {
        return incident;
    }

    Profile profile() {
        return profile;
    }

    Ledger ledger() {
        return ledger;
    }

    /** The staging and the sources that it comes from. */
    record Merged(Staging staging, List<SourceRow> sources) {}

    /** Reads every source and live, and merges them; writes nothing. */
    Merged merge(LiveOptions options) {
        Progress progress = console.progress();
        List<SourceRow> rows = new ArrayList<>();
        try (IncidentSources sources = IncidentSources.open(incident, name -> step(progress, "reading " + name));
                SurvivorOpener opener = SurvivorOpener.hashing()) {
            decisions(rows);
            sources.base().ifPresent(base -> rows.add(row(base, IncidentSources.BASE)));
            sources.evidence().forEach(survivor -> rows.add(row(survivor, "evidence")));
            Staging staging = LiveServer.isAddress(incident.manifest().live())
                    ? withServer(sources, options, progress)
                    : withDump(sources, opener, rows, progress);
            step(progress, "checking that the sources are as they were");
            sources.checkUnchanged();
            return new Merged(staging, rows);
        } finally {
            progress.done();
        }
    }

    private void step(Progress progress, String doing) {
        console.interrupt().check();
        progress.update(doing, 0, 0);
    }

    private Staging withServer(IncidentSources sources, LiveOptions options, Progress progress) {
        LiveAddress address = options.address(console, incident.manifest().live());
        step(progress, "reading live: waiting for the server's dump");
        try (LiveSnapshot live =
                LiveSnapshot.read(address, (keys, bytes) -> progress.update("reading live, bytes", bytes, 0))) {
            Staging staging = merge(sources, live, progress);
            live.requireWhole();
            return staging;
        }
    }

    private Staging withDump(IncidentSources sources, SurvivorOpener opener, List<SourceRow> rows, Progress progress) {
        Survivor dump = opener.open("live", incident.resolve(incident.manifest().live()));
        rows.add(row(dump, "live"));
        Snapshot live = whole(dump);
        Staging staging = merge(sources, live, progress);
        whole(dump);
        return staging;
    }

    private Staging merge(IncidentSources sources, Snapshot live, Progress progress) {
        step(progress, "merging");
        return sources.merge(profile, live, ledger.applied(), policies(incident, profile));
    }

    /** Asked again after the merge: a value may turn out damaged when it is decoded. */
    private static Snapshot whole(Survivor dump) {
        Snapshot snapshot = dump.snapshot();
        if (snapshot == null || !dump.complete()) {
            throw new OperatorException(
                    dump.path() + ": this is no whole keyspace of the live server",
                    "Take a new dump of it, or name the server itself in " + Incident.FILE + ".",
                    ExitCode.SOURCE);
        }
        return snapshot;
    }

    private static SourceRow row(Survivor survivor, String role) {
        return new SourceRow(
                survivor.name(),
                role,
                survivor.kind().label(),
                survivor.path().toString(),
                survivor.digest().bytes(),
                survivor.digest().sha256());
    }

    /**
     * The live server, which must be one.
     *
     * @throws OperatorException if the incident names a dump instead
     */
    LiveAddress target(LiveOptions options) {
        String live = incident.manifest().live();
        if (!LiveServer.isAddress(live)) {
            throw new OperatorException(
                    "live is a dump, " + live + ": nothing can be written to it",
                    "Name the server as 'live: redis://host:port' in " + Incident.FILE + ", then stage again.",
                    ExitCode.PRECONDITION);
        }
        return options.address(console, live);
    }

    @Override
    public void close() {
        ledger.close();
        lock.close();
    }
}
