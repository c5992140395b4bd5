package dev.rethread.command;

import dev.rethread.diff.Comparison;
import dev.rethread.diff.Difference;
import dev.rethread.diff.Sides;
import dev.rethread.incident.ExitCode;
import dev.rethread.report.JsonStream;
import dev.rethread.report.Names;
import dev.rethread.report.Progress;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two keyspaces by meaning. */
@Command(
        name = "diff",
        description = "Compares two keyspaces by meaning: encodings, the order of members and the server's version do"
                + " not matter. Values are never printed.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rethread diff stale.rdb /var/lib/redis/appendonlydir",
            "  rethread diff dump.rdb redis://10.0.0.7:6379 --ttl-tolerance 1000",
            "  rethread diff a.rdb b.rdb --db 0 --match 'user:*' --limit 0",
            "  rethread diff a.rdb b.rdb --format json | jq -r '.differences[].key'",
            "",
            "What leads from A to B: - only in A, + only in B, ~ in both; ? only in B, but A is not whole.",
            "A damaged or incomplete side proves what existed, never what was deleted: what it lacks is counted apart.",
            "Names of keys, fields and members that look like tokens are shortened, see --full-names.",
            "",
            "Exit code 0 where both are whole and the same, 1 where they are not, 5 where one cannot be read."
        })
final class DiffCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private KeyOptions keys = new KeyOptions();

    @Mixin
    private LiveOptions live = new LiveOptions();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "How many keys the text lists, 50 by default, 0 for all; JSON has all.")
    private int limit;

    @Option(
            names = "--ttl-tolerance",
            paramLabel = "MS",
            defaultValue = "0",
            description = "Deadlines this many milliseconds apart are the same; 0 by default.")
    private long tolerance;

    @Option(names = "--full-names", description = "Names in full, also where they look like a secret.")
    private boolean fullNames;

    @Parameters(index = "0", paramLabel = "A", description = "File, appendonlydir or redis://[user@]host[:port].")
    private String first = "";

    @Parameters(index = "1", paramLabel = "B", description = "The other one.")
    private String second = "";

    DiffCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Progress progress = console.progress();
        try (Places places = new Places(console, live, progress)) {
            Place a = places.open(first);
            Place b = places.open(second);
            progress.update("comparing", 0, 0);
            Sides sides = output.tellsStories() ? text(a, b, progress) : json(a, b);
            console.out().flush();
            boolean same = sides.different() == 0 && a.complete() && b.complete();
            return (same ? ExitCode.DONE : ExitCode.FOUND).code();
        } finally {
            progress.done();
        }
    }

    private Sides text(Place a, Place b, Progress progress) {
        DiffReport.Listing listing = new DiffReport.Listing(limit);
        Sides sides = compare(a, b, listing::add);
        progress.done();
        new DiffReport(a, b, sides, listing).text(console.text(output.personal()));
        return sides;
    }

    private Sides json(Place a, Place b) {
        try (JsonStream json = new JsonStream("diff", console.out(), output.personal())) {
            json.array("differences");
            Sides sides = compare(a, b, json::item);
            json.endArray();
            json.field("a", DiffReport.side(a));
            json.field("b", DiffReport.side(b));
            json.field("keys", sides);
            return sides;
        }
    }

    private Sides compare(Place a, Place b, Consumer<Difference> found) {
        Names names = new Names(fullNames);
        long now = console.clock().millis();
        return new Comparison(keys.of(a.snapshot()), keys.of(b.snapshot()), names, tolerance, now)
                .run(() -> console.interrupt().check(), found);
    }
}
