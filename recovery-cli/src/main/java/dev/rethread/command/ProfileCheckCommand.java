package dev.rethread.command;

import dev.rethread.fit.Fit;
import dev.rethread.fit.FitFinder;
import dev.rethread.incident.ExitCode;
import dev.rethread.profile.Profile;
import dev.rethread.report.Progress;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How well a profile fits a keyspace. */
@Command(
        name = "check",
        description = "Holds a profile against a keyspace: which keys no rule claims, which ids name nothing, which"
                + " fields and elements no rule knows, which times are none, which counts disagree with what they"
                + " count. No value is printed; numbers and tokens in names are masked. Nothing is written.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rethread profile check my-forum.yaml --against /backup/dump.rdb",
            "  rethread profile check nodebb --against redis://10.0.0.7:6379 --database 2",
            "  rethread profile check muut --against dump.rdb --format json | jq '.unclaimed[:10]'",
            "",
            "Ids that name nothing are common where something was deleted; where all of a place do, its domain is wrong.",
            "",
            "Exit code 0 where everything fits, 1 where there is something to look into, 5 where the source cannot be read."
        })
final class ProfileCheckCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private LiveOptions live = new LiveOptions();

    @Parameters(paramLabel = "NAME|FILE", description = "A shipped profile (lamernews, muut, nodebb) or a YAML file.")
    private String name = "";

    @Option(
            names = "--against",
            required = true,
            paramLabel = "SOURCE",
            description = "RDB or AOF file, appendonlydir or redis://[user@]host[:port].")
    private String source = "";

    @Option(names = "--database", paramLabel = "N", description = "The forum is in this database.")
    private @Nullable Integer database;

    @Option(names = "--prefix", paramLabel = "P", description = "This stands before every key.")
    private @Nullable String prefix;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many unclaimed forms the text lists, 20 by default; JSON has all.")
    private int limit;

    ProfileCheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Profile profile = Workspace.profile(console, name, database, prefix);
        Progress progress = console.progress();
        ProfileCheckReport report;
        try (Places places = new Places(console, live, progress)) {
            Place place = places.open(source);
            progress.update("checking", 0, 0);
            Fit fit = FitFinder.of(
                    profile, place.snapshot(), () -> console.interrupt().check());
            report = ProfileCheckReport.of(profile, place, fit, limit);
        } finally {
            progress.done();
        }
        output.print(console, "profile check", report);
        return (report.fit().clean() && report.complete() ? ExitCode.DONE : ExitCode.FOUND).code();
    }
}
