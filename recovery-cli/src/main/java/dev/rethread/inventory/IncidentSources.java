package dev.rethread.inventory;

import dev.rethread.incident.ExitCode;
import dev.rethread.incident.Incident;
import dev.rethread.incident.Manifest;
import dev.rethread.incident.OperatorException;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.profile.Profile;
import dev.rethread.rebase.AppliedCounts;
import dev.rethread.rebase.Evidence;
import dev.rethread.rebase.Policies;
import dev.rethread.rebase.Rebase;
import dev.rethread.rebase.Staging;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The base, where there is one, and all evidence of an incident, open until closed. */
public final class IncidentSources implements AutoCloseable {
    /** What reports call the base. */
    public static final String BASE = "base";

    private final SurvivorOpener opener = SurvivorOpener.hashing();
    private final List<Survivor> evidence = new ArrayList<>();
    private final long rolledBackTo;
    private @Nullable Survivor base;

    private IncidentSources(long rolledBackTo) {
        this.rolledBackTo = rolledBackTo;
    }

    /**
     * Opens all of them.
     *
     * @param opening told the name of each before it is read
     * @throws OperatorException if the base is not a whole keyspace
     * @throws dev.rethread.source.SourceException if one cannot be used at all
     */
    public static IncidentSources open(Incident incident, Consumer<String> opening) {
        Manifest manifest = incident.manifest();
        IncidentSources sources = new IncidentSources(
                manifest.rolledBack().map(Instant::toEpochMilli).orElse(0L));
        try {
            String base = manifest.base();
            sources.base =
                    base == null ? null : sources.opened(incident, new Manifest.SourceEntry(BASE, base), opening);
            manifest.evidence().forEach(entry -> sources.evidence.add(sources.opened(incident, entry, opening)));
            sources.checkBase();
            return sources;
        } catch (RuntimeException e) {
            sources.close();
            throw e;
        }
    }

    private Survivor opened(Incident incident, Manifest.SourceEntry entry, Consumer<String> opening) {
        opening.accept(entry.name());
        return opener.open(entry.name(), incident.resolve(entry.path()), reading(entry));
    }

    /**
     * How the manifest wants an append-only file to be read.
     *
     * @throws OperatorException if it says what cannot be understood
     */
    public static AofReading reading(Manifest.SourceEntry entry) {
        try {
            return AofReading.parse(entry.until(), entry.untilOffset(), entry.engine());
        } catch (IllegalArgumentException e) {
            throw new OperatorException(
                    Incident.FILE + ": source " + entry.name() + ": " + e.getMessage(),
                    "Correct it there.",
                    ExitCode.USAGE,
                    e);
        }
    }

    private void checkBase() {
        if (base != null && !base.complete()) {
            throw new OperatorException(
                    base.path() + ": the base is no whole keyspace, so nothing can be compared with it",
                    "See 'rethread inventory'; name the very dump that the server loaded when it came back.",
                    ExitCode.SOURCE);
        }
    }

    /** The base; empty where none is left. */
    public Optional<Survivor> base() {
        return Optional.ofNullable(base);
    }

    public List<Survivor> evidence() {
        return List.copyOf(evidence);
    }

    /**
     * {@code merge(base, evidence, live)}, as {@code policies} say; without a base, what live and the evidence have
     * alike is it.
     *
     * @throws OperatorException if live has nothing of the base or lacks an id that is given, or a value of the base turned out damaged
     */
    public Staging merge(Profile profile, Snapshot live, AppliedCounts applied, Policies policies) {
        List<Evidence> lost = evidence.stream().map(Survivor::evidence).toList();
        if (base == null) {
            return Rebase.withoutBase(profile, lost, live, applied, policies, rolledBackTo);
        }
        Snapshot common = Objects.requireNonNull(base.snapshot());
        checkRelated(common, live);
        Staging staging = Rebase.of(profile, common, lost, live, applied, policies);
        checkBase();
        return staging;
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
        List<Survivor> all = new ArrayList<>(evidence);
        base().ifPresent(all::add);
        for (Survivor survivor : all) {
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
