package dev.rethread.command;

import dev.rethread.dump.Dump;
import dev.rethread.dump.PartFile;
import dev.rethread.keyspace.SelectedSnapshot;
import dev.rethread.keyspace.Snapshot;
import dev.rethread.salvage.Salvage;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Everything readable of a damaged file, as a file that a server loads. */
@Command(
        name = "salvage",
        description = "Writes everything readable of a damaged RDB or AOF as an RDB that a server loads, and gives an"
                + " account of what is lost. The source is never changed.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rethread salvage dump.rdb -o clean.rdb",
            "  rethread salvage /mnt/broken/dump.rdb -o clean.rdb --for 6.2 --format json",
            "",
            "Exit code 0 where nothing was lost, 1 where something was, 5 where nothing can be read."
        })
final class SalvageCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private DumpOptions dumps = new DumpOptions();

    @Option(names = "--whole-only", description = "Leave values out of which only a part is left.")
    private boolean wholeOnly;

    @Parameters(paramLabel = "PATH", description = "The damaged file, or an appendonlydir.")
    private String source = "";

    SalvageCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Path damaged = console.directory().resolve(source).normalize();
        dumps.checkApart(console, damaged);
        SalvageReport report;
        try (PartFile part = dumps.create(console);
                Salvage salvage = Salvage.of(damaged)) {
            Snapshot all = salvage.keyspace();
            Snapshot kept = wholeOnly ? new SelectedSnapshot(all, key -> !all.partial(key)) : all;
            Dump dump = new Dump(kept, keys -> console.interrupt().check());
            Dump.Result result = part.write(out -> dump.rdb(out, dumps.target(), salvage.functions(), salvage::lack));
            part.commit();
            report = SalvageReport.of(
                    source, salvage, kept, result, dumps.file(), dumps.target().toString());
        }
        output.print(console, "salvage", report);
        return report.exitCode().code();
    }
}
