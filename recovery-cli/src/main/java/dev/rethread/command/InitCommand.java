package dev.rethread.command;

import dev.rethread.incident.ExitCode;
import dev.rethread.incident.Incident;
import dev.rethread.incident.Manifest;
import dev.rethread.incident.OperatorException;
import dev.rethread.inventory.LiveServer;
import dev.rethread.live.LiveAddress;
import dev.rethread.profile.Profile;
import dev.rethread.profile.Profiles;
import dev.rethread.server.TargetReader;
import dev.rethread.source.Sniffer;
import dev.rethread.source.SourceException;
import dev.rethread.source.SourceKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an incident folder. */
@Command(
        name = "init",
        description = "Makes the folder of an incident, with incident.yaml in it, after checking that every source is"
                + " there and of a kind that can be read, and that live answers and is a master. Copies nothing.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rethread init incident --profile muut --base /backup/dump.rdb \\\\",
            "      --evidence replica-b=/aside/appendonlydir --evidence /aside/mongodump \\\\",
            "      --live redis://10.0.0.7:6379",
            "",
            "The base is the very dump that the server loaded when it came back. Evidence is what else survived;",
            "its order does not matter. Live may be an RDB file of the live server: then only dry runs are possible."
        })
final class InitCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private LiveOptions liveOptions = new LiveOptions();

    @Mixin
    private PolicyOptions policies = new PolicyOptions();

    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            defaultValue = ".",
            description = "The folder to make (default: this one).")
    private Path directory = Path.of(".");

    @Option(
            names = "--profile",
            defaultValue = Profiles.NONE,
            paramLabel = "NAME|FILE",
            description = "What the keys mean: a shipped profile (lamernews, muut, nodebb) or a YAML file. none, the"
                    + " default, means that nothing is known of them: all are merged key by key, in all databases.")
    private String profile = Profiles.NONE;

    @Option(
            names = "--base",
            paramLabel = "FILE",
            description = "The dump that live was rolled back to. Without it the base is what live and the evidence"
                    + " have alike: then nothing tells an edit from the older value, nor what was deleted in the gap.")
    private @Nullable Path base;

    @Option(
            names = "--rolled-back-to",
            paramLabel = "TIME",
            description = "Without --base, when that dump was made: 2014-03-27T10:00:00Z. Items that the profile knows"
                    + " to be older were in it: what live lacks of them was deleted since and stays away, what the"
                    + " evidence lacks was deleted in the gap.")
    private @Nullable String rolledBackTo;

    @Option(
            names = "--evidence",
            paramLabel = "[NAME=]PATH",
            description = "What survived of the lost time: RDB or AOF file, appendonlydir, mongodump, each"
                    + " compressed or not, or ARCHIVE!PATH in a tar archive. Repeatable.")
    private List<String> evidence = new ArrayList<>();

    @Option(
            names = "--live",
            required = true,
            paramLabel = "URL|FILE",
            description = "The server that runs now: redis://[user@]host[:port]; or an RDB file of it.")
    private String live = "";

    InitCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Path folder = console.directory().resolve(directory).normalize();
        Manifest.Policies decided = policies.of(console);
        Profile known = Workspace.profile(console, profile, decided.database(), decided.prefix());
        String dump = base == null
                ? null
                : console.directory().resolve(base).normalize().toString();
        List<InitReport.Found> found = new ArrayList<>();
        found.add(dump == null ? InitReport.DERIVED : keyspace("base", Path.of(dump)));
        List<Manifest.SourceEntry> entries = entries();
        entries.forEach(entry -> found.add(source(entry.name(), Path.of(entry.path()))));
        String target = live();
        found.add(LiveServer.isAddress(target) ? server(target, known) : keyspace("live", Path.of(target)));
        Manifest manifest = manifest(dump, entries, target, decided);
        Workspace.policies(new Incident(folder, manifest), known);
        Incident incident = Incident.create(folder, manifest);
        output.print(console, "init", new InitReport(incident.folder().toString(), found));
        return ExitCode.DONE.code();
    }

    private Manifest manifest(
            @Nullable String dump, List<Manifest.SourceEntry> entries, String target, Manifest.Policies decided) {
        try {
            String id = UUID.randomUUID().toString();
            Instant now = console.clock().instant();
            return Manifest.of(id, now, profileName(), dump, rolledBackTo, entries, target, decided);
        } catch (IllegalArgumentException e) {
            throw new OperatorException(
                    String.valueOf(e.getMessage()), "See 'rethread init --help'.", ExitCode.USAGE, e);
        }
    }

    /** A profile of one's own is found again from another directory. */
    private String profileName() {
        Path file = console.directory().resolve(profile);
        return Files.isRegularFile(file) ? file.normalize().toString() : profile;
    }

    private String live() {
        return LiveServer.isAddress(live)
                ? live
                : console.directory().resolve(live).normalize().toString();
    }

    private List<Manifest.SourceEntry> entries() {
        List<Manifest.SourceEntry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>(Manifest.RESERVED);
        for (String text : evidence) {
            int equals = text.indexOf('=');
            Path path = console.directory().resolve(text.substring(equals + 1)).normalize();
            String name = equals < 0 ? String.valueOf(path.getFileName()) : text.substring(0, equals);
            if (!names.add(name)) {
                throw new OperatorException(
                        "two sources are called '" + name + "'",
                        "Give one another name: --evidence NAME=" + path,
                        ExitCode.USAGE);
            }
            entries.add(new Manifest.SourceEntry(name, path.toString()));
        }
        return entries;
    }

    private static InitReport.Found keyspace(String name, Path path) {
        InitReport.Found found = source(name, path);
        if (found.kind().equals(SourceKind.BSON.label()) || found.kind().equals(SourceKind.MONGODUMP.label())) {
            throw new SourceException(
                    path + ": documents cannot be " + name + ", which must be a keyspace", "Name an RDB or AOF file.");
        }
        return found;
    }

    private static InitReport.Found source(String name, Path path) {
        Path place = Sniffer.locate(path);
        return new InitReport.Found(name, Sniffer.sniff(place).label(), place.toString());
    }

    private InitReport.Found server(String url, Profile known) {
        LiveAddress address = liveOptions.address(console, url);
        try (TargetReader target = TargetReader.open(address)) {
            String role = target.fingerprint(known.database()).role();
            if (!role.equals("master")) {
                throw new OperatorException(
                        address + ": is a replica (its role is '" + role + "'); what is written there is not kept",
                        "Name its master.",
                        ExitCode.PRECONDITION);
            }
        }
        return new InitReport.Found("live", "server", address.toString());
    }
}
