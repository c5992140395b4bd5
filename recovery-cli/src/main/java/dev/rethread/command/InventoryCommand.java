package dev.rethread.command;

import dev.rethread.incident.Incident;
import dev.rethread.incident.Manifest;
import dev.rethread.inventory.AofReading;
import dev.rethread.inventory.IncidentSources;
import dev.rethread.inventory.LiveServer;
import dev.rethread.inventory.Survey;
import dev.rethread.inventory.SurvivorOpener;
import dev.rethread.live.LiveAddress;
import dev.rethread.live.LiveException;
import dev.rethread.live.LiveSnapshot;
import dev.rethread.profile.Profile;
import dev.rethread.report.Progress;
import dev.rethread.source.SourceException;
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
            "  rethread inventory --until 2014-04-23T19:24:00Z /var/lib/redis/appendonlydir",
            "",
            "Exit code 1 where something is damaged, or a keyspace is not whole; 5 where one cannot be read."
        })
final class InventoryCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private IncidentOptions incidents = new IncidentOptions();

    @Mixin
    private LiveOptions live = new LiveOptions();

    @Mixin
    private AofOptions aof = new AofOptions();

    @Option(
            names = "--profile",
            paramLabel = "NAME|FILE",
            description = "What the keys mean; otherwise the incident's. Without one, ages stay unknown.")
    private @Nullable String profileName;

    @Parameters(
            paramLabel = "PATH|URL",
            description =
                    "Files and archives, compressed or not, directories, ARCHIVE!PATH, redis://[user@]host[:port].")
    private List<String> places = new ArrayList<>();

    InventoryCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        @Nullable Profile profile = profileName == null ? null : Workspace.profile(console, profileName);
        Progress progress = console.progress();
        InventoryReport report;
        try {
            report =
                    new InventoryReport(places.isEmpty() ? ofIncident(profile, progress) : ofPlaces(profile, progress));
        } finally {
            progress.done();
        }
        output.print(console, "inventory", report);
        return report.exitCode().code();
    }

    private List<Survey> ofIncident(@Nullable Profile profile, Progress progress) {
        Incident incident = incidents.find(console);
        Manifest manifest = incident.manifest();
        Profile known = profile != null ? profile : Workspace.profile(console, manifest);
        List<Survey> surveys = new ArrayList<>();
        AofReading plain = AofReading.PLAIN;
        String base = manifest.base();
        if (base != null) {
            surveys.add(survey(IncidentSources.BASE, incident.resolve(base), plain, known, progress));
        }
        for (Manifest.SourceEntry entry : manifest.evidence()) {
            surveys.add(survey(
                    entry.name(),
                    incident.resolve(entry.path()),
                    aof.reading(IncidentSources.reading(entry)),
                    known,
                    progress));
        }
        surveys.add(place("live", manifest.live(), incident.folder(), known, progress));
        return surveys;
    }

    /** Among several, one that cannot be read does not hide the others. */
    private List<Survey> ofPlaces(@Nullable Profile profile, Progress progress) {
        List<Survey> surveys = new ArrayList<>();
        for (String place : places) {
            try {
                surveys.add(place(place, place, console.directory(), profile, progress));
            } catch (SourceException | LiveException e) {
                if (places.size() == 1) {
                    throw e;
                }
                surveys.add(InventoryReport.unreadable(place, e));
            }
        }
        return surveys;
    }

    private Survey place(String name, String place, Path directory, @Nullable Profile profile, Progress progress) {
        if (!LiveServer.isAddress(place)) {
            return survey(name, directory.resolve(place).normalize(), aof.reading(AofReading.PLAIN), profile, progress);
        }
        LiveAddress address = live.address(console, place);
        step(progress, "reading live: waiting for the server's dump");
        try (LiveSnapshot snapshot =
                LiveSnapshot.read(address, (keys, bytes) -> progress.update("reading live, bytes", bytes, 0))) {
            Survey survey = Survey.of(address.toString(), snapshot, aof.reading(AofReading.PLAIN), profile);
            snapshot.requireWhole();
            return survey;
        }
    }

    private void step(Progress progress, String doing) {
        console.interrupt().check();
        progress.update(doing, 0, 0);
    }

    private Survey survey(String name, Path path, AofReading reading, @Nullable Profile profile, Progress progress) {
        step(progress, "reading " + name);
        try (SurvivorOpener opener = SurvivorOpener.hashing()) {
            return Survey.of(opener.open(name, path, reading), profile);
        }
    }
}
