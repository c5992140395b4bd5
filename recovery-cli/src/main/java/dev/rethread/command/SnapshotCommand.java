package dev.rethread.command;

import dev.rethread.dump.Dump;
import dev.rethread.dump.PartFile;
import dev.rethread.inventory.LiveServer;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.report.Progress;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a keyspace as a file that a server of a chosen version loads, or as JSON lines. */
@Command(
        name = "snapshot",
        description = "Writes the keyspace of a server, an RDB or an AOF as an RDB that servers of the chosen version"
                + " load, or as JSON lines. The file has every credential that the server has; only you may read it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rethread snapshot redis://10.0.0.7:6379 -o live.rdb",
            "  rethread snapshot appendonlydir -o before-the-wipe.rdb --for 6.2",
            "  rethread snapshot dump.rdb -o forum.jsonl --match 'post:*'",
            "",
            "JSON lines: one object a key; a string that is not UTF-8 is \"base64:\" and its bytes in base64, and so is",
            "one that itself begins with base64:. A name that exists is never overwritten without --force.",
            "",
            "Exit code 3 where the version has no place for some keys, which are listed and left out; 4 where the"
                    + " source is not whole or the file exists, and nothing is written."
        })
final class SnapshotCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private KeyOptions keys = new KeyOptions();

    @Mixin
    private LiveOptions live = new LiveOptions();

    @Mixin
    private DumpOptions dumps = new DumpOptions();

    @Option(names = "--jsonl", description = "JSON lines instead of an RDB; so does a name that ends in .jsonl.")
    private boolean jsonLines;

    @Option(names = "--partial", description = "Write what there is, also where the source is not whole.")
    private boolean partial;

    @Parameters(paramLabel = "SOURCE", description = "File, appendonlydir or redis://[user@]host[:port].")
    private String source = "";

    SnapshotCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!LiveServer.isAddress(source)) {
            dumps.checkApart(console, console.directory().resolve(source).normalize());
        }
        Progress progress = console.progress();
        SnapshotReport report;
        try (PartFile part = dumps.create(console);
                Places places = new Places(console, live, progress)) {
            Place place = places.open(source);
            checkWhole(place);
            Dump.Result result = part.write(out -> {
                Dump dump = new Dump(keys.of(place.snapshot()), written(place.snapshot(), progress));
                return json()
                        ? dump.jsonLines(out)
                        : dump.rdb(out, dumps.target(), place.functions(), () -> "the source was not whole");
            });
            checkWhole(place);
            report = SnapshotReport.of(
                    dumps.file(),
                    json() ? SnapshotReport.JSON_LINES : dumps.target().toString(),
                    part.commit(),
                    place,
                    result);
        } finally {
            progress.done();
        }
        output.print(console, "snapshot", report);
        console.say("rethread: " + dumps.file() + " holds every credential that its source has; only you may read it");
        return report.exitCode().code();
    }

    private boolean json() {
        return jsonLines || dumps.file().toString().endsWith(".jsonl");
    }

    private LongConsumer written(Snapshot snapshot, Progress progress) {
        long total = snapshot.keys().size();
        return written -> {
            console.interrupt().check();
            progress.update("writing, keys", written, total);
        };
    }

    /** Also after the writing: a value may turn out damaged when it is decoded. */
    private void checkWhole(Place place) {
        if (!partial) {
            place.requireWhole("--partial writes what there is.");
        }
    }
}
