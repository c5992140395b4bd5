package dev.rethread.inventory;

import dev.rethread.incident.ExitCode;
import dev.rethread.incident.Incident;
import dev.rethread.incident.Manifest;
import dev.rethread.incident.OperatorException;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.profile.Profile;
import dev.rethread.rebase.AppliedCounts;
import dev.rethread.rebase.Evidence;
import dev.rethread.rebase.Rebase;
import dev.rethread.rebase.Staging;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** The base and all evidence of an incident, open until closed. */
public final class IncidentSources implements AutoCloseable {
    /** What reports call the base. */
    public static final String BASE = "base";

    private final SurvivorOpener opener = new SurvivorOpener();
    private final List<Survivor> evidence = new ArrayList<>();
    private final Survivor base;

    private IncidentSources(Incident incident, Consumer<String> opening) {
        opening.accept(BASE);
        base = opener.open(BASE, incident.resolve(incident.manifest().base()));
        for (Manifest.SourceEntry entry : incident.manifest().evidence()) {
            opening.accept(entry.name());
            evidence.add(opener.open(entry.name(), incident.resolve(entry.path())));
        }
    }

    /**
     * Opens all of them.
     *
     * @param opening told the name of each before it is read
     * @throws OperatorException if the base is not a whole keyspace
     * @throws dev.rethread.source.SourceException if one cannot be used at all
     */
    public static IncidentSources open(Incident incident, Consumer<String> opening) {
        IncidentSources sources = new IncidentSources(incident, opening);
        if (!sources.base.complete() || sources.base.snapshot() == null) {
            sources.close();
            throw new OperatorException(
                    sources.base.path() + ": the base is no whole keyspace, so nothing can be compared with it",
                    "See 'rethread inventory'; name the very dump that the server loaded when it came back.",
                    ExitCode.SOURCE);
        }
        return sources;
    }

    public Survivor base() {
        return base;
    }

    public List<Survivor> evidence() {
        return List.copyOf(evidence);
    }

    /** The base, then the evidence. */
    public List<Survivor> all() {
        List<Survivor> all = new ArrayList<>(List.of(base));
        all.addAll(evidence);
        return all;
    }

    /**
     * {@code merge(base, evidence, live)}.
     *
     * @throws OperatorException if live has nothing of the base
     */
    public Staging merge(Profile profile, Snapshot live, AppliedCounts applied) {
        List<Evidence> lost = evidence.stream().map(Survivor::evidence).toList();
        Snapshot common = Objects.requireNonNull(base.snapshot());
        checkRelated(common, live);
        return Rebase.of(profile, common, lost, live, applied);
    }

    /** A live that has nothing of the base was not rolled back to it: all would count as deleted since. */
    private static void checkRelated(Snapshot base, Snapshot live) {
        if (!base.keys().isEmpty() && base.keys().stream().allMatch(key -> live.get(key) == null)) {
            throw new OperatorException(
                    "live has not one key of the base",
                    "Check that 'live' names the server that came back with the base, and the base that very dump.",
                    ExitCode.PRECONDITION);
        }
    }

    /**
     * Hashes every source again.
     *
     * @throws OperatorException if one is not what it was when it was opened
     */
    public void checkUnchanged() {
        for (Survivor survivor : all()) {
            if (!SourceDigest.of(survivor.path()).equals(survivor.digest())) {
                throw new OperatorException(
                        survivor.path() + ": changed while it was being read",
                        "Something still writes to it: work on a copy.",
                        ExitCode.PRECONDITION);
            }
        }
    }

    @Override
    public void close() {
        opener.close();
    }
}
