package dev.rethread.command;

import dev.rethread.incident.ExitCode;
import dev.rethread.incident.OperatorException;
import dev.rethread.inventory.SourceDigest;
import dev.rethread.item.IdMapping;
import dev.rethread.item.Reference;
import dev.rethread.keyspace.Bytes;
import dev.rethread.ledger.Ledger;
import dev.rethread.ledger.PlanRow;
import dev.rethread.ledger.SourceRow;
import dev.rethread.live.LiveAddress;
import dev.rethread.plan.PlanFile;
import dev.rethread.plan.PlanHeader;
import dev.rethread.plan.PlanStep;
import dev.rethread.plan.Planner;
import dev.rethread.plan.TargetFingerprint;
import dev.rethread.profile.Counter;
import dev.rethread.profile.Domain;
import dev.rethread.profile.Profile;
import dev.rethread.server.TargetReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Every write of a replay, in order, with its precondition, in one file with a digest. */
@Command(
        name = "plan",
        description = "Writes what is staged into a plan file: every write, in order, with its precondition and where"
                + " it comes from. People's texts stand in it as digests. Live is only read.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rethread plan",
            "  rethread plan --unattributed",
            "  jq -c 'select(.step) | [.step, .key, .must]' plans/plan-0001.jsonl | less"
        })
final class PlanCommand extends IncidentCommand {
    @Mixin
    private LiveOptions live = new LiveOptions();

    @Option(
            names = "--unattributed",
            description = "Plan the keys that no rule of the profile knows, too, merged key by key.")
    private boolean unattributed;

    PlanCommand(Console console) {
        super(console, "plan");
    }

    @Override
    ExitCode run(Workspace workspace) {
        PlanReport report = plan(workspace);
        print(report);
        return ExitCode.DONE;
    }

    private PlanReport plan(Workspace workspace) {
        Ledger ledger = workspace.ledger();
        String staging = ledger.staging()
                .orElseThrow(() -> new OperatorException(
                        "nothing is staged yet", "Run 'rethread stage' first.", ExitCode.PRECONDITION));
        if (ledger.plans().stream()
                .anyMatch(known -> known.consumed() && known.staging().equals(staging))) {
            throw new OperatorException(
                    "what is staged has been replayed already",
                    "Run 'rethread stage' again; then this plans what is left.",
                    ExitCode.PRECONDITION);
        }
        checkInputs(ledger.sources());
        TargetFingerprint target = fingerprint(workspace);
        List<PlanStep> steps = Planner.plan(ledger.plannable(unattributed));
        PlanHeader header = new PlanHeader(
                workspace.incident().manifest().id(),
                staging,
                workspace.profile().name(),
                console().clock().instant().toString(),
                target,
                inputs(ledger.sources()),
                reservations(workspace, steps),
                unattributed);
        long leftOut = unattributed ? 0 : ledger.unattributed();
        int writes = steps.stream().mapToInt(step -> step.writes().size()).sum();
        if (steps.isEmpty()) {
            return new PlanReport(null, null, target, 0, 0, Map.of(), List.of(), leftOut);
        }
        Path file = workspace
                .incident()
                .plans()
                .resolve("plan-%04d.jsonl".formatted(ledger.plans().size() + 1));
        String digest = PlanFile.write(file, header, steps);
        Instant now = console().clock().instant();
        ledger.record(new PlanRow(
                digest, file.getFileName().toString(), staging, steps.size(), writes, now.toEpochMilli(), false));
        String shown = workspace.incident().folder().relativize(file).toString();
        return new PlanReport(
                shown, digest, target, steps.size(), writes, kinds(steps), header.reservations(), leftOut);
    }

    private static void checkInputs(List<SourceRow> sources) {
        for (SourceRow source : sources) {
            if (!SourceDigest.of(Path.of(source.path())).sha256().equals(source.sha256())) {
                throw new OperatorException(
                        source.path() + ": not what it was when it was staged",
                        "Find out what changed it, then run 'rethread stage' again.",
                        ExitCode.PRECONDITION);
            }
        }
    }

    private TargetFingerprint fingerprint(Workspace workspace) {
        LiveAddress address = workspace.target(live);
        try (TargetReader target = TargetReader.open(address)) {
            return target.fingerprint(workspace.profile().database());
        }
    }

    private static List<PlanHeader.Input> inputs(List<SourceRow> sources) {
        return sources.stream()
                .map(source -> new PlanHeader.Input(source.name(), source.role(), source.sha256()))
                .toList();
    }

    /** How many ids of each domain the plan's writes need that nobody has yet. */
    private static List<PlanHeader.Reservation> reservations(Workspace workspace, List<PlanStep> steps) {
        Map<Reference, IdMapping> ids = workspace.ledger().ids();
        Map<String, Long> counts = new TreeMap<>();
        steps.stream()
                .flatMap(step -> step.references().stream())
                .distinct()
                .map(ids::get)
                .filter(id -> id != null && id.live() == null)
                .forEach(id -> counts.merge(id.lost().domain(), 1L, Long::sum));
        return counts.entrySet().stream()
                .map(domain -> reservation(
                        workspace.profile(),
                        domain.getKey(),
                        domain.getValue(),
                        space -> parent(workspace.profile(), ids, space)))
                .toList();
    }

    /** What ids within something are within, in live's ids: that has one already where fresh ones are taken. */
    private static Bytes parent(Profile profile, Map<Reference, IdMapping> ids, String space) {
        String within = profile.domain(space).within();
        if (within == null) {
            return Bytes.EMPTY;
        }
        Reference parent = new Reference(within, Bytes.of(Domain.parent(space)));
        IdMapping mapping = ids.get(parent);
        Bytes live = mapping == null ? null : mapping.live();
        return live == null ? parent.id() : live;
    }

    private static PlanHeader.Reservation reservation(
            Profile profile, String domain, long count, Function<String, Bytes> parents) {
        Counter counter = Objects.requireNonNull(profile.domain(domain).counter());
        Bytes parent = parents.apply(domain);
        String key = profile.key(counter.key(), placeholder -> parent).name().utf8();
        return new PlanHeader.Reservation(domain, key, counter.field(), count);
    }

    /** Items per kind; an item may have writes in several steps. */
    private static Map<String, Long> kinds(List<PlanStep> steps) {
        Map<Long, String> items = new TreeMap<>();
        steps.forEach(step -> step.writes().forEach(write -> items.put(write.itemRow(), write.kind())));
        Map<String, Long> kinds = new TreeMap<>();
        items.values().forEach(kind -> kinds.merge(kind, 1L, Long::sum));
        return kinds;
    }
}
