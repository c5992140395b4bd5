package dev.rethread.command;

import dev.rethread.incident.ExitCode;
import dev.rethread.incident.Incident;
import dev.rethread.incident.Manifest;
import dev.rethread.inventory.IncidentSources;
import dev.rethread.inventory.LiveServer;
import dev.rethread.inventory.Survey;
import dev.rethread.inventory.SurvivorOpener;
import dev.rethread.live.LiveAddress;
import dev.rethread.live.LiveSnapshot;
import dev.rethread.profile.Profile;
import dev.rethread.report.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What survived: kind, integrity, age of the content, coverage, damage. */
@Command(
        name = "inventory",
        description = "Shows what survived: kind, integrity, age of the content, coverage, damage."
                + " Without arguments: the sources of the incident folder and live.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rethread inventory",
            "  rethread inventory --profile muut /backup/*.rdb /var/lib/redis/appendonlydir",
            "  rethread inventory --profile muut redis://10.0.0.7:6379",
            "",
            "Exit code 1 where something is damaged, or a keyspace is not whole."
        })
final class InventoryCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private IncidentOptions incidents = new IncidentOptions();

    @Mixin
    private LiveOptions live = new LiveOptions();

    @Option(
            names = "--profile",
            paramLabel = "NAME|FILE",
            description = "What the keys mean; otherwise the incident's. Without one, ages stay unknown.")
    private @Nullable String profileName;

    @Parameters(paramLabel = "PATH|URL", description = "Files, directories, redis://[user@]host[:port].")
    private List<String> places = new ArrayList<>();

    InventoryCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        @Nullable Profile profile = profileName == null ? null : Workspace.profile(console, profileName);
        List<Survey> surveys = new ArrayList<>();
        Progress progress = console.progress();
        if (places.isEmpty()) {
            Incident incident = incidents.find(console);
            Manifest manifest = incident.manifest();
            Profile known = profile != null ? profile : Workspace.profile(console, manifest.profile());
            surveys.add(survey(IncidentSources.BASE, incident.resolve(manifest.base()), known, progress));
            manifest.evidence()
                    .forEach(entry ->
                            surveys.add(survey(entry.name(), incident.resolve(entry.path()), known, progress)));
            surveys.add(place("live", manifest.live(), incident.folder(), known, progress));
        } else {
            places.forEach(place -> surveys.add(place(place, place, console.directory(), profile, progress)));
        }
        progress.done();
        InventoryReport report = new InventoryReport(surveys);
        output.print(console, "inventory", report);
        return (report.sound() ? ExitCode.DONE : ExitCode.FOUND).code();
    }

    private Survey place(String name, String place, Path directory, @Nullable Profile profile, Progress progress) {
        if (!LiveServer.isAddress(place)) {
            return survey(name, directory.resolve(place).normalize(), profile, progress);
        }
        LiveAddress address = live.address(console, place);
        return Survey.of(
                address.toString(),
                LiveSnapshot.read(address, (keys, bytes) -> progress.update("reading live, keys", keys, 0)),
                profile);
    }

    private static Survey survey(String name, Path path, @Nullable Profile profile, Progress progress) {
        progress.update("reading " + name, 0, 0);
        try (SurvivorOpener opener = new SurvivorOpener()) {
            return Survey.of(opener.open(name, path), profile);
        }
    }
}
