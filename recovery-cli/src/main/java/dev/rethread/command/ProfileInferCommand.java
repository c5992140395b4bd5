package dev.rethread.command;

import dev.rethread.dump.PartFile;
import dev.rethread.infer.Inference;
import dev.rethread.infer.Proposal;
import dev.rethread.inventory.LiveServer;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.report.Progress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A profile for a keyspace that nobody has described. */
@Command(
        name = "infer",
        description = "Proposes a profile for an unknown keyspace: kinds of item with their times, authors, parents and"
                + " references, what issues ids, indexes, relations, counts, and what must be kept out as a credential."
                + " Behind each line stands how sure it is, and why. No value is printed.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rethread profile infer /backup/dump.rdb --out my-forum.yaml",
            "  rethread profile infer stale.rdb full.rdb --database 2 > my-forum.yaml",
            "  rethread profile infer dump.rdb --format json | jq '.untold'",
            "",
            "Of several dumps a key is read in the largest that has it. Names, types and forms of all values are looked at;",
            "what refers to what is told by samples of 512 of each place, alike in every run.",
            "Read every line before the profile is used: init, gap and stage write nothing and show what it makes of",
            "the lost time.",
            "",
            "Exit code 0 where a rule is proposed for every key, 1 where some are left, 5 where a source cannot be read."
        })
final class ProfileInferCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private LiveOptions live = new LiveOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "DUMP",
            description = "RDB or AOF file, appendonlydir or redis://[user@]host[:port].")
    private List<String> sources = List.of();

    @Option(
            names = "--database",
            paramLabel = "N",
            description = "The forum is in this database; otherwise the one with the most keys is read.")
    private @Nullable Integer database;

    @Option(names = "--out", paramLabel = "FILE", description = "The file to write; otherwise the profile is printed.")
    private @Nullable Path out;

    @Option(names = "--force", description = "Replace FILE if there is one.")
    private boolean force;

    ProfileInferCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Progress progress = console.progress();
        ProfileInferReport report;
        try (Places places = new Places(console, live, progress)) {
            Path file = out == null ? null : target(out);
            report = infer(sources.stream().map(places::open).toList(), progress);
            if (file != null) {
                write(file, report.yaml());
            }
        } finally {
            progress.done();
        }
        output.print(console, "profile infer", report);
        report.sayings().forEach(line -> console.say("rethread: " + line));
        return report.exitCode().code();
    }

    private ProfileInferReport infer(List<Place> places, Progress progress) {
        List<Snapshot> snapshots = places.stream().map(Place::snapshot).toList();
        long keys =
                snapshots.stream().mapToLong(snapshot -> snapshot.keys().size()).sum();
        long[] done = new long[1];
        Inference inference = new Inference(snapshots, database, () -> {
            console.interrupt().check();
            progress.update("inferring, keys", ++done[0], Inference.PASSES * keys);
        });
        Proposal proposal = inference.propose(name());
        List<String> damaged = places.stream()
                .filter(place -> !place.complete())
                .map(place -> place.name() + " is not whole, what it lacks was not seen")
                .toList();
        return ProfileInferReport.of(sources, out, proposal, damaged);
    }

    /** As the file is called; a profile's name. */
    private String name() {
        String file = out == null ? "" : String.valueOf(out.getFileName());
        String name = file.replaceFirst("\\.ya?ml$", "").replaceAll("[^A-Za-z0-9_-]+", "-");
        return name.isEmpty() ? "proposed" : name;
    }

    private Path target(Path named) {
        Path file = console.directory().resolve(named).normalize();
        for (String source : sources) {
            if (!LiveServer.isAddress(source)) {
                PartFile.checkApart(file, console.directory().resolve(source).normalize());
            }
        }
        return file;
    }

    private void write(Path file, String yaml) {
        try (PartFile part = PartFile.create(file, force)) {
            part.write(to -> {
                to.write(yaml.getBytes(StandardCharsets.UTF_8));
                return yaml;
            });
            part.commit();
        }
    }
}
